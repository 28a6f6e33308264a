package io.patchclamp.internal.load;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.patchclamp.internal.djl.LibrarySettings;
import io.patchclamp.internal.format.GgufFile;
import io.patchclamp.model.Tokenizer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** SmolLM2's whole vocabulary, read from the real GGUF file, against the published tokenizer. */
class SmolLm2TokenizerIT {
    private static Tokenizer tokenizer;

    @BeforeAll
    static void load() {
        Path file = LibrarySettings.home().resolve("models/smollm2/SmolLM2-135M-Instruct.Q4_1.gguf");
        if (!Files.isRegularFile(file)) {
            throw new AssertionError("real-model tests need " + file + ": run ./patchclamp model first");
        }
        try (GgufFile gguf = GgufFile.open(file)) {
            tokenizer = GgufTokenizers.from(gguf.metadata(), file.toString());
        }
    }

    @Test
    void everyTextSplitsAsThePublishedTokenizerSplitsIt() {
        Expected.of("smollm2.json.gz").check(tokenizer);
    }

    @Test
    void whatTheNotebooksSayHoldsOfIt() {
        assertThat(tokenizer.size()).isEqualTo(49_152);
        assertThat(tokenizer.endOfText()).containsExactly(2);
        assertThat(tokenizer.encode("Hello, I am your").visible()).containsExactly("Hello", ",", "·I", "·am", "·your");
        assertThat(tokenizer.single(" Paris")).isEqualTo(7042);
        assertThat(tokenizer.encode("<|im_start|>user\nhi<|im_end|>").visible())
                .containsExactly("⟨im_start⟩", "user", "⏎", "hi", "⟨im_end⟩");
    }

    @Test
    void aMegabyteOfTextTakesLessThanASecond() {
        ThreadMXBean clock = ManagementFactory.getThreadMXBean();
        String text = String.join("\n", Expected.texts().subList(0, 300)).repeat(100);
        String english = "The quick brown fox jumps over the lazy dog, and doesn't look back. ".repeat(15_000);
        for (String megabyte : List.of(text, english)) {
            tokenizer.encode(megabyte);
            long start = clock.getCurrentThreadCpuTime();
            tokenizer.encode(megabyte);
            double seconds = (clock.getCurrentThreadCpuTime() - start) * 1e-9;
            assertThat(seconds / megabyte.length()).isLessThan(1e-6);
        }
    }
}
