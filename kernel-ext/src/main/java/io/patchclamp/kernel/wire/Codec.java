package io.patchclamp.kernel.wire;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.github.spencerpark.jupyter.messages.HMACGenerator;
import io.github.spencerpark.jupyter.messages.Header;
import io.github.spencerpark.jupyter.messages.Message;

/**
 * Frames to messages and back. Nothing that a frame holds can do more than raise {@link MalformedMessageException}.
 * Everything that goes out carries the kernel's own session, the protocol version and a date with microseconds.
 */
final class Codec {
    static final String PROTOCOL = "5.5";

    private static final byte[] DELIMITER = "<IDS|MSG>".getBytes(StandardCharsets.US_ASCII);
    private static final int PARTS = 5;
    private static final int REPLAY_WINDOW = 4096;

    private final HMACGenerator hmac;
    private final boolean signed;
    private final String session;
    private final Gson gson =
            new GsonBuilder().serializeNulls().disableHtmlEscaping().create();
    private final Set<String> seen = new LinkedHashSet<>();

    Codec(HMACGenerator hmac, String session) {
        this.hmac = hmac;
        this.signed = hmac != HMACGenerator.NO_AUTH_INSTANCE;
        this.session = session;
    }

    /** One whole multipart message, as a client sent it. */
    Request decode(List<byte[]> frames) throws MalformedMessageException {
        int delimiter = delimiter(frames);
        if (frames.size() < delimiter + 1 + PARTS) {
            throw new MalformedMessageException(
                    (frames.size() - delimiter - 1) + " frames behind the delimiter, expected at least " + PARTS);
        }
        byte[] signature = frames.get(delimiter + 1);
        byte[][] parts = frames.subList(delimiter + 2, delimiter + 1 + PARTS).toArray(byte[][]::new);
        checkSignature(signature, parts);
        JsonObject header = object(parts[0], "header");
        if (!header.has("msg_type") || !header.has("msg_id")) {
            throw new MalformedMessageException("a header without msg_type or msg_id");
        }
        JsonObject parent = object(parts[1], "parent header");
        JsonObject content = object(parts[3], "content");
        object(parts[2], "metadata");
        return new Request(
                List.copyOf(frames.subList(0, delimiter)),
                WireHeader.of(header),
                parent.size() == 0 ? null : WireHeader.of(parent),
                content,
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
        frames.add((signed ? hmac.calculateSignature(header, parent, metadata, content) : "")
                .getBytes(StandardCharsets.US_ASCII));
        frames.add(header);
        frames.add(parent);
        frames.add(metadata);
        frames.add(content);
        if (message.getBlobs() != null) {
            frames.addAll(message.getBlobs());
        }
        return frames;
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
        json.addProperty("version", PROTOCOL);
        return json;
    }

    private static int delimiter(List<byte[]> frames) throws MalformedMessageException {
        for (int i = 0; i < frames.size(); i++) {
            if (Arrays.equals(DELIMITER, frames.get(i))) {
                return i;
            }
        }
        throw new MalformedMessageException("no delimiter in " + frames.size() + " frames");
    }

    private void checkSignature(byte[] signature, byte[]... parts) throws MalformedMessageException {
        if (!signed) {
            return;
        }
        byte[] expected = hmac.calculateSignature(parts).getBytes(StandardCharsets.US_ASCII);
        byte[] given = new String(signature, StandardCharsets.US_ASCII)
                .toLowerCase(Locale.ROOT)
                .getBytes(StandardCharsets.US_ASCII);
        if (!MessageDigest.isEqual(expected, given)) {
            throw new MalformedMessageException("a wrong signature");
        }
        String key = new String(expected, StandardCharsets.US_ASCII);
        synchronized (seen) {
            if (!seen.add(key)) {
                throw new MalformedMessageException("a message that was seen before");
            }
            if (seen.size() > REPLAY_WINDOW) {
                seen.remove(seen.iterator().next());
            }
        }
    }

    private static JsonObject object(byte[] part, String name) throws MalformedMessageException {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(part))
                    .toString();
            JsonElement json = JsonParser.parseString(text);
            if (json.isJsonObject()) {
                return json.getAsJsonObject();
            }
        } catch (CharacterCodingException | JsonParseException | IllegalStateException | StackOverflowError e) {
            throw new MalformedMessageException("a " + name + " that is not JSON");
        }
        throw new MalformedMessageException("a " + name + " that is no JSON object");
    }

    private byte[] bytes(JsonElement json) {
        return gson.toJson(json).getBytes(StandardCharsets.UTF_8);
    }
}
