package io.patchclamp.record;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import io.jhdf.HdfFile;
import io.patchclamp.Patchclamp;
import io.patchclamp.array.NamedArray;
import io.patchclamp.internal.format.SafetensorsFile;
import io.patchclamp.internal.format.TensorInfo;
import io.patchclamp.model.Model;
import io.patchclamp.trial.Trials;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What a batch of unequal trials gives, padded on either side, is what each trial gives alone. */
class PaddingTest {
    private static final List<String> TEXTS = List.of("A dog, 42 cats", "a", "The quick fox", "ab c");

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "llama-grouped, RIGHT",
        "llama-grouped, LEFT",
        "gptneox-parallel, LEFT",
        "gpt2-wide, LEFT",
        "gemma2-window, LEFT"
    })
    void aPaddedBatchHoldsWhatSingleRunsGive(String name, Padding side) throws Exception {
        Path parity = Path.of(PaddingTest.class.getResource("/parity").toURI());
        try (Model model = Patchclamp.load(parity.resolve(name).toString())) {
            String sites = "L-1.resid_post, L0.attn.z, L1.attn.pattern, logits";
            Recording batch = Recorder.on(model).at(sites).batch(4).record(Trials.of(TEXTS.toArray(String[]::new)));
            Path file = folder.resolve("x.safetensors");
            RecordingExport.write(batch, file, side);
            try (SafetensorsFile stored = SafetensorsFile.open(file)) {
                for (int t = 0; t < TEXTS.size(); t++) {
                    Recording alone = Recorder.on(model).at(sites).record(Trials.of(TEXTS.get(t)));
                    for (SiteRecording site : alone.sites()) {
                        TensorInfo tensor = stored.find(site.site().name()).orElseThrow();
                        compare(site.trials().get(0), floats(stored, tensor), tensor.shape(), t, side);
                    }
                }
            }
        }
    }

    /** Every number of one trial, at its place in the padded array, and NaN everywhere else. */
    private static void compare(NamedArray alone, float[] all, long[] shape, int trial, Padding side) {
        float[] one = alone.toArray();
        double largest = 0;
        for (float x : one) {
            largest = Math.max(largest, Math.abs(x));
        }
        int block = all.length / (int) shape[0];
        int[] real = alone.shape();
        int[] index = new int[real.length];
        int found = 0;
        for (int i = 0; i < block; i++) {
            int rest = i;
            boolean inside = true;
            int at = 0;
            for (int axis = real.length - 1; axis >= 0; axis--) {
                int padded = (int) shape[axis + 1];
                index[axis] = rest % padded - (side == Padding.LEFT ? padded - real[axis] : 0);
                rest /= padded;
                inside &= index[axis] >= 0 && index[axis] < real[axis];
            }
            for (int axis = 0; axis < real.length; axis++) {
                at = at * real[axis] + index[axis];
            }
            float got = all[trial * block + i];
            if (inside) {
                found++;
                assertThat(Math.abs(got - one[at])).as("%d", i).isLessThanOrEqualTo((float) (1e-5 * largest));
            } else {
                assertThat(got).isNaN();
            }
        }
        assertThat(found).isEqualTo(one.length);
    }

    private static float[] floats(SafetensorsFile file, TensorInfo tensor) {
        int size = (int) Arrays.stream(tensor.shape()).reduce(1, (a, b) -> a * b);
        ByteBuffer numbers = ByteBuffer.allocate(size * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        file.read(tensor, numbers);
        float[] out = new float[size];
        numbers.flip().asFloatBuffer().get(out);
        return out;
    }

    @ParameterizedTest
    @EnumSource(Padding.class)
    void anArrayInMemoryIsPaddedLikeOneInAFile(Padding side) {
        Recording recording = Samples.generated();
        Path file = folder.resolve("y.safetensors");
        RecordingExport.write(recording, file, side);
        try (SafetensorsFile stored = SafetensorsFile.open(file)) {
            for (SiteRecording site : recording.sites()) {
                TensorInfo tensor = stored.find(site.site().name()).orElseThrow();
                assertThat(floats(stored, tensor)).isEqualTo(site.padded(side).toArray());
            }
        }
    }

    @Test
    void idsAndStepsArePaddedOnTheSameSide() {
        Recording recording = Samples.generated();
        Path file = folder.resolve("z.h5");
        RecordingExport.write(recording, file, Padding.LEFT);
        TokenArrays right = TokenArrays.of(recording, Padding.RIGHT);
        try (HdfFile hdf = new HdfFile(file)) {
            long[][] tokens = (long[][]) hdf.getDatasetByPath("tokens").getData();
            long[][] steps = (long[][]) hdf.getDatasetByPath("step").getData();
            boolean shorter = false;
            for (int t = 0; t < tokens.length; t++) {
                int n = (int) right.counts()[t];
                int start = tokens[t].length - n;
                shorter |= start > 0;
                assertThat(Arrays.copyOf(tokens[t], start)).containsOnly(start == 0 ? new long[0] : new long[] {-1});
                assertThat(Arrays.copyOfRange(tokens[t], start, start + n))
                        .isEqualTo(Arrays.copyOf(right.tokens()[t], n));
                assertThat(Arrays.copyOfRange(steps[t], start, start + n))
                        .isEqualTo(Arrays.copyOf(right.steps()[t], n));
            }
            assertThat(shorter).isTrue();
        }
    }
}
