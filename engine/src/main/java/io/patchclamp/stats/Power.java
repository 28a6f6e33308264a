package io.patchclamp.stats;

import java.util.Locale;
import java.util.function.DoubleUnaryOperator;

import io.patchclamp.fault.PatchclampException;
import org.apache.commons.math3.analysis.solvers.BrentSolver;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.special.Gamma;

/** Which effects so many items can show at all. */
public final class Power {
    private static final double USUAL = 0.8;
    private static final double WIDE = 20;
    private static final double FAR = 10;

    private Power() {}

    /**
     * How often a two-sided t-test of two samples finds a difference.
     *
     * @param d the difference of means over the standard deviation
     * @param n1 items in the first condition
     * @param n2 items in the second
     * @param alpha how small p must be; for a family, alpha over its size
     * @return between alpha and 1
     */
    public static double twoSample(double d, int n1, int n2, double alpha) {
        few(Math.min(n1, n2));
        Checked.share("alpha", alpha);
        Checked.number("power", "difference", d);
        return power(d * Math.sqrt((double) n1 * n2 / (n1 + n2)), n1 + n2 - 2.0, alpha);
    }

    /**
     * How often a two-sided t-test of pairs finds a difference.
     *
     * @param d the mean difference over the standard deviation of differences
     * @param n pairs
     * @param alpha how small p must be; for a family, alpha over its size
     * @return between alpha and 1
     */
    public static double paired(double d, int n, double alpha) {
        few(n);
        Checked.share("alpha", alpha);
        Checked.number("power", "difference", d);
        return power(d * Math.sqrt(n), n - 1.0, alpha);
    }

    /**
     * The smallest difference that is found in so many of ten experiments.
     *
     * @param n1 items in the first condition
     * @param n2 items in the second
     * @param power how often it is to be found, such as 0.8
     * @param alpha how small p must be; for a family, alpha over its size
     * @return a difference of means over the standard deviation
     */
    public static double detectable(int n1, int n2, double power, double alpha) {
        few(Math.min(n1, n2));
        return solved(d -> twoSample(d, n1, n2, alpha), power, alpha);
    }

    /**
     * The smallest mean difference of pairs that is found so often.
     *
     * @param n pairs
     * @param power how often it is to be found, such as 0.8
     * @param alpha how small p must be; for a family, alpha over its size
     * @return a mean difference over the standard deviation of differences
     */
    public static double detectablePaired(int n, double power, double alpha) {
        few(n);
        return solved(d -> paired(d, n, alpha), power, alpha);
    }

    /**
     * What a report says of this: found in 80 % of experiments at .05, two-sided, for one unit and for a family.
     *
     * @param n1 items in the first condition
     * @param n2 items in the second
     * @param family how many units are tested together
     * @return such as {@code with 30 and 30 items, 80 % power needs d ≥ 0.74 in one unit named beforehand, d ≥ 1.64 in …}
     */
    public static String line(int n1, int n2, int family) {
        return String.format(
                Locale.ROOT,
                "with %,d and %,d items, 80 %% power needs d ≥ %.2f in one unit named beforehand, d ≥ %.2f in any of %,d "
                        + "(Bonferroni)",
                n1,
                n2,
                detectable(n1, n2, USUAL, Moments.ALPHA),
                detectable(n1, n2, USUAL, Moments.ALPHA / family),
                family);
    }

    private static void few(int n) {
        if (n < 2) {
            throw new PatchclampException(
                    "Power needs at least 2 items in a condition, and has " + n + ".", "more items");
        }
    }

    private static double solved(DoubleUnaryOperator power, double wanted, double alpha) {
        Checked.share("power", wanted);
        Checked.share("alpha", alpha);
        if (wanted <= alpha) {
            return 0;
        }
        double high = 1;
        while (power.applyAsDouble(high) < wanted) {
            high *= 2;
            if (high > 1e9) {
                throw new PatchclampException(
                        "No difference is found with a power of " + wanted + " at alpha " + alpha + ".", "more items");
            }
        }
        return new BrentSolver(1e-9).solve(200, d -> power.applyAsDouble(d) - wanted, 0, high);
    }

    private static double power(double shift, double df, double alpha) {
        double critical = -new TDistribution(null, df).inverseCumulativeProbability(alpha / 2);
        return 1 - below(critical, df, Math.abs(shift)) + below(-critical, df, Math.abs(shift));
    }

    /** The cumulative distribution of t around a shift: a normal over the root of a chi-square, summed over the latter. */
    static double below(double t, double df, double shift) {
        if (t < -WIDE) {
            return 1 - overShift(-t, df, -shift);
        }
        return t > WIDE ? overShift(t, df, shift) : overSpread(t, df, shift);
    }

    /** The same over the normal: for a large t, where the other way the normal would be a step between two points. */
    private static double overShift(double t, double df, double shift) {
        double from = Math.max(-shift, -FAR); // below this the product is negative, and under t whatever the spread
        int steps = 4_000;
        double h = (FAR - from) / steps;
        double sum = 0;
        for (int i = 0; i <= steps; i++) {
            double z = from + i * h;
            double u = (z + shift) / t;
            double weight = i == 0 || i == steps ? 1 : i % 2 == 1 ? 4 : 2;
            sum += weight * Math.exp(-z * z / 2) * (u > 0 ? Gamma.regularizedGammaQ(df / 2, df * u * u / 2) : 1);
        }
        return Math.max(0, Math.min(1, Moments.phi(from) + sum * h / 3 / Math.sqrt(2 * Math.PI)));
    }

    private static double overSpread(double t, double df, double shift) {
        double log = Math.log(2) + df / 2 * Math.log(df / 2) - Gamma.logGamma(df / 2);
        double end = 1 + 12 / Math.sqrt(df);
        double start = Math.max(0, 1 - 12 / Math.sqrt(df));
        int steps = 2_000;
        double h = (end - start) / steps;
        double sum = 0;
        for (int i = 0; i <= steps; i++) {
            double s = start + i * h;
            double density =
                    s == 0 ? (df == 1 ? Math.exp(log) : 0) : Math.exp(log + (df - 1) * Math.log(s) - df * s * s / 2);
            double weight = i == 0 || i == steps ? 1 : i % 2 == 1 ? 4 : 2;
            sum += weight * density * Moments.phi(t * s - shift);
        }
        return Math.max(0, Math.min(1, sum * h / 3));
    }
}
