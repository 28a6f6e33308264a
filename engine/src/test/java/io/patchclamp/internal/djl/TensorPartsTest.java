package io.patchclamp.internal.djl;

import java.util.SplittableRandom;

import io.patchclamp.fault.CancelledException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What is too long for one call is made in parts, and the parts are the whole. */
class TensorPartsTest {
    @BeforeAll
    static void load() {
        Torch.ready();
    }

    private static float[] numbers(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] out = new float[count];
        for (int i = 0; i < count; i++) {
            out[i] = (float) random.nextDouble(-1, 1);
        }
        return out;
    }

    private static void close(float[] found, float[] expected) {
        assertThat(found).hasSameSizeAs(expected);
        double worst = 0;
        double largest = 0;
        for (int i = 0; i < found.length; i++) {
            worst = Math.max(worst, Math.abs(found[i] - expected[i]));
            largest = Math.max(largest, Math.abs(expected[i]));
        }
        assertThat(worst).isLessThan(1e-5 * largest);
    }

    @Test
    void aProductOfManyRowsIsThatOfEachRow() {
        int rows = 600;
        int width = 512;
        int to = 1 << 14; // 2^23 multiplications a row: 256 rows are one part
        try (Scope scope = Scope.open()) {
            Tensor x = scope.floats(numbers(rows * width, 1), 2, rows / 2, width);
            Tensor weight = scope.floats(numbers(to * width, 2), to, width);
            Tensor bias = scope.floats(numbers(to, 3), to);
            Tensor whole = x.linear(Weight.of(weight), bias);
            assertThat(whole.shape()).containsExactly(2, rows / 2, to);
            for (int row : new int[] {0, 1, 99, 210, 299}) {
                Tensor one = x.narrow(1, row, row + 1).narrow(0, 1, 2);
                close(
                        whole.narrow(1, row, row + 1).narrow(0, 1, 2).toArray(),
                        one.linear(Weight.of(weight), bias).toArray());
            }
        }
    }

    @Test
    void aLongTextsHeadsAreAttendedToAsEachIsAlone() {
        int tokens = 2300; // 2^29.3 multiplications a head: three heads are one part
        try (Scope scope = Scope.open()) {
            Tensor q = scope.floats(numbers(5 * tokens * 64, 1), 1, 5, tokens, 64);
            Tensor k = scope.floats(numbers(5 * tokens * 64, 2), 1, 5, tokens, 64);
            Tensor v = scope.floats(numbers(5 * tokens * 64, 3), 1, 5, tokens, 64);
            float[] whole = q.attendCausally(k, v).toArray();
            for (int head = 0; head < 5; head++) {
                float[] one = q.narrow(1, head, head + 1)
                        .attendCausally(k.narrow(1, head, head + 1), v.narrow(1, head, head + 1))
                        .toArray();
                close(java.util.Arrays.copyOfRange(whole, head * one.length, (head + 1) * one.length), one);
            }
        }
    }

    @Test
    void noPartIsBegunByAThreadThatWasInterrupted() {
        try (Scope scope = Scope.open()) {
            Tensor x = scope.floats(numbers(40 * 64, 1), 40, 64);
            Tensor weight = scope.floats(numbers(64 * 64, 2), 64, 64);
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> x.linear(Weight.of(weight), null))
                    .isInstanceOf(CancelledException.class)
                    .hasMessageContaining("Interrupted while running the model");
            assertThat(Thread.interrupted()).isFalse();
        }
    }
}
