package io.patchclamp.stats;

import java.util.Arrays;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static io.patchclamp.stats.Vectors.close;
import static org.assertj.core.api.Assertions.assertThat;

/** The curve is the best one, whatever the size of its responses. */
class LogisticCurveTest {
    private static final double[] DOSES = {1, 2, 4, 8, 16, 32, 64, 128};

    private static double squares(LogisticCurve curve, double[] doses, double... responses) {
        return IntStream.range(0, doses.length)
                .mapToDouble(i -> Math.pow(responses[i] - curve.at(doses[i]), 2))
                .sum();
    }

    /** curve_fit from 78 starts, and the means on both sides of each step; one start a dose stopped 6.6 % above it. */
    @Test
    void theDeepestOfSeveralValleysIsFound() {
        double[] responses = {11.2, 14.7, 20.7, 2.4, 6.9, 11.4, 12.3, 18.1};
        LogisticCurve curve = LogisticCurve.fit(DOSES, responses);
        close(squares(curve, DOSES, responses), 186.1546666667, 1e-8);
        assertThat(curve.notes().get(0)).startsWith("a step between two doses fits as well");
    }

    /** Responses of 1e-9 had an interval from 0 to infinity: what is small is not undetermined. */
    @Test
    void theSizeOfTheResponsesChangesNoDose() {
        double[] doses = new double[3 * DOSES.length];
        double[] responses = new double[doses.length];
        for (int i = 0; i < doses.length; i++) {
            doses[i] = DOSES[i % DOSES.length];
            responses[i] = 1 + 3 / (1 + Math.pow(9 / doses[i], 1.4)) + 0.1 * Math.sin(7.0 * i * i);
        }
        LogisticCurve curve = LogisticCurve.fit(doses, responses);
        for (double size : new double[] {1e-20, 1e-9, 1e12}) {
            LogisticCurve sized = LogisticCurve.fit(
                    doses, Arrays.stream(responses).map(r -> r * size).toArray());
            close(sized.ec50(), curve.ec50());
            close(sized.interval().low(), curve.interval().low());
            close(sized.interval().high(), curve.interval().high());
            close(sized.low() / size, curve.low());
            close(sized.rmse() / size, curve.rmse());
        }
        assertThat(curve.notes()).isEmpty();
    }

    @Test
    void aCurveWithoutNoiseIsFoundAgain() {
        double[] responses = Arrays.stream(DOSES)
                .map(x -> -2 + 5 / (1 + Math.pow(6 / x, 2.5)))
                .toArray();
        LogisticCurve curve = LogisticCurve.fit(DOSES, responses);
        close(curve.low(), -2, 1e-6);
        close(curve.high(), 3, 1e-6);
        close(curve.ec50(), 6, 1e-6);
        close(curve.slope(), 2.5, 1e-6);
    }

    @Test
    void aStepWithoutNoiseIsBetweenItsDoses() {
        LogisticCurve curve =
                LogisticCurve.fit(new double[] {1, 1, 2, 2, 4, 4, 8, 8}, new double[] {2, 2, 2, 2, 2, 2, 1, 1});
        assertThat(curve.ec50()).isBetween(4.0, 8.0);
        close(curve.at(4), 2, 1e-6);
        close(curve.at(8), 1, 1e-6);
        assertThat(curve.notes()).hasSize(1);
    }
}
