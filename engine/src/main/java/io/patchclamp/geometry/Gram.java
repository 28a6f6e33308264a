package io.patchclamp.geometry;

import java.util.Arrays;

import io.patchclamp.progress.Progress;

/**
 * Inner products of all trials with all, after units were centred (and scaled) and nuisances taken out, with means,
 * scales and slopes of the training trials alone: nothing of a left-out trial is in what reads it.
 */
final class Gram {
    private Gram() {}

    /** {@code [trial][trial]}; {@code nuisance} is {@code [trial][column]}, with no column to take nothing out. */
    static double[][] of(float[][] rows, int[] train, boolean scaled, double[][] nuisance) {
        double[][] gram = products(standardised(rows, train, scaled));
        return nuisance[0].length == 0 ? gram : without(gram, train, centred(nuisance, train));
    }

    /** Units less their training mean, each divided by its training deviation where asked; constant units are 0. */
    static float[][] standardised(float[][] rows, int[] train, boolean scaled) {
        int units = rows[0].length;
        double[] mean = new double[units];
        double[] square = new double[units];
        for (int t : train) {
            for (int u = 0; u < units; u++) {
                mean[u] += rows[t][u];
            }
        }
        for (int u = 0; u < units; u++) {
            mean[u] /= train.length;
        }
        for (int t : train) {
            for (int u = 0; u < units; u++) {
                double d = rows[t][u] - mean[u];
                square[u] += d * d;
            }
        }
        float[][] out = new float[rows.length][units];
        double[] factor = new double[units];
        for (int u = 0; u < units; u++) {
            double deviation = Math.sqrt(square[u] / train.length);
            factor[u] = scaled ? (deviation > 1e-7 * Math.abs(mean[u]) && deviation > 0 ? 1 / deviation : 0) : 1;
        }
        for (int t = 0; t < rows.length; t++) {
            for (int u = 0; u < units; u++) {
                out[t][u] = (float) ((rows[t][u] - mean[u]) * factor[u]);
            }
        }
        return out;
    }

    /** All inner products; four at a time, which is twice as fast. */
    static double[][] products(float[][] x) {
        int n = x.length;
        double[][] gram = new double[n][n];
        for (int i = 0; i < n; i += 2) {
            Progress.checkCancelled("multiplying rows");
            float[] a = x[i];
            float[] b = x[Math.min(i + 1, n - 1)];
            for (int j = 0; j <= i; j += 2) {
                float[] c = x[j];
                float[] d = x[Math.min(j + 1, n - 1)];
                double ac = 0;
                double ad = 0;
                double bc = 0;
                double bd = 0;
                for (int u = 0; u < a.length; u++) {
                    ac += (double) a[u] * c[u];
                    ad += (double) a[u] * d[u];
                    bc += (double) b[u] * c[u];
                    bd += (double) b[u] * d[u];
                }
                put(gram, i, j, ac);
                put(gram, i, j + 1, ad);
                put(gram, i + 1, j, bc);
                put(gram, i + 1, j + 1, bd);
            }
        }
        return gram;
    }

    private static void put(double[][] gram, int i, int j, double value) {
        if (i < gram.length && j < gram.length) {
            gram[i][j] = value;
            gram[j][i] = value;
        }
    }

    /** The products between two sets of rows. */
    static double[][] products(float[][] x, float[][] y) {
        double[][] all = new double[x.length][y.length];
        for (int i = 0; i < x.length; i++) {
            Progress.checkCancelled("multiplying rows");
            for (int j = 0; j < y.length; j++) {
                double sum = 0;
                for (int u = 0; u < x[i].length; u++) {
                    sum += (double) x[i][u] * y[j][u];
                }
                all[i][j] = sum;
            }
        }
        return all;
    }

    /** Columns less their training means, in units of their training deviations; constant columns are gone. */
    private static double[][] centred(double[][] columns, int[] train) {
        float[][] floats = new float[columns.length][];
        for (int t = 0; t < columns.length; t++) {
            floats[t] = new float[columns[t].length];
            for (int c = 0; c < columns[t].length; c++) {
                floats[t][c] = (float) columns[t][c];
            }
        }
        double[][] out = new double[columns.length][];
        float[][] z = standardised(floats, train, true);
        for (int t = 0; t < z.length; t++) {
            out[t] = new double[z[t].length];
            for (int c = 0; c < z[t].length; c++) {
                out[t][c] = z[t][c];
            }
        }
        return out;
    }

    /**
     * The products after {@code X - Z B}, where B are the slopes of the training trials: with W = (Z'Z)⁻¹Z' there, the
     * products become K - Z(WK) - (WK)'Z' + Z(WKW')Z'.
     */
    private static double[][] without(double[][] k, int[] train, double[][] z) {
        int n = k.length;
        int q = z[0].length;
        double[][] zz = new double[q][q];
        for (int t : train) {
            for (int a = 0; a < q; a++) {
                for (int b = 0; b < q; b++) {
                    zz[a][b] += z[t][a] * z[t][b];
                }
            }
        }
        for (int a = 0; a < q; a++) {
            zz[a][a] += 1e-9 * train.length; // columns that say the same, or nothing
        }
        double[][] inverse = Dense.inverse(zz);
        double[][] wk = new double[q][n];
        double[][] w = new double[q][train.length];
        for (int i = 0; i < train.length; i++) {
            for (int a = 0; a < q; a++) {
                for (int b = 0; b < q; b++) {
                    w[a][i] += inverse[a][b] * z[train[i]][b];
                }
                Dense.add(wk[a], k[train[i]], w[a][i]);
            }
        }
        double[][] wkw = new double[q][q];
        for (int a = 0; a < q; a++) {
            for (int b = 0; b < q; b++) {
                for (int i = 0; i < train.length; i++) {
                    wkw[a][b] += wk[a][train[i]] * w[b][i];
                }
            }
        }
        double[][] out = new double[n][];
        for (int i = 0; i < n; i++) {
            out[i] = Arrays.copyOf(k[i], n);
            for (int a = 0; a < q; a++) {
                Dense.add(out[i], wk[a], -z[i][a]);
                for (int j = 0; j < n; j++) {
                    double back = 0;
                    for (int b = 0; b < q; b++) {
                        back += wkw[a][b] * z[j][b];
                    }
                    out[i][j] += z[i][a] * back - wk[a][i] * z[j][a];
                }
            }
        }
        return out;
    }
}
