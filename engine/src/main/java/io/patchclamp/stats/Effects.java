package io.patchclamp.stats;

import java.util.Optional;

import io.patchclamp.fault.PatchclampException;
import org.apache.commons.math3.special.Gamma;

/**
 * How large a difference is. Signs follow the first sample: a positive effect says that the first is larger.
 *
 * <p>Intervals are at 95 % unless a level is given, by the standard error named in {@link Interval#method}.
 */
public final class Effects {
    private static final double LEVEL = 0.95;

    private Effects() {}

    /**
     * The difference of means over the pooled standard deviation. Its standard error is
     * {@code sqrt((n1 + n2) / (n1 n2) + d² / (2 (n1 + n2)))} (Hedges and Olkin 1985).
     *
     * @param a the first sample
     * @param b the second
     * @return Cohen's d
     */
    public static Effect cohenD(double[] a, double[] b) {
        double d = d(a, b);
        return normal("Cohen d", d, cohenDError(d, a.length, b.length), "normal, Hedges and Olkin's standard error");
    }

    /**
     * Cohen's d without its bias in small samples: times {@link #hedgesJ} of {@code n1 + n2 - 2}.
     *
     * @param a the first sample
     * @param b the second
     * @return Hedges' g
     */
    public static Effect hedgesG(double[] a, double[] b) {
        double d = d(a, b);
        double j = hedgesJ(a.length + b.length - 2);
        return normal(
                "Hedges g", j * d, j * cohenDError(d, a.length, b.length), "normal, Hedges and Olkin's standard error");
    }

    /**
     * The standard error of Cohen's d.
     *
     * @param d Cohen's d
     * @param n1 the size of the first sample
     * @param n2 the size of the second
     * @return its standard error
     */
    public static double cohenDError(double d, int n1, int n2) {
        sizes(n1, n2);
        return Math.sqrt(((double) n1 + n2) / ((double) n1 * n2) + d * d / (2.0 * ((double) n1 + n2)));
    }

    /**
     * What Cohen's d is multiplied by to be free of bias: {@code Γ(df/2) / (Γ((df-1)/2) sqrt(df/2))}, not its
     * approximation.
     *
     * @param df degrees of freedom, at least 2
     * @return a little less than 1
     */
    public static double hedgesJ(int df) {
        if (df < 2) {
            throw new PatchclampException(
                    "Hedges' correction needs at least 2 degrees of freedom, and has " + df + ".", "more items");
        }
        return Math.exp(Gamma.logGamma(df / 2.0) - Gamma.logGamma((df - 1) / 2.0)) / Math.sqrt(df / 2.0);
    }

    /**
     * The mean of differences over their standard deviation, for pairs.
     *
     * @param differences one an item
     * @return Cohen's d of differences, {@code d_z}
     */
    public static Effect cohenDz(double[] differences) {
        double[] x = Checked.numbers("effect size", "differences", differences, 2);
        Checked.varied("effect size", x);
        double d = Moments.mean(x) / Math.sqrt(Moments.variance(x));
        return normal("Cohen d_z", d, Math.sqrt(1.0 / x.length + d * d / (2.0 * x.length)), "normal, asymptotic error");
    }

    /**
     * The difference of means over the root of the mean of both variances: how far two clouds of numbers lie apart, also
     * where their spreads differ. Its standard error is Bonett's (Psychological Methods 13, 2008).
     *
     * @param a the first sample
     * @param b the second
     * @return d′
     */
    public static Effect dPrime(double[] a, double[] b) {
        checked(a, b);
        double v1 = Moments.variance(a);
        double v2 = Moments.variance(b);
        double v = (v1 + v2) / 2;
        double d = (Moments.mean(a) - Moments.mean(b)) / Math.sqrt(v);
        double n1 = a.length - 1.0;
        double n2 = b.length - 1.0;
        double error = d * d * (v1 * v1 / n1 + v2 * v2 / n2) / (8 * v * v) + (v1 / n1 + v2 / n2) / v;
        return normal("d'", d, Math.sqrt(error), "normal, Bonett's standard error");
    }

    /**
     * How well an observer tells signals from noise: {@code z(H) - z(F)}.
     *
     * @param hitRate the share of signals called signals, strictly between 0 and 1
     * @param falseAlarmRate the share of noise called signals, strictly between 0 and 1
     * @return d′
     */
    public static double dPrimeOfRates(double hitRate, double falseAlarmRate) {
        return Moments.z(Checked.share("hit rate", hitRate))
                - Moments.z(Checked.share("false-alarm rate", falseAlarmRate));
    }

    /**
     * The same from counts, with the log-linear correction (Hautus 1995): half a hit and half a false alarm are added, and
     * one trial of each kind, so that rates of 0 and 1 have an answer.
     *
     * @param hits signals called signals
     * @param signals trials with a signal
     * @param falseAlarms noise called a signal
     * @param noise trials without
     * @return d′
     */
    public static double dPrimeOfCounts(int hits, int signals, int falseAlarms, int noise) {
        Intervals.counts(hits, signals);
        Intervals.counts(falseAlarms, noise);
        return dPrimeOfRates((hits + 0.5) / (signals + 1.0), (falseAlarms + 0.5) / (noise + 1.0));
    }

    /**
     * How often a number of the first sample exceeds one of the second, ties counted by half: the area under the curve of
     * a threshold that moves. Its standard error is DeLong's (1988); where that is 0, because the samples do not overlap,
     * there is no interval. It is symmetric in the logit,
     * where it holds the area more often than around the area itself.
     *
     * @param a the first sample
     * @param b the second
     * @return between 0 and 1, 0.5 where the samples do not differ
     */
    public static Effect auc(double[] a, double[] b) {
        ordered(a, b);
        Auc auc = Auc.of(a, b);
        return new Effect("AUC", auc.value(), logit(auc));
    }

    /**
     * DeLong's standard error of the area under the curve.
     *
     * @param a the first sample
     * @param b the second
     * @return the standard error
     */
    public static double deLongError(double[] a, double[] b) {
        ordered(a, b);
        return Auc.of(a, b).error();
    }

    /**
     * Hanley and McNeil's standard error of the area under the curve (1982), which needs no data.
     *
     * @param auc the area
     * @param n1 the size of the first sample
     * @param n2 the size of the second
     * @return the standard error
     */
    public static double hanleyMcNeilError(double auc, int n1, int n2) {
        Checked.proportion(auc);
        sizes(n1, n2);
        double q1 = auc / (2 - auc);
        double q2 = 2 * auc * auc / (1 + auc);
        return Math.sqrt(
                (auc * (1 - auc) + (n1 - 1.0) * (q1 - auc * auc) + (n2 - 1.0) * (q2 - auc * auc)) / ((double) n1 * n2));
    }

    /**
     * How often the first exceeds the second less how often it falls below: {@code 2 AUC - 1}.
     *
     * @param a the first sample
     * @param b the second
     * @return between -1 and 1
     */
    public static Effect cliffDelta(double[] a, double[] b) {
        ordered(a, b);
        Auc auc = Auc.of(a, b);
        double delta = 2 * auc.value() - 1;
        return new Effect(
                "Cliff's delta",
                delta,
                logit(auc).map(i -> new Interval(2 * i.low() - 1, 2 * i.high() - 1, i.level(), i.method())));
    }

    /**
     * The d′ that two normal clouds of the same spread would have at this area: {@code sqrt(2) z(AUC)}.
     *
     * @param a the first sample
     * @param b the second
     * @return infinite where the samples do not overlap
     */
    public static Effect dA(double[] a, double[] b) {
        ordered(a, b);
        Auc auc = Auc.of(a, b);
        return new Effect("d_a", Math.sqrt(2) * Moments.z(auc.value()), Optional.empty());
    }

    /**
     * The distance of two proportions where their spread is the same everywhere: {@code 2 asin√p1 - 2 asin√p2}.
     *
     * @param p1 the first proportion
     * @param p2 the second
     * @return between -π and π
     */
    public static double cohenH(double p1, double p2) {
        return 2 * Math.asin(Math.sqrt(Checked.proportion(p1))) - 2 * Math.asin(Math.sqrt(Checked.proportion(p2)));
    }

    static double d(double[] a, double[] b) {
        checked(a, b);
        double pooled = ((a.length - 1) * Moments.variance(a) + (b.length - 1) * Moments.variance(b))
                / (a.length + b.length - 2.0);
        return (Moments.mean(a) - Moments.mean(b)) / Math.sqrt(pooled);
    }

    private static void sizes(int n1, int n2) {
        if (n1 < 1 || n2 < 1) {
            throw new PatchclampException(
                    "A standard error needs items in both samples, and has " + n1 + " and " + n2 + ".", "more items");
        }
    }

    private static void checked(double[] a, double[] b) {
        Checked.numbers("effect size", "first sample", a, 2);
        Checked.numbers("effect size", "second sample", b, 2);
        Checked.varied("effect size", a, b);
    }

    private static void ordered(double[] a, double[] b) {
        Checked.orders("effect size", "first sample", a, 2);
        Checked.orders("effect size", "second sample", b, 2);
        Checked.ordered("effect size", a, b);
    }

    private static Optional<Interval> logit(Auc auc) {
        if (!(auc.error() > 0)) {
            return Optional.empty();
        }
        double at = Math.log(auc.value() / (1 - auc.value()));
        double reach = Moments.z((1 + LEVEL) / 2) * auc.error() / (auc.value() * (1 - auc.value()));
        return Optional.of(new Interval(
                1 / (1 + Math.exp(reach - at)), 1 / (1 + Math.exp(-reach - at)), LEVEL, "logit, DeLong's error"));
    }

    static Effect normal(String name, double value, double error, String method) {
        double reach = Moments.z((1 + LEVEL) / 2) * error;
        return new Effect(
                name,
                value,
                error > 0 ? Optional.of(new Interval(value - reach, value + reach, LEVEL, method)) : Optional.empty());
    }
}
