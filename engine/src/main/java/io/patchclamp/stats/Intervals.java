package io.patchclamp.stats;

import io.patchclamp.fault.PatchclampException;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.interval.BinomialConfidenceInterval;
import org.apache.commons.math3.stat.interval.ClopperPearsonInterval;
import org.apache.commons.math3.stat.interval.ConfidenceInterval;
import org.apache.commons.math3.stat.interval.WilsonScoreInterval;

/** Intervals of means and proportions. */
public final class Intervals {
    private Intervals() {}

    /**
     * The t interval of a mean.
     *
     * @param x the sample, one number an item
     * @param level how often such intervals hold the mean, such as 0.95
     * @return the interval
     */
    public static Interval mean(double[] x, double level) {
        Checked.share("level", level);
        Checked.numbers("t interval", "sample", x, 2);
        Checked.varied("t interval", x);
        return t(Moments.mean(x), Math.sqrt(Moments.variance(x) / x.length), x.length - 1.0, level);
    }

    /**
     * The t interval of a difference of means, whatever the variances (Welch).
     *
     * @param a the first sample
     * @param b the second
     * @param level how often such intervals hold the difference, such as 0.95
     * @return the interval
     */
    public static Interval difference(double[] a, double[] b, double level) {
        Checked.share("level", level);
        Checked.numbers("t interval", "first sample", a, 2);
        Checked.numbers("t interval", "second sample", b, 2);
        Checked.varied("t interval", a, b);
        double v1 = Moments.variance(a) / a.length;
        double v2 = Moments.variance(b) / b.length;
        return t(Moments.mean(a) - Moments.mean(b), Math.sqrt(v1 + v2), welchDf(v1, a.length, v2, b.length), level);
    }

    /**
     * Wilson's interval of a proportion (1927): never outside 0 to 1, and close to its level also for few.
     *
     * @param successes how many
     * @param n of how many
     * @param level how often such intervals hold the proportion, such as 0.95
     * @return the interval
     */
    public static Interval wilson(int successes, int n, double level) {
        return proportion(new WilsonScoreInterval(), successes, n, level, "Wilson");
    }

    /**
     * Clopper and Pearson's interval of a proportion (1934): holds it at least as often as it says.
     *
     * @param successes how many
     * @param n of how many
     * @param level how often such intervals hold the proportion, such as 0.95
     * @return the interval
     */
    public static Interval clopperPearson(int successes, int n, double level) {
        return proportion(new ClopperPearsonInterval(), successes, n, level, "Clopper-Pearson");
    }

    private static Interval proportion(
            BinomialConfidenceInterval of, int successes, int n, double level, String method) {
        Checked.share("level", level);
        counts(successes, n);
        boolean edge = of instanceof ClopperPearsonInterval && (successes == 0 || successes == n);
        ConfidenceInterval interval = edge ? null : of.createInterval(n, successes, level);
        double rare = edge ? Math.pow((1 - level) / 2, 1.0 / n) : 0; // there the library has no degrees of freedom left
        double low = successes == 0 ? 0 : edge ? rare : Math.max(0, interval.getLowerBound());
        double high = successes == n ? 1 : edge ? 1 - rare : Math.min(1, interval.getUpperBound());
        return new Interval(low, high, level, method);
    }

    static void counts(int successes, int n) {
        if (n < 1 || successes < 0 || successes > n) {
            throw new PatchclampException(
                    successes + " of " + n + " is no proportion.", "a count between 0 and n, and an n of at least 1");
        }
    }

    static Interval t(double value, double error, double df, double level) {
        double reach = new TDistribution(null, df).inverseCumulativeProbability((1 + level) / 2) * error;
        return new Interval(value - reach, value + reach, level, "t");
    }

    static double welchDf(double v1, int n1, double v2, int n2) {
        double share = v1 / (v1 + v2); // no square of a variance, which may be no number
        return 1 / (share * share / (n1 - 1.0) + (1 - share) * (1 - share) / (n2 - 1.0));
    }

    static double pooledError(double[] a, double[] b) {
        double pooled = ((a.length - 1) * Moments.variance(a) + (b.length - 1) * Moments.variance(b))
                / (a.length + b.length - 2.0);
        return Math.sqrt(pooled * (1.0 / a.length + 1.0 / b.length));
    }
}
