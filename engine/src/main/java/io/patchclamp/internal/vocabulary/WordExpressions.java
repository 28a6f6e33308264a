package io.patchclamp.internal.vocabulary;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The regular expressions by which families cut text into words, as published in their tokenizers. */
public final class WordExpressions {
    private static final String ENDINGS = "(?i:'s|'t|'re|'ve|'m|'ll|'d)";
    private static final String MARKS = "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*";
    private static final String BLANKS = "|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
    private static final String UPPER = "[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]";
    private static final String LOWER = "[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]";
    private static final String LEAD = "[^\\r\\n\\p{L}\\p{N}]?";
    private static final String PATHS = "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*";

    /** Llama 3, and OpenAI's cl100k. */
    public static final String LLAMA3 = ENDINGS + "|" + LEAD + "\\p{L}+|\\p{N}{1,3}" + MARKS + BLANKS;
    /** Qwen 1, 2, 2.5 and 3. */
    public static final String QWEN2 = ENDINGS + "|" + LEAD + "\\p{L}+|\\p{N}" + MARKS + BLANKS;
    /** Qwen 3.5: marks belong to the letters they stand on. */
    static final String QWEN3_5 =
            ENDINGS + "|" + LEAD + "[\\p{L}\\p{M}]+|\\p{N}| ?[^\\s\\p{L}\\p{M}\\p{N}]+[\\r\\n]*" + BLANKS;
    /** Mistral's Tekken: a word begins where a capital does. */
    private static final String TEKKEN =
            LEAD + UPPER + "*" + LOWER + "+|" + LEAD + UPPER + "+" + LOWER + "*|\\p{N}" + PATHS + BLANKS;
    /** OpenAI's o200k, and Llama 4. */
    private static final String GPT4O = LEAD + UPPER + "*" + LOWER + "+" + ENDINGS + "?|" + LEAD + UPPER + "+" + LOWER
            + "*" + ENDINGS + "?|\\p{N}{1,3}" + PATHS + BLANKS;

    private static final String SEED = ENDINGS + "|" + LEAD + "\\p{L}+|\\p{N}{1}| ?[^\\s\\p{L}\\p{N}\\r\\n]+" + BLANKS;

    private static final List<String> DEEPSEEK3 = List.of(
            "\\p{N}{1,3}",
            "[一-龥\u3040-ゟ゠-ヿ]+",
            "[!\"#$%&'()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~][A-Za-z]+|[^\\r\\n\\p{L}\\p{P}\\p{S}]?[\\p{L}\\p{M}]+"
                    + "| ?[\\p{P}\\p{S}]+[\\r\\n]*" + BLANKS);
    private static final List<String> DEEPSEEK_CODER =
            List.of("[\\r\\n]", "\\s?\\p{L}+", "\\s?\\p{P}+", "[一-龥ࠀ-一가-\uD7FF]+", "\\p{N}");

    /** What each {@code tokenizer.ggml.pre} of these means. */
    private static final Map<String, Cut> BY_NAME = new TreeMap<>(Map.of(
            "tekken", new Cut(List.of(TEKKEN), false, true, true),
            "gpt-4o", new Cut(List.of(GPT4O), false, false, false),
            "llama4", new Cut(List.of(GPT4O), false, false, false),
            "qwen35", new Cut(List.of(QWEN3_5), true, false, false),
            "seed-coder", new Cut(List.of(SEED), false, false, false),
            "deepseek-v3", new Cut(DEEPSEEK3, false, false, false),
            "hunyuan-dense", new Cut(DEEPSEEK3, false, false, false),
            "deepseek-coder", new Cut(DEEPSEEK_CODER, false, false, false)));

    private WordExpressions() {}

    /**
     * How a GGUF file's text is cut into words.
     *
     * @param pre its {@code tokenizer.ggml.pre}
     * @return how, or null if it is none of these
     */
    public static Cut named(String pre) {
        return BY_NAME.get(pre);
    }

    /**
     * The names that are known.
     *
     * @return in alphabetical order
     */
    public static List<String> names() {
        return List.copyOf(BY_NAME.keySet());
    }

    /**
     * A way to cut text into words.
     *
     * @param expressions each cuts what the ones before it left whole
     * @param composed whether the text is brought to Unicode's composed form first
     * @param wholeWords whether a word that is a token stays whole
     * @param begins whether texts begin with a mark where the file does not say
     */
    public record Cut(List<String> expressions, boolean composed, boolean wholeWords, boolean begins) {}
}
