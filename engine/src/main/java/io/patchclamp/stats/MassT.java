package io.patchclamp.stats;

import java.util.Arrays;

/**
 * The t of many units in many arrangements, from nothing but sums over a set of items: each unit is scaled once so that
 * its sum of squares is 1, and then one sum (two where the conditions differ in size) has all that t needs.
 */
abstract class MassT {
    private final int items;
    private final Tail tail;

    MassT(int items, Tail tail) {
        this.items = items;
        this.tail = tail;
    }

    /** A unit's numbers, scaled; or why it has none. */
    abstract UnitState scaled(double[] x);

    /** Which items are in the set as the data were observed. */
    abstract int[] observed();

    /** Whether sums of squares are needed too. */
    abstract boolean squares();

    /** t from the sum over a set, and the sum of squares over it. */
    abstract double t(int[] set, double total, double sum, double squares);

    /** How far out a t is, by the tail. */
    final double folded(double t) {
        return switch (tail) {
            case TWO_SIDED -> Math.abs(t);
            case GREATER -> t;
            case LESS -> -t;
        };
    }

    /** Writes t and states of some units; gives the largest t of these units in each arrangement. */
    final double[] block(UnitTable table, int from, int to, double[] t, UnitState[] states, Arrangements ways) {
        int width = 0;
        double[][] kept = new double[to - from][];
        int[] unit = new int[to - from];
        for (int u = from; u < to; u++) {
            double[] x = table.unit(u);
            states[u] = scaled(x);
            if (states[u] == UnitState.TESTED) {
                unit[width] = u;
                kept[width++] = x;
            }
        }
        double[] z = new double[items * width];
        double[] total = new double[width];
        for (int j = 0; j < width; j++) {
            for (int i = 0; i < items; i++) {
                z[i * width + j] = kept[j][i];
                total[j] += kept[j][i];
            }
        }
        double[] zz = squares() ? Arrays.stream(z).map(v -> v * v).toArray() : new double[0];
        double[] sum = new double[width];
        double[] square = new double[squares() ? width : 0];
        sums(z, width, observed(), sum);
        sums(zz, square.length, observed(), square);
        for (int j = 0; j < width; j++) {
            t[unit[j]] = t(observed(), total[j], sum[j], squares() ? square[j] : 0);
        }
        double[] most = new double[ways.count()];
        for (int w = 0; w < most.length; w++) {
            int[] set = ways.get(w);
            sums(z, width, set, sum);
            sums(zz, square.length, set, square);
            most[w] = largest(set, total, sum, square);
        }
        return most;
    }

    private double largest(int[] set, double[] total, double[] sum, double[] square) {
        double most = Double.NEGATIVE_INFINITY;
        if (!squares()) { // t grows with the sum: find the largest sum, then make one t of it
            double at = 0;
            for (int j = 0; j < sum.length; j++) {
                double moved = centred(total[j], sum[j]);
                double far = folded(moved);
                if (far > most) {
                    most = far;
                    at = moved;
                }
            }
            return sum.length == 0 ? most : folded(ofCentred(at));
        }
        for (int j = 0; j < sum.length; j++) {
            most = Math.max(most, folded(t(set, total[j], sum[j], square[j])));
        }
        return most;
    }

    /** What t grows with. */
    abstract double centred(double total, double sum);

    /** t from that. */
    abstract double ofCentred(double centred);

    /** Adds up the rows of a set, four at a time: adding is what all the time goes into. */
    private static void sums(double[] z, int width, int[] set, double[] into) {
        Arrays.fill(into, 0);
        int i = 0;
        for (; i + 3 < set.length; i += 4) {
            add(z, set[i] * width, set[i + 1] * width, set[i + 2] * width, set[i + 3] * width, width, into);
        }
        for (; i < set.length; i++) {
            int at = set[i] * width;
            for (int j = 0; j < width; j++) {
                into[j] += z[at + j];
            }
        }
    }

    private static void add(double[] z, int a, int b, int c, int d, int width, double[] into) {
        for (int j = 0; j < width; j++) {
            into[j] += (z[a + j] + z[b + j]) + (z[c + j] + z[d + j]);
        }
    }

    static boolean finite(double[] x) {
        for (double v : x) {
            if (!Double.isFinite(v)) {
                return false;
            }
        }
        return true;
    }
}
