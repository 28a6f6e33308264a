package io.patchclamp.stats;

import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.stat.StatUtils;

/** Sums that every test starts from. */
final class Moments {
    /** Five per cent: what a test is held to where nobody said otherwise. */
    static final double ALPHA = 0.05;
    /** How far a statistic may fall short of the observed one and still count as the same: sums depend on their order. */
    static final double SLACK = 1e-9;

    private static final NormalDistribution NORMAL = new NormalDistribution(null, 0, 1);

    private Moments() {}

    static double mean(double[] x) {
        return StatUtils.mean(x);
    }

    static double variance(double[] x) {
        return StatUtils.variance(x);
    }

    static double z(double p) {
        return NORMAL.inverseCumulativeProbability(p);
    }

    /** The cumulative distribution of the standard normal. */
    static double phi(double z) {
        return NORMAL.cumulativeProbability(z);
    }

    /** The p of a z. */
    static double p(double z, Tail tail) {
        return switch (tail) {
            case TWO_SIDED -> Math.min(1, 2 * phi(-Math.abs(z)));
            case GREATER -> phi(-z);
            case LESS -> phi(z);
        };
    }

    /** The differences of pairs. */
    static double[] differences(double[] a, double[] b) {
        double[] d = new double[a.length];
        for (int i = 0; i < d.length; i++) {
            d[i] = a[i] - b[i];
        }
        return d;
    }

    static double[] concatenated(double[] a, double[] b) {
        double[] all = java.util.Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, all, a.length, b.length);
        return all;
    }

    /**
     * How far a statistic may fall short of the observed one and still count as the same, in data of any size; {@code size} is
     * the largest number it is made of.
     */
    static double slack(double observed, double size) {
        return SLACK * Math.abs(observed) + 1e-12 * size;
    }

    /** The least a t, or a sum of them, must be to count as at least the observed one. */
    static double reach(double observed) {
        return Double.isInfinite(observed) ? observed : observed - SLACK * Math.max(1, Math.abs(observed));
    }
}
