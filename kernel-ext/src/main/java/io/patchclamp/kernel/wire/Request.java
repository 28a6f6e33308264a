package io.patchclamp.kernel.wire;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.spencerpark.jupyter.messages.Message;

/** A message from a client, its signature checked: routing, header, and content as the JSON object it is. */
public final class Request extends Message<JsonObject> {
    private final String type;
    private final JsonObject metadata;
    private final boolean whole;

    Request(
            List<byte[]> identities,
            WireHeader header,
            WireHeader parent,
            JsonObject metadata,
            JsonObject content,
            boolean whole,
            List<byte[]> buffers) {
        super(identities, header, parent, null, content, buffers);
        this.type = header.typeName();
        this.metadata = metadata;
        this.whole = whole;
    }

    /**
     * What is asked.
     *
     * @return the message type, such as {@code execute_request}; may be one we do not know
     */
    public String type() {
        return type;
    }

    /**
     * What stands beside it.
     *
     * @return may be empty
     */
    public JsonObject metadata() {
        return metadata;
    }

    /** Whether its content is the object it must be; else it has none, and can only be refused. */
    boolean isWhole() {
        return whole;
    }

    /**
     * Who asks.
     *
     * @return the client's session; empty if it names none
     */
    public String session() {
        return getHeader().getSessionId();
    }

    /**
     * When it was sent.
     *
     * @return by the client's clock; empty if it does not say
     */
    public Optional<Instant> sent() {
        try {
            return Optional.of(OffsetDateTime.parse(getHeader().getTimestamp().getDateString())
                    .toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /**
     * A text of the content.
     *
     * @param key the field
     * @return its value, or an empty string if it is not there or no text
     */
    public String text(String key) {
        JsonElement value = getContent().get(key);
        return value != null && value.isJsonPrimitive() ? value.getAsString() : "";
    }

    /**
     * A switch of the content.
     *
     * @param key the field
     * @param fallback what holds if it is not there
     * @return its value
     */
    public boolean flag(String key, boolean fallback) {
        JsonElement value = getContent().get(key);
        return value != null
                        && value.isJsonPrimitive()
                        && value.getAsJsonPrimitive().isBoolean()
                ? value.getAsBoolean()
                : fallback;
    }

    /**
     * A whole number of the content.
     *
     * @param key the field
     * @param fallback what holds if it is not there or no number
     * @return its value
     */
    public int number(String key, int fallback) {
        JsonElement value = getContent().get(key);
        return value != null
                        && value.isJsonPrimitive()
                        && value.getAsJsonPrimitive().isNumber()
                ? value.getAsNumber().intValue()
                : fallback;
    }
}
