package io.patchclamp.internal.load;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenizerParityTest {
    @ParameterizedTest
    @ValueSource(strings = {"smollm", "gpt-2", "llama-bpe", "qwen2", "sentencepiece"})
    void ggufVocabularySplitsAsTheReference(String pre) {
        Expected.of("tiny-" + pre + "/expected.json.gz")
                .check(GgufTokenizers.from(Expected.metadata("tiny-" + pre + "/gguf.json"), "tiny.gguf"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"smollm", "gpt-2", "llama-bpe", "qwen2", "sentencepiece"})
    void jsonFileSplitsAsTheReference(String pre) {
        Expected.of("tiny-" + pre + "/expected.json.gz").check(JsonTokenizers.from(Expected.directory("tiny-" + pre)));
    }
}
