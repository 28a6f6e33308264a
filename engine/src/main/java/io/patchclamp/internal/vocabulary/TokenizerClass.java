package io.patchclamp.internal.vocabulary;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.patchclamp.internal.json.Json;

/**
 * The class {@code transformers} makes of a directory's tokenizer. From version 5 on, some classes take vocabulary and
 * merges from {@code tokenizer.json} and lay out the rest themselves, whatever the file says; all others do as the file
 * says. Which class it is depends on {@code tokenizer_config.json} and on the model's type.
 *
 * <p>Followed: transformers 5.23, {@code AutoTokenizer.from_pretrained}.
 */
enum TokenizerClass {
    /** Does as the file says. */
    AS_WRITTEN(List.of()),
    /** {@code LlamaTokenizer}. */
    LLAMA(List.of("<s>", "</s>", "<unk>")) {
        @Override
        Map<String, Object> layOut(Object vocabulary, Object merges, Map<String, Object> settings) {
            boolean spaceFirst = flag(settings, "add_prefix_space", true);
            boolean legacy = flag(settings, "legacy", false);
            return TokenizerJson.of(
                    TokenizerJson.spacedPairs(vocabulary, merges, null, true),
                    null,
                    TokenizerJson.metaspace(spaceFirst ? legacy ? "always" : "first" : "never"),
                    TokenizerJson.spacedDecoder(true, spaceFirst));
        }
    },
    /** {@code GemmaTokenizer}. */
    GEMMA(List.of("<bos>", "<eos>", "<unk>", "<pad>", "<mask>")) {
        @Override
        Map<String, Object> layOut(Object vocabulary, Object merges, Map<String, Object> settings) {
            Map<String, Object> words = TokenizerJson.part("Split");
            words.put("pattern", Map.of("String", " "));
            words.put("behavior", "MergedWithPrevious");
            words.put("invert", false);
            String unknown = text(settings.get("unk_token"), "<unk>");
            boolean known = vocabulary instanceof Map<?, ?> ids && ids.containsKey(unknown);
            return TokenizerJson.of(
                    TokenizerJson.spacedPairs(vocabulary, merges, known ? unknown : null, true),
                    TokenizerJson.replace(" ", TokenizerJson.SPACE),
                    words,
                    TokenizerJson.spacedDecoder(true, false));
        }
    },
    /** {@code Qwen2Tokenizer}. */
    QWEN2(List.of("<|endoftext|>")) {
        @Override
        Map<String, Object> layOut(Object vocabulary, Object merges, Map<String, Object> settings) {
            return byteLevel(
                    vocabulary,
                    merges,
                    true,
                    TokenizerJson.words(List.of(WordExpressions.QWEN2), flag(settings, "add_prefix_space", false)));
        }
    },
    /** {@code Qwen3_5Tokenizer}. */
    QWEN3_5(List.of("<|endoftext|>")) {
        @Override
        Map<String, Object> layOut(Object vocabulary, Object merges, Map<String, Object> settings) {
            return byteLevel(
                    vocabulary,
                    merges,
                    true,
                    TokenizerJson.words(List.of(WordExpressions.QWEN3_5), flag(settings, "add_prefix_space", false)));
        }
    },
    /** {@code GPT2Tokenizer}. */
    GPT2(List.of("<|endoftext|>")) {
        @Override
        Map<String, Object> layOut(Object vocabulary, Object merges, Map<String, Object> settings) {
            return byteLevel(
                    vocabulary,
                    merges,
                    false,
                    TokenizerJson.byteLevel(flag(settings, "add_prefix_space", false), true));
        }
    },
    /** {@code GPTNeoXTokenizer}. */
    GPT_NEOX(List.of("<|endoftext|>", "<|padding|>")) {
        @Override
        Map<String, Object> layOut(Object vocabulary, Object merges, Map<String, Object> settings) {
            return byteLevel(
                    vocabulary, merges, true, TokenizerJson.byteLevel(flag(settings, "add_prefix_space", false), true));
        }
    };

    private static final Map<String, TokenizerClass> BY_NAME = Map.of(
            "LlamaTokenizer", LLAMA,
            "GemmaTokenizer", GEMMA,
            "Qwen2Tokenizer", QWEN2,
            "Qwen3_5Tokenizer", QWEN3_5,
            "GPT2Tokenizer", GPT2,
            "GPTNeoXTokenizer", GPT_NEOX);

    private static final Map<String, TokenizerClass> BY_MODEL = byModel();

    /** Model types whose files name a class that is not believed. */
    private static final Set<String> MISNAMED = Set.of("qwen2", "qwen3_5", "qwen3_5_text", "phi3", "phimoe");

    private final List<String> usual;

    TokenizerClass(List<String> usual) {
        this.usual = usual;
    }

    private static Map<String, TokenizerClass> byModel() {
        Map<String, TokenizerClass> classes = new LinkedHashMap<>();
        put(classes, GEMMA, "gemma", "gemma2", "gemma3", "gemma3_text", "gemma3n", "gemma3n_text");
        put(classes, QWEN2, "qwen2", "qwen2_moe", "qwen2_vl", "qwen2_5_vl", "qwen3", "qwen3_moe", "qwen3_next");
        put(classes, QWEN3_5, "qwen3_5", "qwen3_5_text", "qwen3_5_moe", "qwen3_5_moe_text");
        put(classes, GPT2, "gpt2", "phi");
        put(classes, GPT_NEOX, "gpt_neox", "olmo", "olmoe");
        put(classes, AS_WRITTEN, "granite", "granitemoe", "granitemoehybrid", "granitemoeshared", "mistral", "mixtral");
        put(
                classes,
                AS_WRITTEN,
                "ministral",
                "ministral3",
                "mistral3",
                "olmo2",
                "olmo3",
                "olmo_hybrid",
                "phi3",
                "phimoe");
        return Map.copyOf(classes);
    }

    private static void put(Map<String, TokenizerClass> classes, TokenizerClass made, String... models) {
        for (String model : models) {
            classes.put(model, made);
        }
    }

    /**
     * The class of a directory's tokenizer.
     *
     * @param settings its tokenizer_config.json
     * @param config its config.json
     * @param written its tokenizer.json; empty if it has none
     */
    static TokenizerClass of(Map<String, Object> settings, Map<String, Object> config, Map<String, Object> written) {
        String named = name(settings);
        String declared = named.isEmpty() ? name(config) : named;
        String model = text(config.get("model_type"), "");
        TokenizerClass registered = BY_MODEL.get(model);
        TokenizerClass wanted = BY_NAME.getOrDefault(declared, AS_WRITTEN);
        if (wanted == LLAMA && isByteLevel(written)) {
            return MISNAMED.contains(model) && registered != null ? registered : AS_WRITTEN;
        }
        if (declared.isEmpty()) {
            return registered == null ? AS_WRITTEN : registered;
        }
        if (registered == null || registered == wanted) {
            return wanted;
        }
        return registered == AS_WRITTEN || MISNAMED.contains(model) ? registered : wanted;
    }

    private static String name(Map<String, Object> file) {
        String name = text(file.get("tokenizer_class"), "");
        return name.endsWith("Fast") ? name.substring(0, name.length() - "Fast".length()) : name;
    }

    private static boolean isByteLevel(Map<String, Object> written) {
        Object words = written.get("pre_tokenizer");
        Object decoder = written.get("decoder");
        return words != null && Json.write(words).contains("\"ByteLevel\"")
                || decoder != null && Json.write(decoder).contains("\"ByteLevel\"");
    }

    /** The special tokens it believes in where the file names none. */
    List<String> usual() {
        return usual;
    }

    /**
     * Vocabulary and merges, laid out as this class does.
     *
     * @param settings tokenizer_config.json
     * @return a tokenizer.json without added tokens and marks
     */
    Map<String, Object> layOut(Object vocabulary, Object merges, Map<String, Object> settings) {
        throw new UnsupportedOperationException(name());
    }

    private static Map<String, Object> byteLevel(
            Object vocabulary, Object merges, boolean composed, Map<String, Object> words) {
        return TokenizerJson.of(
                TokenizerJson.bytePairs(vocabulary, merges, false),
                composed ? TokenizerJson.composed() : null,
                words,
                TokenizerJson.byteDecoder());
    }

    private static boolean flag(Map<String, Object> settings, String name, boolean otherwise) {
        return settings.get(name) instanceof Boolean flag ? flag : otherwise;
    }

    /** A text that may be wrapped in an object with flags. */
    static String text(Object value, String otherwise) {
        Object content = value instanceof Map<?, ?> wrapped ? wrapped.get("content") : value;
        return content instanceof String text ? text : otherwise;
    }
}
