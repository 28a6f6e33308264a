package io.patchclamp.internal.load;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.patchclamp.fault.LoadException;
import io.patchclamp.internal.json.Json;
import io.patchclamp.internal.token.ByteAlphabet;
import io.patchclamp.internal.token.SentencePieceCodec;
import io.patchclamp.internal.token.Vocabulary;

/** The tokens listed in a {@code tokenizer.json}, and the bytes each stands for. */
final class JsonVocabulary {
    /** No vocabulary has as many; a larger id would only be room for nothing. */
    private static final int MOST = 1 << 24;

    private final String origin;
    private final List<String> written = new ArrayList<>();
    private final BitSet added = new BitSet();
    private final BitSet special = new BitSet();

    private JsonVocabulary(String origin) {
        this.origin = origin;
    }

    static Vocabulary from(Map<String, Object> root, String origin) {
        return new JsonVocabulary(origin).read(root);
    }

    /** A token id, or nothing. */
    static OptionalInt id(Object value) {
        boolean whole = value instanceof Long || value instanceof Integer;
        long id = whole ? ((Number) value).longValue() : -1;
        return id >= 0 && id < MOST ? OptionalInt.of((int) id) : OptionalInt.empty();
    }

    private Vocabulary read(Map<String, Object> root) {
        Object tokens = root.get("model") instanceof Map<?, ?> model ? model.get("vocab") : null;
        if (tokens instanceof Map<?, ?> ids) {
            ids.forEach((token, id) -> put(required(id, token), (String) token));
        } else if (tokens instanceof List<?> pieces) {
            pieces.forEach(this::putPiece);
        } else {
            throw broken("there is no model.vocab");
        }
        if (root.get("added_tokens") instanceof List<?> list) {
            list.forEach(this::putAdded);
        }
        Spelling spelling = Spelling.of(root);
        List<byte[]> bytes = new ArrayList<>(written.size());
        for (int id = 0; id < written.size(); id++) {
            String token = written.get(id);
            bytes.add(token == null ? new byte[0] : added.get(id) ? spelling.added(token) : spelling.bytes(token));
        }
        return new Vocabulary(written, bytes, special);
    }

    /** A Unigram vocabulary is a list of pieces, each with its score. */
    private void putPiece(Object piece) {
        if (!(piece instanceof List<?> pair) || pair.isEmpty() || !(pair.get(0) instanceof String token)) {
            throw broken("model.vocab[" + written.size() + "] is no piece with its score");
        }
        put(written.size(), token);
    }

    private void putAdded(Object token) {
        if (!(token instanceof Map<?, ?> fields) || !(fields.get("content") instanceof String content)) {
            throw broken("added_tokens holds " + token + ", which is no token");
        }
        int id = required(fields.get("id"), content);
        put(id, content);
        added.set(id);
        special.set(id, Boolean.TRUE.equals(fields.get("special")));
    }

    private void put(int id, String token) {
        while (written.size() <= id) {
            written.add(null);
        }
        written.set(id, token);
    }

    private int required(Object value, Object token) {
        return id(value).orElseThrow(() -> broken("the token '" + token + "' has the id " + value));
    }

    private LoadException broken(String why) {
        return new LoadException(
                "'" + origin + "' cannot be read: " + why + ".", "fetch the file again; it is damaged");
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** How tokens write the text they stand for. */
    private enum Spelling {
        BYTES,
        SPACES,
        PLAIN;

        private static final Pattern BYTE_TOKEN = Pattern.compile("<0x([0-9A-F]{2})>");

        static Spelling of(Map<String, Object> root) {
            String parts = named(root.get("decoder")) + named(root.get("pre_tokenizer"));
            if (parts.contains("\"ByteLevel\"")) {
                return BYTES;
            }
            boolean spaces = parts.contains("\"Metaspace\"") || parts.indexOf(SentencePieceCodec.SPACE) >= 0;
            return spaces ? SPACES : PLAIN;
        }

        private static String named(Object part) {
            return part == null ? "" : Json.write(part);
        }

        /** An added token stands for itself; but where spaces are written otherwise, they are in it too. */
        byte[] added(String token) {
            return utf8(this == SPACES ? token.replace(SentencePieceCodec.SPACE, ' ') : token);
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
