package io.patchclamp.figure;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class ScaleTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void percentileAndCountsEqualThoseOfASortedCopy(long seed) {
        Random random = new Random(seed);
        float[] data = new float[1 + random.nextInt(3000)];
        for (int i = 0; i < data.length; i++) {
            data[i] = seed % 2 == 0 ? Float.intBitsToFloat(random.nextInt()) : (float) random.nextGaussian();
        }
        double[] sorted = IntStream.range(0, data.length)
                .mapToDouble(i -> data[i])
                .filter(Double::isFinite)
                .map(Math::abs)
                .sorted()
                .toArray();
        for (double p : new double[] {0.1, 50, 90, 99, 99.9, 100}) {
            double rank = (sorted.length - 1) * (p / 100);
            int low = (int) rank;
            double expected = sorted[low] + (sorted[Math.min(low + 1, sorted.length - 1)] - sorted[low]) * (rank - low);
            ColourScale scale = ColourScale.atPercentile(data, data.length, 0, p);
            assertThat(scale.limit()).isEqualTo(expected, within(expected * 1e-12));
            double v = scale.limit();
            assertThat(scale.clipped())
                    .isEqualTo(IntStream.range(0, data.length)
                            .filter(i -> Math.abs((double) data[i]) > v)
                            .count());
            assertThat(scale.missing())
                    .isEqualTo(IntStream.range(0, data.length)
                            .filter(i -> Float.isNaN(data[i]))
                            .count());
        }
    }

    @Test
    void thePercentileIsNumpys() {
        // numpy 2: np.percentile([1, 2, 3, 4, 10], 99) = 9.76, of [5] = 5.0, 50 of [1, 2] = 1.5
        assertThat(Percentile.ofMagnitudes(new float[] {-3, 1, 10, -4, 2}, 0, 99))
                .isEqualTo(9.76, within(1e-12));
        assertThat(Percentile.ofMagnitudes(new float[] {-5}, 0, 99)).isEqualTo(5);
        assertThat(Percentile.ofMagnitudes(new float[] {1, -2}, 0, 50)).isEqualTo(1.5);
        assertThat(Percentile.ofMagnitudes(new float[] {Float.NaN}, 0, 50)).isNaN();
    }

    @Test
    void theScaleIsSymmetricRedForPositiveAndStrictlyOrderedInLightness() {
        assertThat(ColourScale.rgbOfStep(0)).isEqualTo(0xf7f7f7);
        assertThat(ColourScale.rgbOfStep(ColourScale.STEPS)).isEqualTo(0x67001f);
        assertThat(ColourScale.rgbOfStep(-ColourScale.STEPS)).isEqualTo(0x053061);
        assertThat(ColourScale.rgbOfStep(60)).isEqualTo(0xd6604d);
        assertThat(ColourScale.rgbOfStep(-20)).isEqualTo(0xd1e5f0);
        for (int sign : new int[] {-1, 1}) {
            int[] light = IntStream.rangeClosed(0, ColourScale.STEPS)
                    .map(i -> Arrays.stream(new int[] {16, 8, 0})
                            .map(s -> ColourScale.rgbOfStep(sign * i) >> s & 0xff)
                            .sum())
                    .toArray();
            for (int i = 1; i < light.length; i++) {
                assertThat(light[i]).isLessThanOrEqualTo(light[i - 1]);
            }
        }
    }

    @Test
    void anyFloatHasAColourWithTheSmallestAndLargestLimit() {
        for (double limit : new double[] {Float.MIN_VALUE, 1e-300, Float.MAX_VALUE, 1e300}) {
            ColourScale scale = ColourScale.fixed(new float[] {1}, limit);
            assertThat(scale.rgb(0)).isEqualTo(0xf7f7f7);
            assertThat(scale.rgb(Float.POSITIVE_INFINITY)).isEqualTo(0x67001f);
            assertThat(scale.rgb(Float.NEGATIVE_INFINITY)).isEqualTo(0x053061);
            assertThat(ColourScale.colours()).contains(scale.rgb(Float.MAX_VALUE), scale.rgb(-Float.MIN_VALUE));
        }
    }
}
