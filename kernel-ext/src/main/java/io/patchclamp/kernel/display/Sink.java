package io.patchclamp.kernel.display;

import java.util.List;

import com.google.gson.JsonObject;

/** The client's side of one cell. Any thread may use it. */
public interface Sink {
    /**
     * Tells the client something.
     *
     * @param type the message's type, such as {@code display_data}
     * @param content the message
     */
    void publish(String type, JsonObject content);

    /**
     * Tells the client something with bytes beside it.
     *
     * @param type the message's type, such as {@code comm_msg}
     * @param content the message
     * @param metadata what stands beside it
     * @param buffers the bytes
     */
    void publish(String type, JsonObject content, JsonObject metadata, List<byte[]> buffers);

    /**
     * Asks the user for a line.
     *
     * @param prompt what to ask
     * @param password whether what is typed must not be shown
     * @return the line, without its end
     * @throws InterruptedException if the thread is interrupted
     */
    String ask(String prompt, boolean password) throws InterruptedException;
}
