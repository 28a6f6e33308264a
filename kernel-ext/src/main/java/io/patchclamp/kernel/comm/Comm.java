package io.patchclamp.kernel.comm;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.patchclamp.fault.PatchclampException;
import io.patchclamp.kernel.display.MimeJson;
import io.patchclamp.kernel.display.Outlet;
import io.patchclamp.kernel.display.OutletOfThread;

/**
 * A line between a cell's code and something in the notebook's page. Either side opens it, both send, either closes it.
 * What is sent, and what a handler prints, belongs to the cell or the message that caused it.
 *
 * {@snippet :
 * Comm.target("slider", line -> line.onMessage(m -> line.send(Map.of("seen", m.data().get("value")))));
 * }
 */
public final class Comm implements AutoCloseable {
    private static final Consumer<Message> NOBODY = message -> {};

    private final String id;
    private final String target;
    private final Message opening;
    private volatile Consumer<Message> onMessage = NOBODY;
    private volatile Consumer<Message> onClose = NOBODY;

    Comm(String id, String target, Message opening) {
        this.id = id;
        this.target = target;
        this.opening = opening;
    }

    /**
     * What came over a line.
     *
     * @param data the message: texts, numbers, booleans, lists and maps of them
     * @param metadata what stands beside it
     * @param buffers bytes sent with it
     */
    public record Message(Map<String, Object> data, Map<String, Object> metadata, List<byte[]> buffers) {}

    /**
     * Offers a target: when the page opens a line to it, this is called with the line.
     *
     * @param name the target's name
     * @param opened what to do with a new line; null takes the target away
     */
    public static void target(String name, Consumer<Comm> opened) {
        Comms.target(name, opened);
    }

    /**
     * Opens a line to a target in the page.
     *
     * @param target the target's name there
     * @param data what to tell it: a map, a record, or anything that is a JSON object
     * @param buffers bytes to send with it
     * @return the line
     */
    public static Comm open(String target, Object data, byte[]... buffers) {
        return open(target, data, Map.of(), buffers);
    }

    /**
     * Opens a line to a target in the page.
     *
     * @param target the target's name there
     * @param data what to tell it
     * @param metadata what stands beside it, such as the version of a widget's protocol
     * @param buffers bytes to send with it
     * @return the line
     */
    public static Comm open(String target, Object data, Map<String, ?> metadata, byte[]... buffers) {
        Comm comm = new Comm(UUID.randomUUID().toString(), target, new Message(Map.of(), Map.of(), List.of()));
        JsonObject content = new JsonObject();
        content.addProperty("target_name", target);
        comm.publish("comm_open", content, data, metadata, buffers);
        Comms.add(comm);
        return comm;
    }

    /**
     * Its name.
     *
     * @return unique among all lines
     */
    public String id() {
        return id;
    }

    /**
     * What it leads to.
     *
     * @return the target's name
     */
    public String target() {
        return target;
    }

    /**
     * What the page said when it opened the line.
     *
     * @return that message; empty if this side opened it
     */
    public Message opening() {
        return opening;
    }

    /**
     * Whether either side has closed it.
     *
     * @return false when it is closed
     */
    public boolean isOpen() {
        return Comms.isOpen(this);
    }

    /**
     * Says what to do with messages from the page. An interrupt stops it as it stops a cell.
     *
     * @param handler called with each message
     * @return this
     */
    public Comm onMessage(Consumer<Message> handler) {
        onMessage = handler == null ? NOBODY : handler;
        return this;
    }

    /**
     * Says what to do when the page closes the line.
     *
     * @param handler called with its last message
     * @return this
     */
    public Comm onClose(Consumer<Message> handler) {
        onClose = handler == null ? NOBODY : handler;
        return this;
    }

    /**
     * Sends.
     *
     * @param data a map, a record, or anything that is a JSON object
     * @param buffers bytes to send with it
     */
    public void send(Object data, byte[]... buffers) {
        send(data, Map.of(), buffers);
    }

    /**
     * Sends.
     *
     * @param data a map, a record, or anything that is a JSON object
     * @param metadata what stands beside it
     * @param buffers bytes to send with it
     */
    public void send(Object data, Map<String, ?> metadata, byte[]... buffers) {
        if (!isOpen()) {
            throw new PatchclampException(
                    "The comm to '" + target + "' is closed.", "Comm.open(\"" + target + "\", …) for a new one");
        }
        publish("comm_msg", new JsonObject(), data, metadata, buffers);
    }

    /** Closes the line, and tells the page. Does nothing if it is closed. */
    @Override
    public void close() {
        if (Comms.remove(id) != null) {
            publish("comm_close", new JsonObject(), Map.of(), Map.of());
        }
    }

    void hear(Message message) {
        onMessage.accept(message);
    }

    void hearTheLast(Message message) {
        onClose.accept(message);
    }

    private void publish(String type, JsonObject content, Object data, Map<String, ?> metadata, byte[]... buffers) {
        content.addProperty("comm_id", id);
        content.add("data", object(data));
        Outlet outlet = OutletOfThread.current();
        if (outlet == null) {
            throw new PatchclampException("No cell is running.", "call it from a cell of a notebook");
        }
        outlet.send(type, content, object(metadata), List.of(buffers));
    }

    private static JsonObject object(Object data) {
        JsonElement json = MimeJson.json(data);
        if (!json.isJsonObject()) {
            throw new PatchclampException(
                    "A comm sends JSON objects, and this is " + (json.isJsonNull() ? "null." : "none: " + json + "."),
                    "Map.of(\"value\", …)");
        }
        return json.getAsJsonObject();
    }
}
