package io.patchclamp;

import java.util.Arrays;
import java.util.List;

import io.patchclamp.model.Decoding;
import io.patchclamp.model.Model;
import io.patchclamp.model.Point;
import io.patchclamp.model.Slab;
import io.patchclamp.model.Write;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Texts that outgrow what a model was made for, while they are read. */
class LongTextTest {
    private static final int PROMPT = 12;
    private static final int[] TEXT = new int[30];

    static {
        Arrays.setAll(TEXT, i -> (5 * i * i + 3 * i + 7) % 61);
    }

    /** Halves what is at some positions. */
    private record Halved(Point point, int layer, int from, int to) implements Write {
        @Override
        public void write(Slab slab) {
            int width = slab.data().length / (slab.rows() * slab.shape()[1]);
            for (int row = 0; row < slab.rows(); row++) {
                for (int token = 0; token < slab.length(row); token++) {
                    int position = slab.position(row, token);
                    for (int i = 0; i < width && position >= from && position < to; i++) {
                        slab.data()[(row * slab.shape()[1] + token) * width + i] *= 0.5f;
                    }
                }
            }
        }
    }

    @Test
    void whatWasForcedIsForcedAgainWhenALongRopeReadsATextAnew() {
        Write early = new Halved(Point.RESID_MID, 0, 2, 9);
        Write late = new Halved(Point.V, 1, 14, 15);
        try (Model model = TestModels.load("phi3-longrope");
                Decoding whole = model.begin();
                Decoding pieces = model.begin()) {
            float[] expected = whole.feed(new int[][] {TEXT}, List.of(), List.of(early, late))[0];
            pieces.feed(new int[][] {Arrays.copyOf(TEXT, PROMPT)}, List.of(), List.of(early));
            float[] last = null;
            for (int i = PROMPT; i < TEXT.length; i++) {
                last = pieces.feed(new int[][] {{TEXT[i]}}, List.of(), i == 14 ? List.of(late) : List.of())[0];
            }
            assertThat(pieces.position()).isEqualTo(TEXT.length);
            assertClose(last, expected);
            float[] unforced = unforced(model);
            assertThat(distance(unforced, expected)).isGreaterThan(1e-3);
        }
    }

    private static float[] unforced(Model model) {
        try (Decoding decoding = model.begin()) {
            return decoding.feed(new int[][] {TEXT}, List.of(), List.of())[0];
        }
    }

    /** So does the class that comes with its checkpoints: what is read first sets the angles of all that follows. */
    @Test
    void theAnglesOfTheFirstQwenKeepToThePromptsLength() {
        try (Model model = TestModels.load("qwen-long");
                Decoding shortPrompt = model.begin();
                Decoding longPrompt = model.begin()) {
            shortPrompt.feed(new int[][] {Arrays.copyOf(TEXT, 8)}, List.of(), List.of());
            float[] afterShort =
                    shortPrompt.feed(new int[][] {Arrays.copyOfRange(TEXT, 8, 30)}, List.of(), List.of())[0];
            longPrompt.feed(new int[][] {Arrays.copyOf(TEXT, 20)}, List.of(), List.of());
            float[] afterLong =
                    longPrompt.feed(new int[][] {Arrays.copyOfRange(TEXT, 20, 30)}, List.of(), List.of())[0];
            assertThat(distance(afterShort, afterLong)).isGreaterThan(1e-3);
        }
    }

    private static void assertClose(float[] ours, float[] theirs) {
        assertThat(distance(ours, theirs)).isLessThanOrEqualTo(1e-5);
    }

    /** Largest difference, by the largest number. */
    private static double distance(float[] a, float[] b) {
        double largest = 0;
        double worst = 0;
        for (int i = 0; i < b.length; i++) {
            largest = Math.max(largest, Math.abs(b[i]));
            worst = Math.max(worst, Math.abs((double) a[i] - b[i]));
        }
        return worst / largest;
    }
}
