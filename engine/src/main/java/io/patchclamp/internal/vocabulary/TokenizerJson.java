package io.patchclamp.internal.vocabulary;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The parts of a {@code tokenizer.json}, as the library reads them. */
public final class TokenizerJson {
    /** How SentencePiece writes a space. */
    static final String SPACE = "\u2581";

    private TokenizerJson() {}

    /**
     * A whole file.
     *
     * @param model made by {@link #bytePairs} or {@link #unigram}
     * @param normalizer what happens to the text first, or null
     * @param words how it is cut into words, or null
     * @param decoder how tokens become text, or null
     * @return its members; no token is added and no mark is put around a text
     */
    public static Map<String, Object> of(
            Map<String, Object> model,
            Map<String, Object> normalizer,
            Map<String, Object> words,
            Map<String, Object> decoder) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("version", "1.0");
        root.put("truncation", null);
        root.put("padding", null);
        root.put("added_tokens", new ArrayList<>());
        root.put("normalizer", normalizer);
        root.put("pre_tokenizer", words);
        root.put("post_processor", null);
        root.put("decoder", decoder);
        root.put("model", model);
        return root;
    }

    /**
     * Byte pairs over the byte alphabet.
     *
     * @param vocabulary id by token
     * @param merges pairs, the first one merged first
     * @param wholeWords whether a word that is a token stays whole
     * @return the model
     */
    public static Map<String, Object> bytePairs(Object vocabulary, Object merges, boolean wholeWords) {
        Map<String, Object> model = part("BPE");
        model.put("dropout", null);
        model.put("unk_token", null);
        model.put("fuse_unk", false);
        model.put("byte_fallback", false);
        model.put("ignore_merges", wholeWords);
        model.put("vocab", vocabulary);
        model.put("merges", merges);
        return model;
    }

    /**
     * Byte pairs as SentencePiece has them.
     *
     * @param vocabulary id by token
     * @param merges pairs, the first one merged first
     * @param unknown the token for what has none, or null to drop it
     * @param byteFallback whether what has no token is written in tokens for its bytes
     * @return the model
     */
    static Map<String, Object> spacedPairs(Object vocabulary, Object merges, Object unknown, boolean byteFallback) {
        Map<String, Object> model = bytePairs(vocabulary, merges, false);
        model.put("unk_token", unknown);
        model.put("fuse_unk", true);
        model.put("byte_fallback", byteFallback);
        return model;
    }

    /**
     * The likeliest split of a text.
     *
     * @param pieces token and its log probability, in order of ids
     * @param unknown id of the token for what has none
     * @param byteFallback whether what has no token is written in tokens for its bytes
     * @return the model
     */
    public static Map<String, Object> unigram(List<List<Object>> pieces, int unknown, boolean byteFallback) {
        Map<String, Object> model = part("Unigram");
        model.put("unk_id", unknown);
        model.put("vocab", pieces);
        model.put("byte_fallback", byteFallback);
        return model;
    }

    /**
     * Words cut by regular expressions, one after the other, and written in the byte alphabet.
     *
     * @param expressions each cuts what the ones before it left whole
     * @param spaceFirst whether a space is put before a text that has none
     * @return the pre-tokenizer
     */
    public static Map<String, Object> words(List<String> expressions, boolean spaceFirst) {
        List<Object> parts = new ArrayList<>();
        for (String expression : expressions) {
            Map<String, Object> split = part("Split");
            split.put("pattern", Map.of("Regex", expression));
            split.put("behavior", "Isolated");
            split.put("invert", false);
            parts.add(split);
        }
        parts.add(byteLevel(spaceFirst, false));
        return sequence("pretokenizers", parts);
    }

    /** The byte alphabet, with GPT-2's words or without. */
    static Map<String, Object> byteLevel(boolean spaceFirst, boolean words) {
        Map<String, Object> part = part("ByteLevel");
        part.put("add_prefix_space", spaceFirst);
        part.put("trim_offsets", true);
        part.put("use_regex", words);
        return part;
    }

    /**
     * Bytes become text.
     *
     * @return the decoder of every byte-level vocabulary
     */
    public static Map<String, Object> byteDecoder() {
        return byteLevel(true, true);
    }

    /**
     * Unicode's composed form.
     *
     * @return the normalizer
     */
    public static Map<String, Object> composed() {
        return part("NFC");
    }

    /** Spaces written SentencePiece's way; {@code scheme} says where one more is put first. */
    static Map<String, Object> metaspace(String scheme) {
        Map<String, Object> part = part("Metaspace");
        part.put("replacement", SPACE);
        part.put("prepend_scheme", scheme);
        part.put("split", false);
        return part;
    }

    static Map<String, Object> replace(String from, String to) {
        Map<String, Object> part = part("Replace");
        part.put("pattern", Map.of("String", from));
        part.put("content", to);
        return part;
    }

    /** SentencePiece's own table of how characters are written, in base 64. */
    static Map<String, Object> precompiled(String table) {
        Map<String, Object> part = part("Precompiled");
        part.put("precompiled_charsmap", table);
        return part;
    }

    /** How SentencePiece's tokens become text; a space that was put first is taken away again. */
    static Map<String, Object> spacedDecoder(boolean byteFallback, boolean spaceFirst) {
        List<Object> parts = new ArrayList<>();
        parts.add(replace(SPACE, " "));
        if (byteFallback) {
            parts.add(part("ByteFallback"));
        }
        parts.add(part("Fuse"));
        if (spaceFirst) {
            Map<String, Object> strip = part("Strip");
            strip.put("content", " ");
            strip.put("start", 1);
            strip.put("stop", 0);
            parts.add(strip);
        }
        return sequence("decoders", parts);
    }

    static Map<String, Object> sequence(String kind, List<Object> parts) {
        Map<String, Object> part = part("Sequence");
        part.put(kind, parts);
        return part;
    }

    static Map<String, Object> part(String type) {
        Map<String, Object> part = new LinkedHashMap<>();
        part.put("type", type);
        return part;
    }

    /**
     * Marks around a text.
     *
     * @param begin put before it, or null
     * @param end put after it, or null
     * @return the post-processor
     */
    public static Map<String, Object> marks(Mark begin, Mark end) {
        Map<String, Object> part = part("TemplateProcessing");
        List<Object> single = new ArrayList<>();
        Map<String, Object> specials = new LinkedHashMap<>();
        if (begin != null) {
            single.add(begin.template(specials));
        }
        single.add(Map.of("Sequence", Map.of("id", "A", "type_id", 0)));
        if (end != null) {
            single.add(end.template(specials));
        }
        part.put("single", single);
        part.put(
                "pair",
                List.of(
                        Map.of("Sequence", Map.of("id", "A", "type_id", 0)),
                        Map.of("Sequence", Map.of("id", "B", "type_id", 1))));
        part.put("special_tokens", specials);
        return part;
    }

    /**
     * A token put around texts.
     *
     * @param token as it is written
     * @param id its id
     */
    public record Mark(String token, int id) {
        private Map<String, Object> template(Map<String, Object> specials) {
            specials.put(token, Map.of("id", token, "ids", List.of(id), "tokens", List.of(token)));
            return Map.of("SpecialToken", Map.of("id", token, "type_id", 0));
        }
    }

    /**
     * One entry of {@code added_tokens}.
     *
     * @param id its id
     * @param content its text
     * @param special whether it is a special one
     * @param rstrip whether it swallows the white space after it
     * @return the entry
     */
    public static Map<String, Object> added(int id, String content, boolean special, boolean rstrip) {
        Map<String, Object> token = new LinkedHashMap<>();
        token.put("id", id);
        token.put("content", content);
        token.put("single_word", false);
        token.put("lstrip", false);
        token.put("rstrip", rstrip);
        token.put("normalized", false);
        token.put("special", special);
        return token;
    }
}
