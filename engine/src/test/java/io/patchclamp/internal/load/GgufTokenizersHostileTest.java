package io.patchclamp.internal.load;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

import io.patchclamp.fault.LoadException;
import io.patchclamp.fault.PatchclampException;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class GgufTokenizersHostileTest {
    private static final Object ABSENT = new Object();

    static Stream<Arguments> broken() {
        return Stream.of(
                arguments("smollm", "model", ABSENT, "there is no tokenizer.ggml.model"),
                arguments("smollm", "model", 3, "tokenizer.ggml.model should be a string, but is 3"),
                arguments("smollm", "model", "bert", "tokenizer.ggml.model is 'bert', and we know gpt2, llama and"),
                arguments(
                        "smollm", "pre", ABSENT, "there is no tokenizer.ggml.pre, so how text is cut into words would"),
                arguments(
                        "smollm",
                        "pre",
                        "kimi-k2",
                        "tokenizer.ggml.pre is 'kimi-k2', and we know chatglm-bpe, command-r"),
                arguments("smollm", "pre", List.of(), "tokenizer.ggml.pre should be a string, but is an array of 0"),
                arguments("smollm", "tokens", ABSENT, "there is no tokenizer.ggml.tokens"),
                arguments("smollm", "tokens", List.of(), "tokenizer.ggml.tokens is empty"),
                arguments("smollm", "tokens", "x", "tokenizer.ggml.tokens should be an array, but is 'x'"),
                arguments("smollm", "tokens", List.of("a", 7), "tokenizer.ggml.tokens[1] should be a string, but is 7"),
                arguments("smollm", "tokens", Arrays.asList("a", null), "tokens[1] should be a string, but is missing"),
                arguments("smollm", "token_type", List.of(1), "token_type has 1 entries for 563 tokens"),
                arguments("smollm", "token_type", Collections.nCopies(563, "1"), "token_type[0] should be an integer"),
                arguments("smollm", "token_type", Collections.nCopies(563, 0.5), "token_type[0] should be an integer"),
                arguments(
                        "smollm",
                        "token_type",
                        Collections.nCopies(563, 1L << 40),
                        "should be an integer, but is 1099"),
                arguments("smollm", "merges", ABSENT, "there is no tokenizer.ggml.merges"),
                arguments("smollm", "merges", List.of("a"), "merges[0] is 'a', not two tokens with a space between"),
                arguments("smollm", "merges", List.of("a "), "merges[0] is 'a ', not two tokens"),
                arguments("smollm", "merges", List.of(" a"), "merges[0] is ' a', not two tokens"),
                arguments("smollm", "merges", List.of(""), "merges[0] is '', not two tokens"),
                arguments(
                        "smollm",
                        "merges",
                        List.of("a 漢"),
                        "merges[0] needs the token '漢', which the vocabulary lacks"),
                arguments(
                        "smollm", "merges", List.of("z z", "z q"), "merges[0] needs the token 'zz', which the vocabul"),
                arguments("smollm", "merges", List.of("a\u0007b c"), "needs the token 'a\uFFFDb', which"),
                arguments("llama-bpe", "bos_token_id", 563, "bos_token_id is 563, but the vocabulary has 563 tokens"),
                arguments("smollm", "eos_token_id", -2, "eos_token_id is -2, but the vocabulary has"),
                arguments("smollm", "eos_token_id", "2", "eos_token_id should be a token id, but is '2'"),
                arguments("smollm", "eos_token_id", 1.5, "eos_token_id should be a token id, but is 1.5"),
                arguments("smollm", "eos_token_id", Double.NaN, "eos_token_id should be a token id, but is NaN"),
                arguments("llama-bpe", "bos_token_id", 1e300, "bos_token_id is 1.0E300, but the vocabulary has"),
                arguments("smollm", "add_bos_token", "yes", "add_bos_token should be true or false, but is 'yes'"),
                arguments(
                        "llama-bpe",
                        "bos_token_id",
                        ABSENT,
                        "add_bos_token asks for a mark around texts, and there is"),
                arguments("sentencepiece", "scores", ABSENT, "there is no tokenizer.ggml.scores"),
                arguments("sentencepiece", "scores", List.of(), "scores has 0 entries for 800 tokens"),
                arguments(
                        "sentencepiece", "scores", Collections.nCopies(800, Float.NaN), "scores[0] should be a number"),
                arguments(
                        "sentencepiece", "scores", Collections.nCopies(800, true), "scores[0] should be a number, but"),
                arguments(
                        "sentencepiece",
                        "token_type",
                        Collections.nCopies(800, 6),
                        "token 0 is a byte, and written '<un"),
                arguments(
                        "sentencepiece",
                        "precompiled_charsmap",
                        List.of(1),
                        "precompiled_charsmap asks for a normaliz"),
                arguments(
                        "sentencepiece",
                        "unknown_token_id",
                        800,
                        "unknown_token_id is 800, but the vocabulary has 800"));
    }

    @ParameterizedTest
    @MethodSource("broken")
    void brokenMetadataIsNamed(String tokenizer, String key, Object value, String message) {
        Map<String, Object> metadata = new HashMap<>(Expected.metadata("tiny-" + tokenizer + "/gguf.json"));
        if (value == ABSENT) {
            metadata.remove("tokenizer.ggml." + key);
        } else {
            metadata.put("tokenizer.ggml." + key, value);
        }
        assertThatThrownBy(() -> GgufTokenizers.from(metadata, "/a/b.gguf"))
                .isExactlyInstanceOf(LoadException.class)
                .hasMessageStartingWith("The tokenizer in '/a/b.gguf' cannot be read: ")
                .hasMessageContaining(message)
                .hasMessageContaining("\nTry: ");
    }

    @Test
    void aFileWithoutTokenizerIsAnError() {
        assertThatThrownBy(() -> GgufTokenizers.from(Map.of(), "b.gguf"))
                .hasMessage("The tokenizer in 'b.gguf' cannot be read: there is no tokenizer.ggml.model.\n"
                        + "Try: fetch the file again; it is damaged, or no converter of llama.cpp wrote it");
    }

    @Test
    void strangeButHarmlessVocabulariesLoad() {
        Map<String, Object> metadata = new HashMap<>(Expected.metadata("tiny-smollm/gguf.json"));
        metadata.put("tokenizer.ggml.tokens", List.of("", "a", "a", "\u0000", "漢 字", "b"));
        metadata.put("tokenizer.ggml.token_type", new int[] {3, 1, 1, 4, 99, 5});
        metadata.put("tokenizer.ggml.merges", List.of());
        metadata.put("tokenizer.ggml.eos_token_id", 5);
        var tokenizer = GgufTokenizers.from(metadata, "x");
        assertThat(tokenizer.encode("aba\u0000c").ids()).containsExactly(2, 5, 2, 3);
        assertThat(tokenizer.decode(0, 1, 2, 3, 4)).isEqualTo("aa\u0000漢 字");
        for (int id = 0; id < tokenizer.size(); id++) {
            assertThat(tokenizer.visible(id)).isNotEmpty();
        }
    }

    /** Entries swapped, cut, blanked or of another type: either it still is a tokenizer, or the error is ours. */
    @RepeatedTest(300)
    void randomDamageNeverShowsAnotherError(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        String name = List.of("smollm", "llama-bpe", "qwen2", "sentencepiece").get(random.nextInt(4));
        Map<String, Object> metadata = new HashMap<>(Expected.metadata("tiny-" + name + "/gguf.json"));
        List<String> keys = metadata.keySet().stream().sorted().toList();
        for (int i = 0; i <= random.nextInt(3); i++) {
            String key = keys.get(random.nextInt(keys.size()));
            metadata.put(key, damaged(metadata.get(key), metadata.get(keys.get(random.nextInt(keys.size()))), random));
        }
        try {
            var tokenizer = GgufTokenizers.from(metadata, "x.gguf");
            var tokens = tokenizer.encode("Hello 123 <tool> \n\té漢😀<|im_end|>");
            tokenizer.decode(tokens.toArray());
            tokenizer.single(" the");
        } catch (PatchclampException e) {
            assertThat(e.getMessage()).contains("\nTry: ");
        }
    }

    private static Object damaged(Object value, Object other, Random random) {
        List<Object> list = value instanceof List<?> entries ? new ArrayList<>(entries) : null;
        if (list == null || list.isEmpty()) {
            return random.nextBoolean()
                    ? other
                    : List.of(-1, "x", 1e18, Float.NaN, Map.of(), true).get(random.nextInt(6));
        }
        int at = random.nextInt(list.size());
        switch (random.nextInt(6)) {
            case 0 -> Collections.shuffle(list, random);
            case 1 -> list.set(at, other instanceof List<?> ? "x y" : other);
            case 2 -> list.set(at, null);
            case 3 -> list = list.subList(0, at);
            case 4 -> list.set(at, random.nextInt(9));
            default -> Collections.swap(list, at, random.nextInt(list.size()));
        }
        return list;
    }
}
