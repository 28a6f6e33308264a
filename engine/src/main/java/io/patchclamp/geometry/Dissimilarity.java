package io.patchclamp.geometry;

import io.patchclamp.progress.Progress;

/**
 * What lies between two conditions' responses.
 *
 * <p>Source: Walther et al., Reliability of dissimilarity measures for multi-voxel pattern analysis, 2016.
 */
public enum Dissimilarity {
    /** The mean over units of the squared difference of means. Noise makes it larger. */
    EUCLIDEAN("squared euclidean / units"),
    /** One less the correlation over units: blind to a common gain. */
    CORRELATION("1 - correlation"),
    /** The squared difference, each factor from other trials: 0 on average where nothing differs, and then often below. */
    CROSSNOBIS("crossnobis");

    private final String word;

    Dissimilarity(String word) {
        this.word = word;
    }

    /**
     * As reports print it.
     *
     * @return such as {@code crossnobis}
     */
    public String word() {
        return word;
    }

    /** Distances of means {@code [condition][unit]}; not for crossnobis, which needs parts. */
    double[][] of(double[][] means) {
        int n = means.length;
        double[][] d = new double[n][n];
        for (int i = 0; i < n; i++) {
            Progress.checkCancelled("comparing conditions");
            for (int j = 0; j < i; j++) {
                d[i][j] = this == CORRELATION ? correlation(means[i], means[j]) : euclidean(means[i], means[j]);
                d[j][i] = d[i][j];
            }
        }
        return d;
    }

    private static double euclidean(double[] a, double[] b) {
        double sum = 0;
        for (int u = 0; u < a.length; u++) {
            sum += (a[u] - b[u]) * (a[u] - b[u]);
        }
        return sum / a.length;
    }

    private static double correlation(double[] a, double[] b) {
        double ma = 0;
        double mb = 0;
        for (int u = 0; u < a.length; u++) {
            ma += a[u] / a.length;
            mb += b[u] / a.length;
        }
        double ab = 0;
        double aa = 0;
        double bb = 0;
        for (int u = 0; u < a.length; u++) {
            ab += (a[u] - ma) * (b[u] - mb);
            aa += (a[u] - ma) * (a[u] - ma);
            bb += (b[u] - mb) * (b[u] - mb);
        }
        return 1 - ab / Math.sqrt(aa * bb);
    }

    /**
     * Each difference in one part of the trials times the same in all the others, {@code [part][condition][unit]} both, so
     * that noise, which differs between parts, cancels; the mean over parts, as rsatoolbox has it.
     */
    static double[][] crossnobis(double[][][] parts, double[][][] others) {
        int n = parts[0].length;
        int units = parts[0][0].length;
        double[][] d = new double[n][n];
        for (int i = 0; i < n; i++) {
            Progress.checkCancelled("comparing conditions");
            for (int j = 0; j < i; j++) {
                double all = 0;
                for (int k = 0; k < parts.length; k++) {
                    for (int u = 0; u < units; u++) {
                        all += (parts[k][i][u] - parts[k][j][u]) * (others[k][i][u] - others[k][j][u]);
                    }
                }
                d[i][j] = all / ((double) parts.length * units);
                d[j][i] = d[i][j];
            }
        }
        return d;
    }

    /** One number a pair, row by row of the upper triangle, as rsatoolbox and SciPy have it. */
    static double[] pairs(double[][] square) {
        int n = square.length;
        double[] pairs = new double[n * (n - 1) / 2];
        int at = 0;
        for (int i = 0; i < n; i++) {
            Progress.checkCancelled("comparing conditions");
            for (int j = i + 1; j < n; j++) {
                pairs[at++] = square[i][j];
            }
        }
        return pairs;
    }
}
