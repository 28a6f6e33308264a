package io.patchclamp.stats;

import java.util.Arrays;

import io.patchclamp.progress.Progress;

/**
 * The t of many units in many arrangements, from nothing but sums over a set of items: each unit is scaled once so that
 * its sum of squares is 1, and then one sum (two where the conditions differ in size) has all that t needs.
 */
abstract class MassT {
    private static final int CHUNK = 4;
    private static final int SUBSETS = 1 << CHUNK;

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
            Progress.checkCancelled("permuting");
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
        double[] table1 = subsets(z, width);
        double[] table2 = squares() ? subsets(zz, width) : zz;
        double[] sum = new double[width];
        double[] square = new double[squares() ? width : 0];
        byte[] codes = codes(observed());
        sums(table1, codes, sum);
        sums(table2, codes, square);
        for (int j = 0; j < width; j++) {
            t[unit[j]] = t(observed(), total[j], sum[j], squares() ? square[j] : 0);
        }
        double[] most = new double[ways.count()];
        for (int w = 0; w < most.length; w++) {
            Progress.checkCancelled("permuting");
            int[] set = ways.get(w);
            codes(set, codes);
            sums(table1, codes, sum);
            sums(table2, codes, square);
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

    /**
     * The sums of all sixteen subsets of each four items: half of what an arrangement adds up is then added up already.
     */
    private double[] subsets(double[] z, int width) {
        double[] sums = new double[chunks() * SUBSETS * width];
        for (int chunk = 0; chunk < chunks(); chunk++) {
            for (int code = 1; code < SUBSETS; code++) {
                int last = Integer.numberOfTrailingZeros(code);
                int item = chunk * CHUNK + last;
                int to = (chunk * SUBSETS + code) * width;
                int from = (chunk * SUBSETS + (code & code - 1)) * width;
                for (int j = 0; j < width; j++) {
                    sums[to + j] = sums[from + j] + (item < items ? z[item * width + j] : 0);
                }
            }
        }
        return sums;
    }

    private int chunks() {
        return (items + CHUNK - 1) / CHUNK;
    }

    private byte[] codes(int[] set) {
        byte[] codes = new byte[chunks()];
        codes(set, codes);
        return codes;
    }

    private static void codes(int[] set, byte[] into) {
        Arrays.fill(into, (byte) 0);
        for (int item : set) {
            into[item / CHUNK] |= (byte) (1 << item % CHUNK);
        }
    }

    /** Adds up a set's subsets, four at a time: adding is what all the time goes into. */
    private static void sums(double[] table, byte[] codes, double[] into) {
        Arrays.fill(into, 0);
        int width = into.length;
        int c = 0;
        for (; c + 3 < codes.length; c += 4) {
            int a = (c * SUBSETS + codes[c]) * width;
            int b = ((c + 1) * SUBSETS + codes[c + 1]) * width;
            int d = ((c + 2) * SUBSETS + codes[c + 2]) * width;
            int e = ((c + 3) * SUBSETS + codes[c + 3]) * width;
            add(table, a, b, d, e, into);
        }
        for (; c < codes.length; c++) {
            int at = (c * SUBSETS + codes[c]) * width;
            for (int j = 0; j < width; j++) {
                into[j] += table[at + j];
            }
        }
    }

    private static void add(double[] z, int a, int b, int c, int d, double[] into) {
        for (int j = 0; j < into.length; j++) {
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
