package io.patchclamp.internal.load;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.patchclamp.fault.PatchclampException;
import io.patchclamp.internal.token.Utf8;
import io.patchclamp.model.Tokenizer;
import io.patchclamp.model.Tokens;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

class GgufTokenizersTest {
    private final Tokenizer smollm = tiny("smollm");
    private final Tokenizer llama = tiny("sentencepiece");

    private static Tokenizer tiny(String name) {
        return GgufTokenizers.from(Expected.metadata("tiny-" + name + "/gguf.json"), "tiny.gguf");
    }

    private static Tokenizer tinyWith(String name, Map<String, Object> changes) {
        Map<String, Object> metadata = new HashMap<>(Expected.metadata("tiny-" + name + "/gguf.json"));
        changes.forEach((key, value) -> metadata.put("tokenizer.ggml." + key, value));
        return GgufTokenizers.from(metadata, "tiny.gguf");
    }

    @Test
    void aTokenizerSaysWhereItCameFrom() {
        assertThat(smollm.origin()).isEqualTo("gguf:gpt2/smollm");
        assertThat(llama.origin()).isEqualTo("gguf:llama");
        assertThat(smollm).hasToString("gguf:gpt2/smollm, 563 tokens");
        assertThat(smollm.size()).isEqualTo(563);
    }

    @Test
    void theMetadataMayComeAsPrimitiveArraysOfAnyWidth() {
        Map<String, Object> metadata = Expected.metadata("tiny-sentencepiece/gguf.json");
        List<?> types = (List<?>) metadata.get("tokenizer.ggml.token_type");
        List<?> scores = (List<?>) metadata.get("tokenizer.ggml.scores");
        float[] floats = new float[scores.size()];
        IntStream.range(0, floats.length).forEach(i -> floats[i] = ((Number) scores.get(i)).floatValue());
        Tokenizer same = tinyWith(
                "sentencepiece",
                Map.of(
                        "token_type",
                        types.stream().mapToInt(t -> ((Number) t).intValue()).toArray(),
                        "scores",
                        floats,
                        "tokens",
                        ((List<?>) metadata.get("tokenizer.ggml.tokens")).toArray(),
                        "bos_token_id",
                        (byte) 1));
        assertThat(same.encode("Hello world <tool>").ids())
                .isEqualTo(llama.encode("Hello world <tool>").ids());
    }

    @Test
    void textComesBackWholeAndSpansCoverIt() {
        Tokenizer gpt2 = tiny("gpt-2");
        for (String text : Expected.texts()) {
            if (text.contains("é<")) {
                continue; // an added token that transformers, and we, read back as a byte
            }
            Tokens tokens = gpt2.encode(text);
            assertThat(gpt2.decode(tokens.toArray())).isEqualTo(Utf8.wellFormed(text));
            assertThat(tokens.text()).isEqualTo(text);
            int at = 0;
            for (int i = 0; i < tokens.count(); i++) {
                assertThat(tokens.starts().get(i)).isLessThanOrEqualTo(at);
                assertThat(tokens.ends().get(i)).isGreaterThan(tokens.starts().get(i));
                at = Math.max(at, tokens.ends().get(i));
            }
            assertThat(at).isEqualTo(text.length());
        }
    }

    @Test
    void theEmptyTextHasNoTokenButTheMark() {
        assertThat(smollm.encode("").ids()).isEmpty();
        assertThat(llama.encode("").visible()).containsExactly("⟨s⟩");
        assertThat(smollm.decode()).isEmpty();
        assertThat(llama.decode()).isEmpty();
    }

    @Test
    void aMarkBeginsAndEndsAtTheSamePlace() {
        Tokens tokens = tinyWith("smollm", Map.of("add_bos_token", true, "add_eos_token", true))
                .encode("the 1");
        assertThat(tokens.visible()).containsExactly("⟨im_start⟩", "the", "·", "1", "⟨im_end⟩");
        assertThat(tokens.starts()).containsExactly(0, 0, 3, 4, 5);
        assertThat(tokens.ends()).containsExactly(0, 3, 4, 5, 5);
    }

    @Test
    void llama3BeginsWithItsMarkEvenIfTheFileDoesNotSaySo() {
        assertThat(tiny("llama-bpe").encode("the").visible()).containsExactly("⟨endoftext⟩", "the");
        assertThat(tinyWith("llama-bpe", Map.of("add_bos_token", false))
                        .encode("the")
                        .visible())
                .containsExactly("the");
    }

    @Test
    void aFileThatDoesNotNameItsWordsHasThoseOfItsArchitecture() {
        Map<String, Object> metadata = new HashMap<>(Expected.metadata("tiny-qwen2/gguf.json"));
        metadata.remove("tokenizer.ggml.pre");
        metadata.put("general.architecture", "qwen3");
        assertThat(GgufTokenizers.from(metadata, "x").origin()).isEqualTo("gguf:gpt2/qwen2");
        metadata.put("general.architecture", "llama");
        assertThatThrownBy(() -> GgufTokenizers.from(metadata, "x")).hasMessageContaining("would be a guess");
    }

    @Test
    void anEndBeyondTheVocabularyEndsNothing() {
        assertThat(tinyWith("smollm", Map.of("eos_token_id", 50256)).endOfText())
                .containsExactly(50256);
    }

    @Test
    void partsOfACharacterSpanAllOfIt() {
        Tokens tokens = smollm.encode("a𓀀b");
        assertThat(tokens.visible()).containsExactly("a", "⟨0xF0⟩", "⟨0x93⟩", "⟨0x80⟩⟨0x80⟩", "b");
        assertThat(tokens.starts()).containsExactly(0, 1, 1, 1, 3);
        assertThat(tokens.ends()).containsExactly(1, 3, 3, 3, 4);
    }

    @Test
    void spansMoveNotWhenAByteHasNoToken() {
        Tokens tokens = smollm.encode("1\u00042");
        assertThat(tokens.visible()).containsExactly("1", "2");
        assertThat(tokens.starts()).containsExactly(0, 2);
        assertThat(tokens.ends()).containsExactly(1, 3);
    }

    @Test
    void theSpaceThatIsPutFirstSpansNothing() {
        Tokens tokens = llama.encode("ሀ");
        assertThat(tokens.visible()).containsExactly("⟨s⟩", "·", "⟨0xE1⟩", "⟨0x88⟩", "⟨0x80⟩");
        assertThat(tokens.starts()).containsExactly(0, 0, 0, 0, 0);
        assertThat(tokens.ends()).containsExactly(0, 0, 1, 1, 1);
    }

    @Test
    void noSpaceIsPutFirstWhereTheFileSaysSo() {
        Tokenizer bare = tinyWith("sentencepiece", Map.of("add_space_prefix", false));
        assertThat(bare.encode("the the").visible()).containsExactly("⟨s⟩", "the", "·the");
        assertThat(bare.decode(bare.single(" the"))).isEqualTo(" the");
        assertThat(llama.encode("the the").visible()).containsExactly("⟨s⟩", "·the", "·the");
    }

    @Test
    void specialTokensAreTheirOwnText() {
        int start = smollm.single("<|im_start|>");
        assertThat(start).isEqualTo(1);
        assertThat(smollm.isSpecial(start)).isTrue();
        assertThat(smollm.visible(start)).isEqualTo("⟨im_start⟩");
        assertThat(new String(smollm.bytes(start), StandardCharsets.UTF_8)).isEqualTo("<|im_start|>");
        assertThat(smollm.isSpecial(smollm.single("<tool>"))).isFalse();
        assertThat(smollm.visible(smollm.single("<tool>"))).isEqualTo("<tool>");
    }

    @Test
    void ofTwoAddedTokensTheLongerIsTaken() {
        assertThat(smollm.encode("<tool><tool><tool>").visible()).containsExactly("<tool><tool>", "<tool>");
    }

    @Test
    void bytesOfATokenAreNotSharedWithTheCaller() {
        int id = smollm.single(" the");
        smollm.bytes(id)[0] = 'X';
        assertThat(smollm.bytes(id)).isEqualTo(" the".getBytes(StandardCharsets.UTF_8));
        assertThat(llama.bytes(llama.single("\n"))).containsExactly('\n');
    }

    @Test
    void theTokensThatEndATextAreThoseTheFileNames() {
        assertThat(smollm.endOfText()).containsExactly(2);
        assertThat(tinyWith("smollm", Map.of("eot_token_id", 0, "eom_token_id", 2L))
                        .endOfText())
                .containsExactly(2, 0);
        Map<String, Object> none = new HashMap<>(Expected.metadata("tiny-smollm/gguf.json"));
        none.remove("tokenizer.ggml.eos_token_id");
        assertThat(GgufTokenizers.from(none, "x").endOfText()).isEmpty();
        assertThat(tinyWith("smollm", Map.of("eos_token_id", 0xFFFFFFFFL)).endOfText())
                .as("what llama.cpp writes for none")
                .isEmpty();
    }

    @Test
    void oneTokenIsFoundByItsText() {
        assertThat(smollm.visible(smollm.single(" the"))).isEqualTo("·the");
        assertThat(llama.visible(llama.single(" the"))).isEqualTo("·the");
        assertThat(llama.visible(llama.single("the"))).isEqualTo("the");
        assertThat(llama.visible(llama.single("brown")))
                .as("no token without space")
                .isEqualTo("·brown");
        assertThat(llama.visible(llama.single("\n"))).isEqualTo("⏎");
        assertThat(tiny("qwen2").visible(tiny("qwen2").single("e\u0301"))).isEqualTo("é");
    }

    @Test
    void severalTokensAreNoSingleOneAndTheSplitIsShown() {
        assertThatThrownBy(() -> smollm.single(" 12"))
                .isInstanceOf(PatchclampException.class)
                .hasMessage(
                        "' 12' is 3 tokens, not one: · (%d) | 1 (%d) | 2 (%d).\nTry: %%tokenize to see how texts split"
                                .formatted(smollm.single(" "), smollm.single("1"), smollm.single("2")));
        assertThatThrownBy(() -> llama.single(" 12")).hasMessageContaining("' 12' is 3 tokens, not one: ·· (");
        assertThat(llama.single(" capital")).isNotNegative();
        assertThatThrownBy(() -> llama.single("<tool> capital")).hasMessageContaining("<tool> (3) | ");
        assertThatThrownBy(() -> smollm.single(""))
                .isInstanceOf(PatchclampException.class)
                .hasMessageStartingWith("'' is no token: it splits into nothing.");
        assertThatThrownBy(() -> smollm.single("123".repeat(20))).hasMessageContaining(" | …");
    }

    @Test
    void aTextThatIsOneTokenWithItsSpaceIsToldSo() {
        Tokenizer small = tinyWith(
                "gpt-2",
                Map.of(
                        "tokens", List.of("a", "b", "Ġ", "Ġa", "Ġab"),
                        "token_type", new int[] {1, 1, 1, 1, 1},
                        "merges", List.of("Ġ a", "Ġa b")));
        assertThat(small.single(" ab")).isEqualTo(4);
        assertThatThrownBy(() -> small.single("ab"))
                .hasMessage("'ab' is 2 tokens, not one: a (0) | b (1).\nTry: ' ab', which is one token");
    }

    @Test
    void anIdOutsideTheVocabularyIsNamed() {
        assertThatThrownBy(() -> smollm.decode(0, 563))
                .isInstanceOf(PatchclampException.class)
                .hasMessage("Token 563 is not in the vocabulary, which has ids 0 to 562.\n"
                        + "Try: %tokenize TEXT to see the ids of a text");
        assertThatThrownBy(() -> smollm.visible(-1)).isInstanceOf(PatchclampException.class);
        assertThatThrownBy(() -> smollm.bytes(Integer.MAX_VALUE)).isInstanceOf(PatchclampException.class);
        assertThatThrownBy(() -> smollm.isSpecial(-5)).isInstanceOf(PatchclampException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"smollm", "llama-bpe", "qwen2", "sentencepiece"})
    void longTextsTakeNoQuadraticTime(String name) {
        Tokenizer tokenizer = tiny(name);
        for (String part :
                List.of("a", "é", "漢", " ", "\n", "\n ", "0", "!", "<", "<tool", "the ", "e\u0301", "\u0301")) {
            String text = part.repeat(100_000);
            assertTimeoutPreemptively(
                    Duration.ofSeconds(20),
                    () -> assertThat(tokenizer.encode(text).count()).isPositive(),
                    part);
        }
    }

    @Test
    void threadsShareATokenizer() {
        List<String> texts = Expected.texts();
        List<List<Integer>> alone =
                texts.stream().map(t -> smollm.encode(t).ids()).toList();
        Tokenizer fresh = tiny("smollm");
        List<Integer> wrong = IntStream.range(0, 8 * texts.size())
                .parallel()
                .map(i -> i % texts.size())
                .filter(i -> !fresh.encode(texts.get(i)).ids().equals(alone.get(i)))
                .boxed()
                .toList();
        assertThat(wrong).isEmpty();
    }
}
