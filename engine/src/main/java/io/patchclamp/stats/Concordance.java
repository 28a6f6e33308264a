package io.patchclamp.stats;

import java.util.Arrays;

import io.patchclamp.progress.Progress;

/** How many pairs of items agree in order, and how often chance gives as many. */
final class Concordance {
    private Concordance() {}

    /** Pairs that agree less pairs that disagree. */
    private static long balance(double[] x, double[] y) {
        long sum = 0;
        for (int i = 0; i < x.length; i++) {
            Progress.checkCancelled("counting orders");
            for (int j = 0; j < i; j++) {
                sum += (long) (Math.signum(x[i] - x[j]) * Math.signum(y[i] - y[j]));
            }
        }
        return sum;
    }

    /** From the number of orders with each count of disagreements. */
    static double exact(double[] x, double[] y, Tail tail) {
        int n = x.length;
        int pairs = n * (n - 1) / 2;
        double[] chance = new double[pairs + 1];
        chance[0] = 1;
        for (int k = 2; k <= n; k++) {
            Progress.checkCancelled("counting orders");
            double[] next = new double[pairs + 1];
            for (int s = 0; s <= pairs; s++) {
                for (int more = 0; more < k && more <= s; more++) {
                    next[s] += chance[s - more] / k;
                }
            }
            chance = next;
        }
        int disagree = (int) ((pairs - balance(x, y)) / 2);
        double greater = Arrays.stream(chance, 0, disagree + 1).sum();
        double less = Arrays.stream(chance, disagree, pairs + 1).sum();
        return switch (tail) {
            case TWO_SIDED -> Math.min(1, 2 * Math.min(greater, less));
            case GREATER -> Math.min(1, greater);
            case LESS -> Math.min(1, less);
        };
    }

    static double normal(double[] x, double[] y, Tail tail) {
        double n = x.length;
        double m = n * (n - 1);
        double[] a = ties(x);
        double[] b = ties(y);
        double variance = (m * (2 * n + 5) - a[2] - b[2]) / 18 + 2 * a[0] * b[0] / m + a[1] * b[1] / (9 * m * (n - 2));
        return Moments.p(balance(x, y) / Math.sqrt(variance), tail);
    }

    /** Sums over groups of t equal numbers: t(t-1)/2, t(t-1)(t-2), t(t-1)(2t+5). */
    private static double[] ties(double[] x) {
        double[] sorted = Ranks.sorted(x);
        double[] sums = new double[3];
        for (int i = 0; i < sorted.length; ) {
            int end = i;
            while (end < sorted.length && sorted[end] == sorted[i]) {
                end++;
            }
            double t = end - i;
            sums[0] += t * (t - 1) / 2;
            sums[1] += t * (t - 1) * (t - 2);
            sums[2] += t * (t - 1) * (2 * t + 5);
            i = end;
        }
        return sums;
    }
}
