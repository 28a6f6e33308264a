package io.patchclamp.geometry;

import io.patchclamp.progress.Progress;

/**
 * Principal axes of some rows: from products of rows with rows where there are fewer rows than columns, else from products
 * of columns.
 *
 * @param mean {@code [column]}, of the rows
 * @param variances descending, over n - 1
 * @param axes {@code [component][column]}, of length 1; the entry that is largest in size is positive
 */
record Spectrum(double[] mean, double[] variances, double[][] axes) {
    /** Keeps at most so many axes, and all variances. */
    static Spectrum of(double[][] rows, int most) {
        int n = rows.length;
        int p = rows[0].length;
        double[] mean = new double[p];
        for (double[] row : rows) {
            Dense.add(mean, row, 1.0 / n);
        }
        double[][] x = new double[n][];
        for (int i = 0; i < n; i++) {
            x[i] = rows[i].clone();
            Dense.add(x[i], mean, -1);
        }
        boolean dual = n <= p;
        double[][] products = dual ? byRow(x) : byColumn(x);
        Symmetric eigen = Symmetric.of(products);
        double[] values = eigen.values();
        int rank = Math.min(n - 1, p);
        double[] variances = new double[rank];
        for (int i = 0; i < rank; i++) {
            variances[i] = Math.max(0, values[i]) / (n - 1);
        }
        int kept = Math.min(most, rank);
        double[][] axes = new double[kept][p];
        for (int k = 0; k < kept; k++) {
            double[] vector = eigen.vectors()[k];
            if (dual) {
                for (int i = 0; i < n; i++) {
                    Dense.add(axes[k], x[i], vector[i]);
                }
            } else {
                axes[k] = vector;
            }
            upright(axes[k]);
        }
        return new Spectrum(mean, variances, axes);
    }

    static double[][] byRow(double[][] x) {
        double[][] out = new double[x.length][x.length];
        for (int i = 0; i < x.length; i++) {
            Progress.checkCancelled("finding components");
            for (int j = 0; j <= i; j++) {
                double sum = 0;
                for (int u = 0; u < x[i].length; u++) {
                    sum += x[i][u] * x[j][u];
                }
                out[i][j] = sum;
                out[j][i] = sum;
            }
        }
        return out;
    }

    static double[][] byColumn(double[][] x) {
        int p = x[0].length;
        double[][] out = new double[p][p];
        for (double[] row : x) {
            for (int i = 0; i < p; i++) {
                Progress.checkCancelled("finding components");
                Dense.add(out[i], row, row[i]);
            }
        }
        return out;
    }

    /** Length 1, and its largest entry positive: the sign of an axis means nothing, and should not change. */
    private static void upright(double[] axis) {
        double square = 0;
        double largest = 0;
        for (double v : axis) {
            square += v * v;
            largest = Math.abs(v) > Math.abs(largest) ? v : largest;
        }
        double factor = square > 0 ? Math.signum(largest) / Math.sqrt(square) : 0;
        for (int i = 0; i < axis.length; i++) {
            axis[i] *= factor;
        }
    }

    double[] scores(double[] row) {
        double[] x = row.clone();
        Dense.add(x, mean, -1);
        double[] scores = new double[axes.length];
        for (int k = 0; k < axes.length; k++) {
            for (int u = 0; u < x.length; u++) {
                scores[k] += axes[k][u] * x[u];
            }
        }
        return scores;
    }

    /** (Σλ)² / Σλ²: over how many axes the variance is spread. */
    double participation() {
        double sum = 0;
        double squares = 0;
        for (double v : variances) {
            sum += v;
            squares += v * v;
        }
        return squares > 0 ? sum * sum / squares : Double.NaN;
    }

    double total() {
        double sum = 0;
        for (double v : variances) {
            sum += v;
        }
        return sum;
    }
}
