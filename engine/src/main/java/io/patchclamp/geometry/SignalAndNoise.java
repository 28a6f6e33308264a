package io.patchclamp.geometry;

import java.util.Arrays;

/**
 * How signal and noise correlations of pairs of units go together under any labelling of the items. Noise is what the total
 * has beyond the conditions' means, so that a labelling costs units² conditions and not units² items.
 *
 * <p>Means of few items carry the items' noise, and so the noise's correlations: both go together where there is no signal at
 * all. Labels of items that change places keep that; condition means that change places by unit would not, and would find a
 * relation in nothing. The price: a signal that has the very shape of the noise is not told from it.
 */
final class SignalAndNoise {
    private final double[][] items;
    private final int conditions;
    private final double[][] total;

    /** {@code rows [trial][unit]}, and how many conditions there are. */
    SignalAndNoise(double[][] rows, int conditions) {
        int units = rows[0].length;
        this.conditions = conditions;
        double[] mean = new double[units];
        for (double[] row : rows) {
            for (int u = 0; u < units; u++) {
                mean[u] += row[u] / rows.length;
            }
        }
        items = new double[rows.length][units];
        for (int t = 0; t < rows.length; t++) {
            for (int u = 0; u < units; u++) {
                items[t][u] = rows[t][u] - mean[u];
            }
        }
        total = new double[units][];
        double[][] byUnit = new double[units][rows.length];
        for (int u = 0; u < units; u++) {
            for (int t = 0; t < rows.length; t++) {
                byUnit[u][t] = items[t][u];
            }
            total[u] = new double[u + 1];
            for (int v = 0; v <= u; v++) {
                total[u][v] = dot(byUnit[u], byUnit[v]);
            }
        }
    }

    /** The correlation over pairs of units; NaN with fewer than three pairs that vary. */
    double relation(int... of) {
        int units = total.length;
        double[] counts = new double[conditions]; // groups of several sizes that change labels change these
        for (int c : of) {
            counts[c]++;
        }
        double[][] between = new double[units][conditions]; // means, times the root of how many items they have
        double[][] signal = new double[units][conditions];
        double[] rest = new double[units];
        double[] mean = new double[conditions];
        for (int u = 0; u < units; u++) {
            Arrays.fill(mean, 0);
            for (int t = 0; t < items.length; t++) {
                mean[of[t]] += items[t][u] / counts[of[t]];
            }
            double middle = Arrays.stream(mean).average().orElseThrow();
            double squares = 0;
            for (int c = 0; c < conditions; c++) {
                between[u][c] = mean[c] * Math.sqrt(counts[c]);
                signal[u][c] = mean[c] - middle;
                squares += signal[u][c] * signal[u][c];
            }
            double within = total[u][u] - dot(between[u], between[u]);
            rest[u] = within > 1e-12 * total[u][u] ? Math.sqrt(within) : Double.NaN;
            for (int c = 0; c < conditions; c++) {
                signal[u][c] /= Math.sqrt(squares); // NaN where all means are the same
            }
        }
        double n = 0;
        double[] sums = new double[5];
        for (int u = 0; u < units; u++) {
            for (int v = 0; v < u; v++) {
                double x = dot(signal[u], signal[v]);
                double y = (total[u][v] - dot(between[u], between[v])) / (rest[u] * rest[v]);
                if (x == x && y == y) {
                    n++;
                    sums[0] += x;
                    sums[1] += y;
                    sums[2] += x * x;
                    sums[3] += y * y;
                    sums[4] += x * y;
                }
            }
        }
        return n < 3
                ? Double.NaN
                : (sums[4] - sums[0] * sums[1] / n)
                        / Math.sqrt((sums[2] - sums[0] * sums[0] / n) * (sums[3] - sums[1] * sums[1] / n));
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
