package io.patchclamp.stats;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.patchclamp.fault.PatchclampException;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * Whether a difference is smaller than a bound that was stated before: two one-sided tests (Schuirmann 1987). A difference
 * test that is not significant is no evidence of this.
 */
public final class Equivalence {
    private Equivalence() {}

    /**
     * Whether two means differ by less than the bounds, whatever the variances.
     *
     * @param a the first sample, one number an item
     * @param b the second
     * @param low the lower bound of the difference first less second, in its own unit
     * @param high the upper bound
     * @return the t that decides, p: small where the difference is within
     */
    public static TestResult twoSample(double[] a, double[] b, double low, double high) {
        String name = "equivalence test";
        Checked.numbers(name, "first sample", a, 2);
        Checked.numbers(name, "second sample", b, 2);
        Checked.varied(name, a, b);
        double v1 = Moments.variance(a) / a.length;
        double v2 = Moments.variance(b) / b.length;
        return result(
                Moments.mean(a) - Moments.mean(b),
                Math.sqrt(v1 + v2),
                Intervals.welchDf(v1, a.length, v2, b.length),
                low,
                high,
                MeanTests.groups(a, b));
    }

    /**
     * Whether the mean of differences is within the bounds, for pairs.
     *
     * @param differences one an item
     * @param low the lower bound, in the differences' own unit
     * @param high the upper bound
     * @return the t that decides, p: small where the mean is within
     */
    public static TestResult paired(double[] differences, double low, double high) {
        String name = "equivalence test";
        double[] x = Checked.numbers(name, "differences", differences, 2);
        Checked.varied(name, x);
        double error = Math.sqrt(Moments.variance(x) / x.length);
        return result(Moments.mean(x), error, x.length - 1.0, low, high, Map.of("pairs", x.length));
    }

    private static TestResult result(
            double difference, double error, double df, double low, double high, Map<String, Integer> n) {
        if (!(low < high) || !Double.isFinite(low) || !Double.isFinite(high)) {
            throw new PatchclampException(
                    "Equivalence is within two bounds, and " + low + " to " + high + " are none.",
                    "the smallest difference that would matter, to both sides, stated before the data");
        }
        TDistribution t = new TDistribution(null, df);
        double above = (difference - low) / error;
        double below = (difference - high) / error;
        double pAbove = t.cumulativeProbability(-above);
        double pBelow = t.cumulativeProbability(below);
        boolean lower = pAbove > pBelow;
        Interval ninety = Intervals.t(difference, error, df, 0.90);
        return new TestResult(
                "equivalence test",
                "t",
                lower ? above : below,
                List.of(df),
                Math.max(pAbove, pBelow),
                List.of(new Effect("mean difference", difference, Optional.of(ninety))),
                Basis.of(n, "two one-sided t-tests, bounds " + low + " to " + high, lower ? Tail.GREATER : Tail.LESS),
                List.of("equivalent at .05 where the 90 % interval lies within the bounds"));
    }
}
