package io.patchclamp.internal.load;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import io.patchclamp.internal.token.ByteLevelStyle;
import io.patchclamp.internal.token.WordRule;
import io.patchclamp.internal.vocabulary.WordExpressions;

/**
 * What a {@code tokenizer.ggml.pre} means: how text is cut into words before byte pairs are merged, as the tokenizer.json
 * of the models that carry the name has it.
 *
 * @param style the rule, and what is done beside it
 * @param expressions what cuts words instead of the rule; none if the rule does
 * @param begins whether texts begin with a mark where the file does not say
 */
record GgufWords(ByteLevelStyle style, List<String> expressions, boolean begins) {
    private static final Map<String, GgufWords> BY_NAME = byName();

    /** What is meant by a file without a name, where all models of an architecture mean the same. */
    private static final Map<String, String> BY_ARCHITECTURE = Map.of(
            "gpt2", "gpt-2",
            "gptneox", "olmo",
            "phi2", "gpt-2",
            "starcoder", "starcoder",
            "qwen", "qwen2",
            "qwen2", "qwen2",
            "qwen2moe", "qwen2",
            "qwen3", "qwen2",
            "qwen3moe", "qwen2");

    private static Map<String, GgufWords> byName() {
        Map<String, GgufWords> all = new TreeMap<>();
        put(all, new ByteLevelStyle(WordRule.GPT2, false, false), false, "default", "gpt-2", "phi-2");
        put(all, new ByteLevelStyle(WordRule.GPT2, true, false), false, "olmo", "mpt");
        put(all, new ByteLevelStyle(WordRule.DIGITS_THEN_GPT2, false, false), false, "smollm", "starcoder", "refact");
        put(all, new ByteLevelStyle(WordRule.DIGITS_THEN_GPT2, true, false), false, "command-r");
        put(all, new ByteLevelStyle(WordRule.LLAMA3, false, true), true, "llama-bpe", "llama3", "llama-v3");
        put(all, new ByteLevelStyle(WordRule.LLAMA3, false, true), true, "falcon3", "pixtral");
        put(all, new ByteLevelStyle(WordRule.LLAMA3, false, false), false, "dbrx", "smaug-bpe", "glm4", "chatglm-bpe");
        put(all, new ByteLevelStyle(WordRule.QWEN2, true, false), false, "qwen2", "deepseek-r1-qwen");
        for (String name : WordExpressions.names()) {
            WordExpressions.Cut cut = WordExpressions.named(name);
            ByteLevelStyle style = new ByteLevelStyle(WordRule.GPT2, cut.composed(), cut.wholeWords());
            all.put(name, new GgufWords(style, cut.expressions(), cut.begins()));
        }
        return all;
    }

    private static void put(Map<String, GgufWords> all, ByteLevelStyle style, boolean begins, String... names) {
        for (String name : names) {
            all.put(name, new GgufWords(style, List.of(), begins));
        }
    }

    static Optional<GgufWords> of(String pre) {
        return Optional.ofNullable(BY_NAME.get(pre));
    }

    static List<String> names() {
        return List.copyOf(BY_NAME.keySet());
    }

    /** The name that a file without one would have; empty if its architecture does not tell. */
    static String ofArchitecture(String architecture) {
        return BY_ARCHITECTURE.getOrDefault(architecture, "");
    }
}
