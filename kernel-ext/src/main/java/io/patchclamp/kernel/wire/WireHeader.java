package io.patchclamp.kernel.wire;

import com.google.gson.JsonObject;
import io.github.spencerpark.jupyter.messages.Header;
import io.github.spencerpark.jupyter.messages.KernelTimestamp;
import io.github.spencerpark.jupyter.messages.MessageType;

/** A header as it came, so that a parent header goes back whole, fields we do not know included. */
final class WireHeader extends Header<JsonObject> {
    private final transient JsonObject raw;

    private WireHeader(JsonObject raw, MessageType<JsonObject> type) {
        super(
                text(raw, "msg_id"),
                text(raw, "username"),
                text(raw, "session"),
                new KernelTimestamp(text(raw, "date")),
                type,
                text(raw, "version"));
        this.raw = raw;
    }

    /** A header that was received. */
    @SuppressWarnings(
            "unchecked") // our content is always a JsonObject, whatever class basekernel would have made of it
    static WireHeader of(JsonObject raw) {
        return new WireHeader(raw, (MessageType<JsonObject>) MessageType.getType(text(raw, "msg_type")));
    }

    /** A header to send; the codec fills in the rest. */
    static WireHeader named(String type) {
        JsonObject raw = new JsonObject();
        raw.addProperty("msg_type", type);
        return of(raw);
    }

    JsonObject raw() {
        return raw;
    }

    String typeName() {
        return text(raw, "msg_type");
    }

    private static String text(JsonObject raw, String key) {
        return raw.has(key) && raw.get(key).isJsonPrimitive() ? raw.get(key).getAsString() : "";
    }
}
