package io.patchclamp.sweep;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;

import io.patchclamp.array.NamedArray;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** The curve through doses of one sign: found where there is one, refused where there is none. */
class DoseCurveTest {
    private static final double[] DOSES = {-8, -4, -2, -1, -0.5, 0, 0.5, 1, 2, 4, 8};

    private static DoseCurve above(DoubleUnaryOperator mean, int trials, double noise) {
        return DoseCurve.of(DOSES, effect(mean, trials, noise), false, 1);
    }

    private static NamedArray effect(DoubleUnaryOperator mean, int trials, double noise) {
        SplittableRandom random = new SplittableRandom(3);
        float[] numbers = new float[DOSES.length * trials];
        for (int t = 0; t < trials; t++) {
            double size = 1 + noise * random.nextGaussian();
            for (int d = 0; d < DOSES.length; d++) {
                numbers[d * trials + t] = (float) (size * mean.applyAsDouble(DOSES[d]));
            }
        }
        return NamedArray.of(List.of("dose", "trial"), new int[] {DOSES.length, trials}, numbers);
    }

    private static double saturating(double dose) {
        double x = Math.abs(dose);
        return x == 0 ? 0 : Math.signum(dose) * 6 / (1 + Math.pow(2 / x, 1.5));
    }

    @Test
    void theHalfEffectiveDoseOfASaturatingEffectIsFoundWithItsInterval() {
        DoseCurve curve = above(DoseCurveTest::saturating, 30, 0.3);
        assertThat(curve.refusal()).isEmpty();
        assertThat(curve.fit().orElseThrow().ec50()).isCloseTo(2, within(0.01));
        assertThat(curve.fit().orElseThrow().interval().holds(2)).isTrue();
        assertThat(curve.at(2) / curve.at(8)).isCloseTo(3 / saturating(8), within(0.01));
        assertThat(curve.at(-2)).isNaN();
        assertThat(curve.words()).startsWith("Above 0 the four-parameter curve reaches half its effect at dose 2");
    }

    @Test
    void dosesBelowZeroHaveACurveOfTheirOwn() {
        DoseCurve curve = DoseCurve.of(DOSES, effect(DoseCurveTest::saturating, 30, 0.3), true, 1);
        assertThat(curve.fit().orElseThrow().ec50()).isCloseTo(2, within(0.01));
        assertThat(curve.at(-2)).isNegative();
        assertThat(curve.words()).contains("at dose -2");
    }

    @Test
    void noCurveIsDrawnThroughAnEffectThatTurns() {
        DoseCurve curve = above(d -> d * (6 - d), 20, 0.1);
        assertThat(curve.fit()).isEmpty();
        assertThat(curve.refusal()).contains("the mean effect turns at dose 4");
    }

    @Test
    void noCurveIsDrawnWhereHalfOfItWouldBeAGuess() {
        DoseCurve curve = above(d -> d, 20, 0.1);
        assertThat(curve.fit()).isEmpty();
        assertThat(curve.words()).contains("no four-parameter curve");
    }

    @Test
    void fewDosesAndFewTrialsSettleNothing() {
        double[] few = {-1, 0, 1, 2, 4};
        NamedArray effect = NamedArray.of(List.of("dose", "trial"), new int[] {5, 6}, new float[30]);
        assertThat(DoseCurve.of(few, effect, false, 1).refusal()).contains("there are 3");
        assertThat(above(DoseCurveTest::saturating, 4, 0.1).refusal()).contains("4 are too few");
    }

    @Test
    void anEffectOfNothingHasNoCurve() {
        assertThat(above(d -> 0, 10, 0).refusal()).contains("the mean effect turns at dose 0.5");
    }
}
