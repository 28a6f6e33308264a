package io.patchclamp.kernel.wire;

import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import io.github.spencerpark.jupyter.messages.Header;
import io.github.spencerpark.jupyter.messages.Message;
import io.patchclamp.kernel.wire.MalformedMessageException.Kind;

/**
 * Frames to messages and back. Nothing that a frame holds can do more than raise {@link MalformedMessageException}.
 * Everything that goes out carries the kernel's own session, the protocol version and a date with microseconds.
 */
final class Codec {
    static final byte[] DELIMITER = "<IDS|MSG>".getBytes(StandardCharsets.US_ASCII);
    private static final int PARTS = 5;
    private static final int REPLAY_WINDOW = 65_536; // as many as Jupyter's own client remembers

    private final Signer signer;
    private final String session;
    private final Gson gson =
            new GsonBuilder().serializeNulls().disableHtmlEscaping().create();
    private final Set<UUID> seen = new LinkedHashSet<>();

    Codec(Signer signer, String session) {
        this.signer = signer;
        this.session = session;
    }

    /** One whole multipart message, as a client sent it. */
    Request decode(List<byte[]> frames) throws MalformedMessageException {
        int delimiter = delimiter(frames);
        if (frames.size() < delimiter + 1 + PARTS) {
            throw new MalformedMessageException(
                    Kind.FRAMES,
                    (frames.size() - delimiter - 1) + " frames behind the delimiter, expected at least " + PARTS);
        }
        byte[] signature = frames.get(delimiter + 1);
        byte[][] parts = frames.subList(delimiter + 2, delimiter + 1 + PARTS).toArray(byte[][]::new);
        checkSignature(signature, parts);
        JsonObject header = object(parts[0], "header");
        if (!isText(header, "msg_type") || !isText(header, "msg_id")) {
            throw new MalformedMessageException(Kind.HEADER, "a header without msg_type or msg_id");
        }
        JsonObject parent = object(parts[1], "parent header");
        JsonElement content = json(parts[3], "content");
        JsonObject metadata = object(parts[2], "metadata");
        return new Request(
                List.copyOf(frames.subList(0, delimiter)),
                WireHeader.of(header),
                parent.size() == 0 ? null : WireHeader.of(parent),
                metadata,
                content.isJsonObject() ? content.getAsJsonObject() : new JsonObject(),
                content.isJsonObject() || content.isJsonNull(),
                List.copyOf(frames.subList(delimiter + 1 + PARTS, frames.size())));
    }

    /** The frames of a message to clients, behind a routing prefix. */
    List<byte[]> encode(List<byte[]> prefix, Message<?> message) {
        byte[] header = bytes(header(message.getHeader()));
        byte[] parent = message.getParentHeader() instanceof WireHeader in ? bytes(in.raw()) : bytes(new JsonObject());
        byte[] metadata = bytes(message.hasMetadata() ? gson.toJsonTree(message.getMetadata()) : new JsonObject());
        byte[] content =
                bytes(message.getContent() instanceof JsonElement json ? json : gson.toJsonTree(message.getContent()));
        List<byte[]> frames = new ArrayList<>(prefix);
        frames.add(DELIMITER);
        frames.add(signer.sign(header, parent, metadata, content));
        frames.add(header);
        frames.add(parent);
        frames.add(metadata);
        frames.add(content);
        if (message.getBlobs() != null) {
            frames.addAll(message.getBlobs());
        }
        return frames;
    }

    /** The id that an encoded message got. */
    static String id(List<byte[]> frames) {
        try {
            byte[] header = frames.get(delimiter(frames) + 2);
            return object(header, "header").get("msg_id").getAsString();
        } catch (MalformedMessageException e) {
            throw new IllegalStateException(e);
        }
    }

    private JsonObject header(Header<?> header) {
        JsonObject json = new JsonObject();
        json.addProperty("msg_id", UUID.randomUUID().toString());
        json.addProperty("username", "kernel");
        json.addProperty("session", session);
        json.addProperty("date", Instant.now().truncatedTo(ChronoUnit.MICROS).toString());
        json.addProperty(
                "msg_type",
                header instanceof WireHeader own
                        ? own.typeName()
                        : header.getType().getName());
        json.addProperty("version", Connection.PROTOCOL);
        return json;
    }

    static int delimiter(List<byte[]> frames) throws MalformedMessageException {
        for (int i = 0; i < frames.size(); i++) {
            if (Arrays.equals(DELIMITER, frames.get(i))) {
                return i;
            }
        }
        throw new MalformedMessageException(Kind.DELIMITER, "no delimiter in " + frames.size() + " frames");
    }

    private void checkSignature(byte[] signature, byte[]... parts) throws MalformedMessageException {
        if (!signer.signs()) {
            return;
        }
        if (!signer.accepts(signature, parts)) {
            throw new MalformedMessageException(Kind.SIGNATURE, "a wrong signature");
        }
        UUID key = UUID.nameUUIDFromBytes(signer.sign(parts));
        synchronized (seen) {
            if (!seen.add(key)) {
                throw new MalformedMessageException(Kind.REPLAY, "a message that was seen before");
            }
            if (seen.size() > REPLAY_WINDOW) {
                seen.remove(seen.iterator().next());
            }
        }
    }

    private static boolean isText(JsonObject header, String key) {
        return header.get(key) instanceof JsonPrimitive text
                && text.isString()
                && !text.getAsString().isEmpty();
    }

    /** An object; null, which some clients send for nothing, is an empty one. */
    private static JsonObject object(byte[] part, String name) throws MalformedMessageException {
        JsonElement json = json(part, name);
        if (json.isJsonObject() || json.isJsonNull()) {
            return json.isJsonObject() ? json.getAsJsonObject() : new JsonObject();
        }
        throw new MalformedMessageException(Kind.JSON, "a " + name + " that is no JSON object");
    }

    private static JsonElement json(byte[] part, String name) throws MalformedMessageException {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(part))
                    .toString();
            JsonReader reader = new JsonReader(new StringReader(text));
            reader.setStrictness(Strictness.STRICT);
            JsonElement json = JsonParser.parseReader(reader);
            if (reader.peek() == JsonToken.END_DOCUMENT) {
                return json;
            }
        } catch (IOException | JsonParseException | IllegalStateException | StackOverflowError e) {
            throw new MalformedMessageException(Kind.JSON, "a " + name + " that is not JSON");
        }
        throw new MalformedMessageException(Kind.JSON, "a " + name + " that is not JSON");
    }

    private byte[] bytes(JsonElement json) {
        return gson.toJson(json).getBytes(StandardCharsets.UTF_8);
    }
}
