package io.patchclamp.geometry;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The units that tell classes apart best in some trials, by the F of an analysis of variance. Chosen by the training trials
 * alone: chosen by all, pure noise is read without a fault.
 */
final class Strongest implements NestedValidation.Products {
    private final float[][] rows;
    private final int count;
    private final boolean scaled;
    private final double[][] nuisance;

    Strongest(float[][] rows, int count, boolean scaled, double[][] nuisance) {
        this.rows = rows;
        this.count = Math.min(count, rows[0].length);
        this.scaled = scaled;
        this.nuisance = nuisance;
    }

    @Override
    public double[][] trainedOn(int[] train, int[] labels) {
        if (!byLabels()) {
            return Gram.of(rows, train, scaled, nuisance);
        }
        int[] units = units(train, labels);
        float[][] some = new float[rows.length][units.length];
        for (int t = 0; t < rows.length; t++) {
            for (int u = 0; u < units.length; u++) {
                some[t][u] = rows[t][units[u]];
            }
        }
        return Gram.of(some, train, scaled, nuisance);
    }

    @Override
    public boolean byLabels() {
        return count < rows[0].length;
    }

    /** Ascending; of equals the first. */
    int[] units(int[] train, int[] labels) {
        double[] share = between(train, labels);
        return IntStream.range(0, share.length)
                .boxed()
                .sorted((a, b) -> Double.compare(share[b], share[a]))
                .limit(count)
                .mapToInt(Integer::intValue)
                .sorted()
                .toArray();
    }

    /** The share of a unit's variance that lies between classes, which rises with F; -1 for constant units. */
    private double[] between(int[] train, int[] labels) {
        int classes = Arrays.stream(labels).max().orElse(0) + 1;
        int units = rows[0].length;
        double[][] sum = new double[classes][units];
        double[] squares = new double[units];
        double[] mean = new double[units];
        int[] n = new int[classes];
        for (int t : train) {
            n[labels[t]]++;
            for (int u = 0; u < units; u++) {
                mean[u] += (double) rows[t][u] / train.length;
            }
        }
        for (int t : train) {
            double[] own = sum[labels[t]];
            for (int u = 0; u < units; u++) {
                double d = rows[t][u] - mean[u];
                own[u] += d;
                squares[u] += d * d;
            }
        }
        double[] share = new double[units];
        for (int u = 0; u < units; u++) {
            for (int c = 0; c < classes; c++) {
                share[u] += n[c] == 0 ? 0 : sum[c][u] * sum[c][u] / n[c];
            }
            share[u] = squares[u] > 0 ? share[u] / squares[u] : -1;
        }
        return share;
    }
}
