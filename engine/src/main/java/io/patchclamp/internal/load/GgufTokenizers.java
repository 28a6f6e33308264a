package io.patchclamp.internal.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import io.patchclamp.internal.djl.JsonTokenizer;
import io.patchclamp.internal.token.AddedTokens;
import io.patchclamp.internal.token.ByteAlphabet;
import io.patchclamp.internal.token.ByteLevelCodec;
import io.patchclamp.internal.token.Marks;
import io.patchclamp.internal.token.MergeTable;
import io.patchclamp.internal.token.SentencePieceCodec;
import io.patchclamp.internal.token.SentencePieceMerges;
import io.patchclamp.internal.token.SentencePieceStyle;
import io.patchclamp.internal.token.TextCodec;
import io.patchclamp.internal.token.Vocabulary;
import io.patchclamp.internal.vocabulary.TokenizerJson;
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

    /** Of Phi-3's added tokens, those that leave the white space after them alone; the file does not say it. */
    private static final Set<String> PHI3_PLAIN = Set.of("<unk>", "<s>", "<|endoftext|>");

    private final TokenizerMetadata metadata;
    private final List<String> written;
    private final int[] types;
    private final AddedTokens added = new AddedTokens();
    private final BitSet special = new BitSet();
    /** Runs of spaces, as converters write them: merged before all else, not found beforehand. */
    private final BitSet runs = new BitSet();

    private GgufTokenizers(TokenizerMetadata metadata, boolean spaced) {
        this.metadata = metadata;
        this.written = new ArrayList<>(metadata.texts("tokens"));
        if (written.isEmpty()) {
            throw metadata.fault("tokenizer.ggml.tokens is empty");
        }
        this.types = metadata.has("token_type") ? metadata.integers("token_type", written.size()) : new int[0];
        boolean phi3 = metadata.isPhi3();
        for (int id = 0; id < written.size(); id++) {
            int type = type(id);
            if (spaced && type == USER_DEFINED && written.get(id).chars().allMatch(c -> c == ' ')) {
                written.set(id, written.get(id).replace(' ', SentencePieceCodec.SPACE));
                runs.set(id);
                continue;
            }
            if (type == CONTROL || type == UNKNOWN) {
                special.set(id);
            }
            if (type == CONTROL || type == UNKNOWN || type == USER_DEFINED) {
                added.add(written.get(id), id, phi3 && !PHI3_PLAIN.contains(written.get(id)));
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
            case "llama", "gemma4" -> new GgufTokenizers(metadata, true).sentencePiece(model);
            default ->
                throw metadata.fault(
                        "tokenizer.ggml.model is '" + TokenizerMetadata.shown(model)
                                + "', and we know gpt2, llama and gemma4",
                        DIRECTORY);
        };
    }

    private static Tokenizer byteLevel(TokenizerMetadata metadata) {
        String pre = metadata.has("pre") ? metadata.text("pre") : GgufWords.ofArchitecture(metadata.architecture());
        if (pre.isEmpty()) {
            throw metadata.fault(
                    "there is no tokenizer.ggml.pre, so how text is cut into words would be a guess", DIRECTORY);
        }
        Optional<GgufWords> words = GgufWords.of(pre);
        if (words.isEmpty()) {
            throw metadata.fault(
                    "tokenizer.ggml.pre is '" + TokenizerMetadata.shown(pre) + "', and we know "
                            + String.join(", ", GgufWords.names()),
                    DIRECTORY);
        }
        return new GgufTokenizers(metadata, false).byteLevel(pre, words.get());
    }

    private Tokenizer byteLevel(String pre, GgufWords words) {
        Map<String, Integer> ids = ids();
        List<byte[]> bytes = new ArrayList<>(written.size());
        for (int id = 0; id < written.size(); id++) {
            bytes.add(isPlain(id) ? ByteAlphabet.bytes(written.get(id)) : utf8(written.get(id)));
        }
        Vocabulary vocabulary = new Vocabulary(written, bytes, special);
        Marks marks = marks(words.begins(), OptionalInt.empty(), OptionalInt.empty());
        TextCodec codec = words.expressions().isEmpty()
                ? new ByteLevelCodec(vocabulary, ids, merges(ids), words.style(), added, marks)
                : library(words, marks);
        return new CodecTokenizer(vocabulary, codec, endOfText(OptionalInt.empty()), "gguf:gpt2/" + pre)
                .chatting(ChatSource.of(metadata, written));
    }

    /** Words that only a regular expression can cut: the vocabulary as a tokenizer.json, run by its library. */
    private TextCodec library(GgufWords words, Marks marks) {
        Map<String, Integer> ids = ids();
        merges(ids);
        List<List<String>> pairs = metadata.texts("merges").stream()
                .map(line -> List.of(line.substring(0, line.indexOf(' ', 1)), line.substring(line.indexOf(' ', 1) + 1)))
                .toList();
        Map<String, Object> root = TokenizerJson.of(
                TokenizerJson.bytePairs(ids, pairs, words.style().wholeWords()),
                words.style().composed() ? TokenizerJson.composed() : null,
                TokenizerJson.words(words.expressions(), false),
                TokenizerJson.byteDecoder());
        List<Object> tokens = new ArrayList<>();
        for (int id = 0; id < written.size(); id++) {
            if (!isPlain(id) && !written.get(id).isEmpty()) {
                tokens.add(TokenizerJson.added(id, written.get(id), special.get(id), false));
            }
        }
        root.put("added_tokens", tokens);
        root.put("post_processor", TokenizerJson.marks(mark(marks.begin()), mark(marks.end())));
        try {
            return JsonTokenizer.of(root);
        } catch (IOException e) {
            throw metadata.fault("the library that splits text says: " + e.getMessage());
        }
    }

    private TokenizerJson.Mark mark(int id) {
        return id == Marks.NONE ? null : new TokenizerJson.Mark(written.get(id), id);
    }

    private Tokenizer sentencePiece(String model) {
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
        MergeTable merges = metadata.has("merges") ? merges(ids) : SentencePieceMerges.from(ids, scores());
        OptionalInt unknown = metadata.id("unknown_token_id", written.size());
        SentencePieceStyle style = new SentencePieceStyle(
                byteTokens,
                unknown.orElse(SentencePieceStyle.NO_TOKEN),
                metadata.flag("add_space_prefix", !model.equals("gemma4")));
        Marks marks = marks(model.equals("llama"), usual(1, "<s>"), usual(2, "</s>"));
        TextCodec codec = new SentencePieceCodec(vocabulary, ids, merges, style, added, marks);
        return new CodecTokenizer(vocabulary, codec, endOfText(usual(2, "</s>")), "gguf:" + model)
                .chatting(ChatSource.of(metadata, written));
    }

    private float[] scores() {
        float[] scores = metadata.floats("scores", written.size());
        runs.stream().forEach(id -> scores[id] = Float.MAX_VALUE);
        return scores;
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
        if (!metadata.flag(flag, otherwise)) {
            return Marks.NONE;
        }
        OptionalInt named = metadata.id(name, written.size());
        OptionalInt id = named.isPresent() ? named : usual;
        if (id.isEmpty()) {
            throw metadata.fault(
                    "tokenizer.ggml." + flag + " asks for a mark around texts, and there is no tokenizer.ggml." + name);
        }
        return id.getAsInt();
    }

    /** An id beyond the vocabulary ends nothing: files of cut-down models keep that of the whole one. */
    private List<Integer> endOfText(OptionalInt usual) {
        OptionalInt end = metadata.id("eos_token_id", Integer.MAX_VALUE);
        return IntStream.concat(
                        (end.isPresent() ? end : usual).stream(),
                        IntStream.concat(
                                metadata.id("eot_token_id", Integer.MAX_VALUE).stream(),
                                metadata.id("eom_token_id", Integer.MAX_VALUE).stream()))
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
        return type != CONTROL && type != UNKNOWN && type != USER_DEFINED || runs.get(id);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
