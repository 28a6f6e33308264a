package io.patchclamp.kernel;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A talk with the kernel as data: what is sent, and what must come back. {@code src/test/resources/scenarios/README.md} says
 * how one is written. Every request must be framed by busy and idle, whether the scenario says so or not.
 */
record Scenario(String name, List<JsonObject> steps) {
    private static final Path FOLDER = Path.of("src", "test", "resources", "scenarios");

    static List<Scenario> all() throws IOException {
        List<Scenario> all = new ArrayList<>();
        try (Stream<Path> files = Files.list(FOLDER)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
                try (Reader text = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
                    JsonReader reader = new JsonReader(text);
                    reader.setStrictness(Strictness.LENIENT);
                    for (JsonElement one : JsonParser.parseReader(reader).getAsJsonArray()) {
                        all.add(of(file.getFileName() + ": ", one.getAsJsonObject()));
                    }
                }
            }
        }
        return all;
    }

    private static Scenario of(String prefix, JsonObject json) {
        List<JsonObject> steps = new ArrayList<>();
        json.getAsJsonArray("steps").forEach(step -> steps.add(step.getAsJsonObject()));
        return new Scenario(prefix + json.get("name").getAsString(), steps);
    }

    void play(Client client) throws InterruptedException {
        Map<String, String> sent = new HashMap<>();
        for (JsonObject step : steps) {
            if (step.has("pause")) {
                TimeUnit.MILLISECONDS.sleep(step.get("pause").getAsInt());
            } else if (step.has("answer")) {
                check("the question", step.get("question"), client.question().content());
                client.reply(step.get("answer").getAsString());
            } else if (step.has("wait")) {
                compare(step, client.answer(sent.remove(step.get("wait").getAsString())));
            } else if (step.has("control")) {
                String id = client.sendControl(step.get("control").getAsString(), content(step));
                compare(step, client.answerOfControl(id));
            } else {
                String id = step.has("run")
                        ? client.send("execute_request", execute(step))
                        : client.send(step.get("ask").getAsString(), content(step));
                if (step.has("as")) {
                    sent.put(step.get("as").getAsString(), id);
                } else {
                    compare(step, client.answer(id));
                }
            }
        }
        assertThat(sent).as("sent and not waited for").isEmpty();
    }

    private static String content(JsonObject step) {
        return step.has("content") ? step.get("content").toString() : "{}";
    }

    private static String execute(JsonObject step) {
        JsonObject content =
                step.has("content") ? step.getAsJsonObject("content").deepCopy() : new JsonObject();
        content.addProperty("code", code(step.get("run")));
        return content.toString();
    }

    private static String code(JsonElement run) {
        return run.isJsonArray()
                ? run.getAsJsonArray().asList().stream()
                        .map(JsonElement::getAsString)
                        .collect(Collectors.joining("\n"))
                : run.getAsString();
    }

    private static void compare(JsonObject step, Client.Answer answer) {
        List<String> types = answer.types();
        assertThat(types).as("framing of %s", step).startsWith("busy").endsWith("idle");
        if (step.has("reply")) {
            check("reply to " + step, step.get("reply"), answer.reply().content());
        }
        if (step.has("value")) {
            String shown = "value of " + step + ": " + answer.reply().content();
            check(shown, step.get("value"), new JsonPrimitive(answer.value()));
        }
        if (step.has("expect")) {
            List<JsonObject> got = published(answer);
            JsonArray wanted = step.getAsJsonArray("expect");
            assertThat(got.stream().map(m -> m.keySet().iterator().next()))
                    .as("published for %s: %s", step, got)
                    .containsExactlyElementsOf(
                            wanted.asList().stream().map(Scenario::typeOf).toList());
            for (int i = 0; i < got.size(); i++) {
                if (wanted.get(i).isJsonObject()) {
                    check("published for " + step, wanted.get(i), got.get(i));
                }
            }
        }
    }

    private static String typeOf(JsonElement wanted) {
        return wanted.isJsonObject()
                ? wanted.getAsJsonObject().keySet().iterator().next()
                : wanted.getAsString();
    }

    /** Between busy and idle, text of one stream put together: how it is cut into messages is a matter of time. */
    private static List<JsonObject> published(Client.Answer answer) {
        List<JsonObject> all = new ArrayList<>();
        for (Client.Message message :
                answer.published().subList(1, answer.published().size() - 1)) {
            JsonObject before = all.isEmpty() ? new JsonObject() : all.get(all.size() - 1);
            boolean goesOn = message.type().equals("stream")
                    && before.has("stream")
                    && before.getAsJsonObject("stream")
                            .get("name")
                            .equals(message.content().get("name"));
            if (goesOn) {
                JsonObject stream = before.getAsJsonObject("stream");
                stream.addProperty("text", stream.get("text").getAsString() + message.text("text"));
            } else {
                JsonObject one = new JsonObject();
                one.add(message.type(), message.content());
                all.add(one);
            }
        }
        return all;
    }

    /** Whether {@code got} has all that is wanted: objects by their named fields, texts behind {@code ~} as a pattern. */
    private static void check(String where, JsonElement wanted, JsonElement got) {
        if (wanted == null) {
            return;
        }
        if (wanted.isJsonObject() && got != null && got.isJsonObject()) {
            wanted.getAsJsonObject()
                    .entrySet()
                    .forEach(e -> check(
                            where + " › " + e.getKey(),
                            e.getValue(),
                            got.getAsJsonObject().get(e.getKey())));
        } else if (wanted.isJsonArray() && got != null && got.isJsonArray()) {
            assertThat(got.getAsJsonArray().size())
                    .as("%s: %s", where, got)
                    .isEqualTo(wanted.getAsJsonArray().size());
            for (int i = 0; i < wanted.getAsJsonArray().size(); i++) {
                check(
                        where + " › " + i,
                        wanted.getAsJsonArray().get(i),
                        got.getAsJsonArray().get(i));
            }
        } else if (wanted instanceof JsonPrimitive text
                && text.isString()
                && text.getAsString().startsWith("~")) {
            assertThat(got).as(where).isNotNull();
            String is = got.isJsonPrimitive() ? got.getAsString() : got.toString();
            assertThat(is)
                    .as(where)
                    .containsPattern(Pattern.compile(text.getAsString().substring(1), Pattern.DOTALL));
        } else {
            assertThat(got).as(where).isEqualTo(wanted);
        }
    }
}
