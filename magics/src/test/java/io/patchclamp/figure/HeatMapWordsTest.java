package io.patchclamp.figure;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class HeatMapWordsTest {
    @Test
    void theCaptionSaysWhatWasPooledAndClipped() {
        float[] data = Picture.noise(19 * 1536, 5);
        Figure figure = HeatMap.of(Picture.matrix(19, 1536, data))
                .site("Layer 29 mlp.neurons")
                .unitLabel("neuron")
                .promptLength(5)
                .limit(2.405)
                .width(900)
                .render();
        long clipped = IntStream.range(0, data.length)
                .filter(i -> Math.abs((double) data[i]) > 2.405)
                .count();
        assertThat(clipped).isBetween(1L, 999L);
        assertThat(figure.caption())
                .isEqualTo("Layer 29 mlp.neurons, 1 trial, 19 tokens × 1,536 neurons; tokens 0–4 are the prompt, 5–18"
                        + " generated; colour is the activation, red positive, limits ±2.4 (fixed), " + clipped
                        + " cells clipped; 2 neurons share a pixel column: the one with the larger |activation| is"
                        + " drawn.");
    }

    @Test
    void theTextNamesThePeaksByTokenAndUnit() {
        float[] data = {0.1f, 0, -0.2f, 0.3f, -70, 0.1f};
        Figure figure = HeatMap.of(Picture.matrix(2, 3, data))
                .tokens(List.of("Hello", "·you"))
                .units(new int[] {12, 731, 1054})
                .unitLabel("neuron")
                .limitPercentile(100)
                .trials(3)
                .render();
        assertThat(figure.text()).isEqualTo("""
                        Mean of 3 trials, 2 tokens × 3 neurons; colour is the activation, red positive, limits ±70 (the largest |x|), no cell clipped; massive: neuron 731 (-70 at '1 ·you').
                        [token 2, neuron 3], colour limits ±70, finite values -70 to 0.3
                        Peaks, the largest |activation| of each neuron:
                          neuron 731 at '1 ·you': -70
                          neuron 12 at '1 ·you': +0.3
                          neuron 1054 at '0 Hello': -0.2""");
    }

    @Test
    void aMassiveUnitIsNamedThoughItIsOneOfMany() {
        float[] data = Picture.noise(18 * 1536, 11);
        data[7 * 1536 + 731] = 400;
        Figure figure =
                HeatMap.of(Picture.matrix(18, 1536, data)).unitLabel("neuron").render();
        assertThat(figure.caption()).endsWith("; massive: neuron 731 (+400 at token 7).");
        assertThat(figure.text()).contains("\n  neuron 731 at token 7: +400\n");
    }

    @Test
    void manyLargeUnitsAreNotCalledMassive() {
        assertThat(HeatMap.of(Picture.matrix(10, 10, Picture.noise(100, 2)))
                        .limit(0.01)
                        .render()
                        .caption())
                .doesNotContain("massive");
    }

    @Test
    void theNumberOfTrialsIsSaidWhereItDiffersByToken() {
        HeatMap map = HeatMap.of(Picture.filled(3, 2, 1)).trialsPerToken(new int[] {3, 3, 1});
        assertThat(map.render().caption()).startsWith("Mean of 1 to 3 trials a token, 3 tokens × 2 units;");
        assertThat(map.plan().words().title()).isEqualTo("Activation of 2 units over 3 tokens (n = 1 to 3 trials)");
        assertThat(map.plan().timeTicks().get(2).runs())
                .extracting(Ink.Run::text)
                .contains(" n=1");
    }

    @Test
    void aSparseMatrixIsScaledByItsLargestValue() {
        float[] data = new float[1000];
        data[3] = -8;
        assertThat(HeatMap.of(Picture.matrix(10, 100, data)).render().caption())
                .contains("limits ±8 (the largest |x|, as the 99th percentile is 0), no cell clipped");
    }

    @Test
    void aFirstTokenThatSetsTheScaleIsSaidAndCanBeLeftOut() {
        float[] data = Picture.noise(20 * 50, 8);
        for (int u = 0; u < 50; u++) {
            data[u] *= 100;
        }
        HeatMap map = HeatMap.of(Picture.matrix(20, 50, data));
        double others = Percentile.ofMagnitudes(data, 50, 99);
        assertThat(map.render().caption())
                .contains("(99th percentile of |x|, ±" + Numerals.value(others) + " without token 0)");
        assertThat(map.scaleFrom(1).render().caption())
                .contains("limits ±" + Numerals.value(others) + " (99th percentile of |x| from token 1 on)");
    }

    @Test
    void bothAxesPooledAreSaidTogether() {
        assertThat(HeatMap.of(Picture.filled(1400, 4096, 1)).render().caption())
                .containsPattern(
                        "a pixel is 3 tokens × \\d units: the value with the largest \\|activation\\| is drawn");
    }

    @Test
    void theTitleIsTheClaimAndN() {
        assertThat(HeatMap.of(Picture.filled(1, 1, 1))
                        .title("It fires")
                        .plan()
                        .words()
                        .title())
                .isEqualTo("It fires (n = 1 trial)");
    }

    @Test
    void valuesAreWrittenWithThreeDigits() {
        double[] values = {0, 2.414, -2, 1234.5, 999999, 1e30, 4.9e-324, 0.00123, 1.2e-5, 100, 1e-45f};
        assertThat(Arrays.stream(values).mapToObj(Numerals::value))
                .containsExactly(
                        "0", "2.41", "-2", "1230", "1e6", "1e30", "4.94e-324", "0.00123", "1.2e-5", "100", "1.4e-45");
        assertThat(List.of(
                        Numerals.ordinal(99),
                        Numerals.ordinal(99.5),
                        Numerals.ordinal(1),
                        Numerals.ordinal(52),
                        Numerals.ordinal(12)))
                .containsExactly("99th", "99.5th", "1st", "52nd", "12th");
    }
}
