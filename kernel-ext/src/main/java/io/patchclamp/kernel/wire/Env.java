package io.patchclamp.kernel.wire;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.google.gson.JsonObject;
import io.github.spencerpark.jupyter.channels.ShellReplyEnvironment;
import io.github.spencerpark.jupyter.messages.Header;
import io.github.spencerpark.jupyter.messages.Message;
import io.github.spencerpark.jupyter.messages.MessageContext;

/**
 * Where the answers to one request go. {@code publish} may be called from any thread, at any time, also after the request
 * is done; {@code reply} only by the thread that handles the request.
 */
public final class Env extends ShellReplyEnvironment {
    private final Prompter prompter;
    private final MessageContext request;

    Env(Channel channel, Prompter prompter, Publisher iopub, MessageContext request) {
        super(channel, prompter, iopub, request);
        this.prompter = prompter;
        this.request = request;
    }

    /**
     * Answers the client that asked.
     *
     * @param type the reply's type, such as {@code execute_reply}
     * @param content the reply
     */
    public void reply(String type, JsonObject content) {
        reply(message(request, type, content, request.getIdentities()));
    }

    /**
     * Tells all clients.
     *
     * @param type the message's type, such as {@code stream}
     * @param content what to tell
     */
    public void publish(String type, JsonObject content) {
        publish(message(request, type, content, List.of()));
    }

    /**
     * Tells all clients, with bytes beside it.
     *
     * @param type the message's type, such as {@code comm_msg}
     * @param content what to tell
     * @param metadata what stands beside it
     * @param buffers the bytes
     */
    public void publish(String type, JsonObject content, JsonObject metadata, List<byte[]> buffers) {
        Map<String, Object> beside = new LinkedHashMap<>(metadata.asMap());
        publish(new Message<>(List.of(), WireHeader.named(type), request.getHeader(), beside, content, buffers));
    }

    /**
     * Says whether the kernel works on this request.
     *
     * @param state {@code busy} or {@code idle}
     */
    public void status(String state) {
        JsonObject content = new JsonObject();
        content.addProperty("execution_state", state);
        publish("status", content);
    }

    /**
     * Asks the user of this request for a line.
     *
     * @param prompt what to ask
     * @param password whether what is typed must not be shown
     * @return the line, without its end
     * @throws InterruptedException if the thread is interrupted; the question is withdrawn
     */
    public String ask(String prompt, boolean password) throws InterruptedException {
        return prompter.ask(request, prompt, password);
    }

    /** Does nothing: whoever reads requests frames each of them with busy and idle. */
    @Override
    public void setBusyDeferIdle() {}

    /** A message of any type, ours or not yet known to basekernel. */
    static Message<JsonObject> message(
            MessageContext request, String type, JsonObject content, List<byte[]> identities) {
        Header<?> parent = request == null ? null : request.getHeader();
        return new Message<>(identities, WireHeader.named(type), parent, null, content, null);
    }
}
