package io.patchclamp.stats;

import java.util.Arrays;

/** Ranks from 1; equal numbers share the mean of their ranks. */
public final class Ranks {
    private Ranks() {}

    static double[] mid(double[] x) {
        return mid(x, sorted(x));
    }

    /** Ranks of some numbers among others, all of which they are part of. */
    static double[] mid(double[] x, double[] sorted) {
        double[] ranks = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            ranks[i] = (below(sorted, x[i], false) + below(sorted, x[i], true) + 1) / 2.0;
        }
        return ranks;
    }

    static double[] sorted(double[] x) {
        double[] sorted = oneZero(x);
        Arrays.sort(sorted);
        return sorted;
    }

    /**
     * The same without -0, which Java and Commons sort below 0 and so do not find equal to it.
     *
     * @param x numbers to be ranked
     * @return a copy
     */
    public static double[] oneZero(double... x) {
        return Arrays.stream(x).map(v -> v + 0.0).toArray();
    }

    /** Sum of (t³ - t) over the sizes t of groups of equal numbers. */
    static double ties(double[] x) {
        double[] sorted = sorted(x);
        double sum = 0;
        for (int i = 0; i < sorted.length; ) {
            int end = below(sorted, sorted[i], true);
            double t = end - i;
            sum += t * t * t - t;
            i = end;
        }
        return sum;
    }

    private static int below(double[] sorted, double value, boolean orEqual) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] < value || orEqual && sorted[middle] == value) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
