package io.patchclamp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import io.patchclamp.fault.LoadException;
import io.patchclamp.model.ModelConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What a GGUF file's metadata say is computed, or refused by its name, as in a {@code config.json}. */
class GgufFieldTest {
    private static final int UINT32 = 4;
    private static final int FLOAT32 = 6;
    private static final int BOOL = 7;
    private static final int STRING = 8;
    private static final int ARRAY = 9;
    private static final int ALIGNMENT = 32;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "llama-grouped, llama.expert_count, 4, 8",
        "llama-grouped, llama.attention.sliding_window, 4, 4096",
        "llama-grouped, llama.attention.clamp_kqv, 6, 8.0",
        "llama-grouped, llama.attention.scale, 6, 0.015625",
        "llama-grouped, llama.logit_scale, 6, 0.0625",
        "llama-grouped, llama.residual_scale, 6, 0.22",
        "llama-grouped, llama.embedding_scale, 6, 12.0",
        "qwen2-yarn, qwen2.final_logit_softcapping, 6, 30.0",
        "qwen3-grouped, qwen3.attention.sliding_window, 4, 7",
        "gemma-one, gemma.attn_logit_softcapping, 6, 50.0",
        "gpt2-wide, gpt2.attention.max_alibi_bias, 6, 8.0",
        "phi3-plain, phi3.expert_used_count, 4, 2"
    })
    void aKeyThatChangesTheArithmeticAndIsNotReadIsRefusedByName(String file, String key, int type, float value)
            throws IOException {
        Path changed = with(file, key, type, number(type, value));
        assertThatThrownBy(() -> Patchclamp.modules(changed.toString()))
                .isInstanceOf(LoadException.class)
                .hasMessageContaining("sets " + key.substring(key.indexOf('.') + 1) + " to ")
                .hasMessageContaining("Try: a model without it");
    }

    @Test
    void whatMeansNothingSpecialIsNoReasonToRefuse() throws IOException {
        for (String key : List.of("expert_count", "attention.sliding_window")) {
            Path changed = with("llama-grouped", "llama." + key, UINT32, number(UINT32, 0));
            assertThat(Patchclamp.modules(changed.toString()).config().layers()).isPositive();
        }
        Path causal = with("llama-grouped", "llama.attention.causal", BOOL, new byte[] {1});
        assertThat(Patchclamp.modules(causal.toString()).config().layers()).isPositive();
    }

    @Test
    void attentionToWhatComesLaterIsRefused() throws IOException {
        Path changed = with("llama-grouped", "llama.attention.causal", BOOL, new byte[] {0});
        assertThatThrownBy(() -> Patchclamp.modules(changed.toString()))
                .isInstanceOf(LoadException.class)
                .hasMessageContaining("sets is_causal to false");
    }

    @Test
    void gemmaTakesTheLayersThatSlideFromTheFile() throws IOException {
        ModelConfig before = Patchclamp.modules(
                        TestModels.tiny("gemma3-local.gguf").toString())
                .config();
        int layers = before.layers();
        byte[] pattern = new byte[12 + layers];
        ByteBuffer.wrap(pattern).order(ByteOrder.LITTLE_ENDIAN).putInt(BOOL).putLong(layers);
        pattern[12] = 1;
        Path changed = with("gemma3-local", "gemma3.attention.sliding_window_pattern", ARRAY, pattern);
        List<Integer> windows =
                Patchclamp.modules(changed.toString()).config().attention().windows();
        assertThat(windows.get(0))
                .isEqualTo(before.attention().windows().get(0))
                .isPositive();
        assertThat(windows.subList(1, layers)).containsOnly(0);
    }

    private static byte[] number(int type, float value) {
        ByteBuffer out = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
        return (type == FLOAT32 ? out.putFloat(value) : out.putInt((int) value)).array();
    }

    /** A copy of a file with one key more, and so much padding that its tensors stay aligned. */
    private Path with(String file, String key, int type, byte[] value) throws IOException {
        byte[] bytes = Files.readAllBytes(TestModels.tiny(file + ".gguf"));
        int ours = 8 + key.length() + 4 + value.length;
        int filler = 8 + "x.pad".length() + 4 + 8;
        int missing = Math.floorMod(-(ours + filler), ALIGNMENT);
        ByteBuffer out =
                ByteBuffer.allocate(bytes.length + ours + filler + missing).order(ByteOrder.LITTLE_ENDIAN);
        out.put(bytes, 0, 16);
        out.putLong(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(16) + 2);
        string(out, key).putInt(type).put(value);
        string(out, "x.pad").putInt(STRING);
        string(out, "x".repeat(missing));
        out.put(Arrays.copyOfRange(bytes, 24, bytes.length));
        return Files.write(folder.resolve("changed.gguf"), out.array());
    }

    private static ByteBuffer string(ByteBuffer out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return out.putLong(bytes.length).put(bytes);
    }
}
