package io.patchclamp.internal.load;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.patchclamp.fault.LoadException;
import io.patchclamp.internal.token.ByteAlphabet;
import io.patchclamp.internal.token.SentencePieceCodec;
import io.patchclamp.internal.token.Vocabulary;

/** The tokens listed in a {@code tokenizer.json}, and the bytes each stands for. */
final class JsonVocabulary {
    private static final int LARGEST = 1 << 24;
    private static final Pattern BYTE_TOKEN = Pattern.compile("<0x([0-9A-F]{2})>");

    private final String origin;
    private final List<String> written = new ArrayList<>();
    private final BitSet added = new BitSet();
    private final BitSet special = new BitSet();

    private JsonVocabulary(String origin) {
        this.origin = origin;
    }

    static Vocabulary from(JsonObject root, String origin) {
        return new JsonVocabulary(origin).read(root);
    }

    /** A whole number that fits, or nothing. */
    static OptionalInt integer(JsonElement value) {
        if (value == null
                || !value.isJsonPrimitive()
                || !value.getAsJsonPrimitive().isNumber()) {
            return OptionalInt.empty();
        }
        double number = value.getAsDouble();
        return number == (int) number ? OptionalInt.of((int) number) : OptionalInt.empty();
    }

    private Vocabulary read(JsonObject root) {
        if (!(root.get("model") instanceof JsonObject model)) {
            throw broken("there is no \"model\"");
        }
        if (model.get("vocab") instanceof JsonObject tokens) {
            for (Map.Entry<String, JsonElement> token : tokens.entrySet()) {
                put(id(token.getValue(), token.getKey()), token.getKey());
            }
        } else if (model.get("vocab") instanceof JsonArray pieces) {
            for (JsonElement piece : pieces) {
                boolean named = piece instanceof JsonArray pair && !pair.isEmpty() && isText(pair.get(0));
                if (!named) {
                    throw broken("model.vocab[" + written.size() + "] is no piece with its score");
                }
                put(written.size(), piece.getAsJsonArray().get(0).getAsString());
            }
        } else {
            throw broken("there is no model.vocab");
        }
        if (root.get("added_tokens") instanceof JsonArray tokens) {
            tokens.forEach(this::putAdded);
        }
        Spelling spelling = Spelling.of(root);
        List<byte[]> bytes = new ArrayList<>(written.size());
        for (int id = 0; id < written.size(); id++) {
            String token = written.get(id);
            bytes.add(token == null ? new byte[0] : added.get(id) ? utf8(token) : spelling.bytes(token));
        }
        return new Vocabulary(written, bytes, special);
    }

    private void putAdded(JsonElement token) {
        if (!(token instanceof JsonObject fields) || !isText(fields.get("content"))) {
            throw broken("added_tokens holds " + token + ", which is no token");
        }
        String content = fields.get("content").getAsString();
        int id = id(fields.get("id"), content);
        put(id, content);
        added.set(id);
        JsonElement mark = fields.get("special");
        special.set(id, mark != null && mark.isJsonPrimitive() && mark.getAsBoolean());
    }

    private void put(int id, String token) {
        while (written.size() <= id) {
            written.add(null);
        }
        written.set(id, token);
    }

    private int id(JsonElement value, String token) {
        OptionalInt id = integer(value);
        if (id.isEmpty() || id.getAsInt() < 0 || id.getAsInt() >= LARGEST) {
            throw broken("token \"" + token + "\" has the id " + value);
        }
        return id.getAsInt();
    }

    private LoadException broken(String what) {
        return new LoadException(origin + ": " + what, "downloading the file again");
    }

    private static boolean isText(JsonElement value) {
        return value != null
                && value.isJsonPrimitive()
                && value.getAsJsonPrimitive().isString();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** How tokens write the text they stand for. */
    private enum Spelling {
        BYTES,
        SPACES,
        PLAIN;

        static Spelling of(JsonObject root) {
            String parts = root.get("decoder") + " " + root.get("pre_tokenizer");
            if (parts.contains("\"ByteLevel\"")) {
                return BYTES;
            }
            boolean spaces = parts.contains("\"Metaspace\"") || parts.indexOf(SentencePieceCodec.SPACE) >= 0;
            return spaces ? SPACES : PLAIN;
        }

        byte[] bytes(String token) {
            return switch (this) {
                case BYTES -> ByteAlphabet.bytes(token);
                case PLAIN -> utf8(token.startsWith("##") ? token.substring(2) : token);
                case SPACES -> {
                    Matcher matcher = BYTE_TOKEN.matcher(token);
                    yield matcher.matches()
                            ? new byte[] {(byte) Integer.parseInt(matcher.group(1), 16)}
                            : utf8(token.replace(SentencePieceCodec.SPACE, ' '));
                }
            };
        }
    }
}
