package io.patchclamp.internal.load;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import io.patchclamp.internal.token.AddedTokens;
import io.patchclamp.internal.token.ByteAlphabet;
import io.patchclamp.internal.token.ByteLevelCodec;
import io.patchclamp.internal.token.ByteLevelStyle;
import io.patchclamp.internal.token.Marks;
import io.patchclamp.internal.token.MergeTable;
import io.patchclamp.internal.token.SentencePieceCodec;
import io.patchclamp.internal.token.SentencePieceMerges;
import io.patchclamp.internal.token.SentencePieceStyle;
import io.patchclamp.internal.token.TextCodec;
import io.patchclamp.internal.token.Vocabulary;
import io.patchclamp.internal.token.WordRule;
import io.patchclamp.model.Tokenizer;

/** Tokenizers from the vocabulary that a GGUF file carries. */
public final class GgufTokenizers {
    private static final int UNKNOWN = 2;
    private static final int CONTROL = 3;
    private static final int USER_DEFINED = 4;
    private static final int BYTE = 6;

    private static final int BYTES = 256;
    private static final Pattern BYTE_TOKEN = Pattern.compile("<0x([0-9A-F]{2})>");

    private static final String DIRECTORY = "a directory with the model's own tokenizer.json";

    private static final ByteLevelStyle GPT2 = new ByteLevelStyle(WordRule.GPT2, false, false);
    private static final ByteLevelStyle DIGITS = new ByteLevelStyle(WordRule.DIGITS_THEN_GPT2, false, false);
    private static final ByteLevelStyle LLAMA3 = new ByteLevelStyle(WordRule.LLAMA3, false, true);
    private static final ByteLevelStyle QWEN2 = new ByteLevelStyle(WordRule.QWEN2, true, false);

    /** What each {@code tokenizer.ggml.pre} means, as published in that model's tokenizer.json. */
    private static final Map<String, ByteLevelStyle> STYLES = new TreeMap<>(Map.of(
            "default", GPT2,
            "gpt-2", GPT2,
            "smollm", DIGITS,
            "starcoder", DIGITS,
            "llama-bpe", LLAMA3,
            "llama3", LLAMA3,
            "llama-v3", LLAMA3,
            "qwen2", QWEN2));

    private final TokenizerMetadata metadata;
    private final List<String> written;
    private final int[] types;
    private final AddedTokens added = new AddedTokens();
    private final BitSet special = new BitSet();

    private GgufTokenizers(TokenizerMetadata metadata) {
        this.metadata = metadata;
        this.written = metadata.texts("tokens");
        if (written.isEmpty()) {
            throw metadata.fault("tokenizer.ggml.tokens is empty");
        }
        this.types = metadata.has("token_type") ? metadata.integers("token_type", written.size()) : new int[0];
        for (int id = 0; id < written.size(); id++) {
            int type = type(id);
            if (type == CONTROL || type == UNKNOWN) {
                special.set(id);
            }
            if (type == CONTROL || type == UNKNOWN || type == USER_DEFINED) {
                added.add(written.get(id), id);
            }
        }
    }

    /**
     * A tokenizer from a GGUF file's metadata.
     *
     * @param entries all metadata of the file
     * @param origin the file, for messages
     * @return its tokenizer
     * @throws io.patchclamp.fault.LoadException if there is none, or it is broken, or of a kind we do not know
     */
    public static Tokenizer from(Map<String, ?> entries, String origin) {
        TokenizerMetadata metadata = new TokenizerMetadata(entries, origin);
        String model = metadata.text("model");
        return switch (model) {
            case "gpt2" -> byteLevel(metadata);
            case "llama" -> new GgufTokenizers(metadata).sentencePiece();
            default ->
                throw metadata.fault(
                        "tokenizer.ggml.model is '" + TokenizerMetadata.shown(model) + "', and we know gpt2 and llama",
                        DIRECTORY);
        };
    }

    private static Tokenizer byteLevel(TokenizerMetadata metadata) {
        if (!metadata.has("pre")) {
            throw metadata.fault(
                    "there is no tokenizer.ggml.pre, so how text is cut into words would be a guess", DIRECTORY);
        }
        String pre = metadata.text("pre");
        ByteLevelStyle style = STYLES.get(pre);
        if (style == null) {
            throw metadata.fault(
                    "tokenizer.ggml.pre is '" + TokenizerMetadata.shown(pre) + "', and we know "
                            + String.join(", ", STYLES.keySet()),
                    DIRECTORY);
        }
        return new GgufTokenizers(metadata).byteLevel(pre, style);
    }

    private Tokenizer byteLevel(String pre, ByteLevelStyle style) {
        Map<String, Integer> ids = ids();
        List<byte[]> bytes = new ArrayList<>(written.size());
        for (int id = 0; id < written.size(); id++) {
            bytes.add(isPlain(id) ? ByteAlphabet.bytes(written.get(id)) : utf8(written.get(id)));
        }
        Vocabulary vocabulary = new Vocabulary(written, bytes, special);
        Marks marks = marks(style.equals(LLAMA3), OptionalInt.empty(), OptionalInt.empty());
        TextCodec codec = new ByteLevelCodec(vocabulary, ids, merges(ids), style, added, marks);
        return new CodecTokenizer(vocabulary, codec, endOfText(OptionalInt.empty()), "gguf:gpt2/" + pre);
    }

    private Tokenizer sentencePiece() {
        if (metadata.has("precompiled_charsmap")) {
            throw metadata.fault(
                    "tokenizer.ggml.precompiled_charsmap asks for a normalization of text that we do not know",
                    DIRECTORY);
        }
        int[] byteTokens = new int[BYTES];
        Arrays.fill(byteTokens, SentencePieceStyle.NO_TOKEN);
        List<byte[]> bytes = new ArrayList<>(written.size());
        for (int id = 0; id < written.size(); id++) {
            bytes.add(spelled(id, byteTokens));
        }
        Vocabulary vocabulary = new Vocabulary(written, bytes, special);
        Map<String, Integer> ids = ids();
        MergeTable merges = metadata.has("merges")
                ? merges(ids)
                : SentencePieceMerges.from(ids, metadata.floats("scores", written.size()));
        OptionalInt unknown = metadata.id("unknown_token_id", written.size());
        SentencePieceStyle style = new SentencePieceStyle(
                byteTokens, unknown.orElse(SentencePieceStyle.NO_TOKEN), metadata.flag("add_space_prefix", true));
        Marks marks = marks(true, usual(1, "<s>"), usual(2, "</s>"));
        TextCodec codec = new SentencePieceCodec(vocabulary, ids, merges, style, added, marks);
        return new CodecTokenizer(vocabulary, codec, endOfText(usual(2, "</s>")), "gguf:llama");
    }

    private byte[] spelled(int id, int[] byteTokens) {
        String token = written.get(id);
        if (type(id) == BYTE || types.length == 0) {
            Matcher matcher = BYTE_TOKEN.matcher(token);
            if (matcher.matches()) {
                int value = Integer.parseInt(matcher.group(1), 16);
                byteTokens[value] = id;
                return new byte[] {(byte) value};
            }
            if (type(id) == BYTE) {
                throw metadata.fault("token " + id + " is a byte, and written '" + TokenizerMetadata.shown(token)
                        + "', not as '<0x0A>' is");
            }
        }
        return utf8(isPlain(id) ? token.replace(SentencePieceCodec.SPACE, ' ') : token);
    }

    /** The merges as written: a line each, two tokens with a space between. */
    private MergeTable merges(Map<String, Integer> ids) {
        List<String> lines = metadata.texts("merges");
        MergeTable merges = new MergeTable(lines.size());
        for (int rank = 0; rank < lines.size(); rank++) {
            String line = lines.get(rank);
            int space = line.indexOf(' ', 1);
            if (space < 0 || space == line.length() - 1) {
                throw metadata.fault("tokenizer.ggml.merges[" + rank + "] is '" + TokenizerMetadata.shown(line)
                        + "', not two tokens with a space between");
            }
            String left = line.substring(0, space);
            String right = line.substring(space + 1);
            merges.put(merged(ids, left, rank), merged(ids, right, rank), rank, merged(ids, left + right, rank));
        }
        return merges;
    }

    private int merged(Map<String, Integer> ids, String token, int rank) {
        Integer id = ids.get(token);
        if (id == null) {
            throw metadata.fault("tokenizer.ggml.merges[" + rank + "] needs the token '"
                    + TokenizerMetadata.shown(token) + "', which the vocabulary lacks");
        }
        return id;
    }

    /** A token written twice is found under its last id. */
    private Map<String, Integer> ids() {
        Map<String, Integer> ids = new HashMap<>(2 * written.size());
        for (int id = 0; id < written.size(); id++) {
            ids.put(written.get(id), id);
        }
        return ids;
    }

    private Marks marks(boolean beginsOtherwise, OptionalInt usualBegin, OptionalInt usualEnd) {
        return new Marks(
                mark("add_bos_token", beginsOtherwise, "bos_token_id", usualBegin),
                mark("add_eos_token", false, "eos_token_id", usualEnd));
    }

    private int mark(String flag, boolean otherwise, String name, OptionalInt usual) {
        OptionalInt named = metadata.id(name, written.size());
        OptionalInt id = named.isPresent() ? named : usual;
        if (!metadata.flag(flag, otherwise)) {
            return Marks.NONE;
        }
        if (id.isEmpty()) {
            throw metadata.fault(
                    "tokenizer.ggml." + flag + " asks for a mark around texts, and there is no tokenizer.ggml." + name);
        }
        return id.getAsInt();
    }

    private List<Integer> endOfText(OptionalInt usual) {
        OptionalInt end = metadata.id("eos_token_id", written.size());
        return IntStream.concat(
                        (end.isPresent() ? end : usual).stream(),
                        IntStream.concat(
                                metadata.id("eot_token_id", written.size()).stream(),
                                metadata.id("eom_token_id", written.size()).stream()))
                .distinct()
                .boxed()
                .toList();
    }

    /** SentencePiece files that name no mark mean these. */
    private OptionalInt usual(int id, String token) {
        return id < written.size() && written.get(id).equals(token) ? OptionalInt.of(id) : OptionalInt.empty();
    }

    private int type(int id) {
        return types.length == 0 ? 1 : types[id];
    }

    private boolean isPlain(int id) {
        int type = type(id);
        return type != CONTROL && type != UNKNOWN && type != USER_DEFINED;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
