package io.patchclamp.kernel.display;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

import com.google.gson.JsonObject;

/** A client that writes down what it is told. */
public final class Messages implements Sink {
    public final List<Told> all = new CopyOnWriteArrayList<>();

    /** One message. */
    public record Told(String type, JsonObject content) {
        public String brief() {
            return type.equals("stream")
                    ? content.get("name").getAsString() + " "
                            + content.get("text").getAsString()
                    : content.getAsJsonObject("data").get("text/plain").getAsString();
        }
    }

    @Override
    public void publish(String type, JsonObject content) {
        all.add(new Told(type, content));
    }

    @Override
    public void publish(String type, JsonObject content, JsonObject metadata, List<byte[]> buffers) {
        publish(type, content);
    }

    @Override
    public String ask(String prompt, boolean password) {
        return "answer to " + prompt;
    }

    public String text(String stream) {
        return all.stream()
                .filter(m -> m.type().equals("stream")
                        && m.content().get("name").getAsString().equals(stream))
                .map(m -> m.content().get("text").getAsString())
                .collect(Collectors.joining());
    }

    public List<String> shown(String type) {
        return all.stream().filter(m -> m.type().equals(type)).map(Told::brief).toList();
    }

    boolean waitFor(String stream, String text, int millis) throws InterruptedException {
        long end = System.nanoTime() + millis * 1_000_000L;
        while (System.nanoTime() < end) {
            if (text(stream).equals(text)) {
                return true;
            }
            Thread.sleep(5);
        }
        return false;
    }
}
