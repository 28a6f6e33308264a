package io.patchclamp.geometry;

import io.patchclamp.progress.Progress;

/**
 * Discriminants of many labellings at once, trained on some trials and read on others.
 *
 * <p>Linear discriminant analysis with equal priors and λI added to the scatter within classes, in the dual: with
 * A = (K + λI)⁻¹ over the training trials and u the classes' indicators divided by their counts, the means' products
 * under the inverse of the total scatter are Q = u'(I - λA)u and T(x) = u'A k(x). The scatter within is the total less
 * that between, so by Woodbury's identity the discriminants are (I - QN)⁻¹(T - Q/2's diagonal). A and k depend on the
 * split alone: any number of labellings share them.
 *
 * <p>Source: Hastie, Buja and Tibshirani, Penalized discriminant analysis, 1995; for two classes the direction is that of
 * ridge regression on the labels.
 */
final class Readout {
    private final double[][] within;
    private final double[][] across;
    private final int[] train;
    private final int[] test;
    private final double scale;

    private double[][] inverse;
    private double[][] reads;
    private double lambda;

    /** {@code within} is [train, train], {@code across} [test, train], both centred by the training trials. */
    Readout(double[][] within, double[][] across, int[] train, int[] test) {
        this.within = within;
        this.across = across;
        this.train = train;
        this.test = test;
        double mean = Dense.trace(within) / train.length;
        this.scale = mean > 0 ? mean : 1;
    }

    static Readout of(double[][] gram, int[] train, int[] test) {
        return new Readout(Dense.part(gram, train, train), Dense.part(gram, test, train), train, test);
    }

    int[] test() {
        return test;
    }

    /** Sets λ, in units of the mean squared length of a training trial. */
    Readout at(double penalty) {
        lambda = penalty * scale;
        double[][] sum = new double[train.length][];
        for (int i = 0; i < sum.length; i++) {
            sum[i] = within[i].clone();
            sum[i][i] += lambda;
        }
        inverse = Dense.inverse(sum);
        reads = Dense.times(across, inverse);
        return this;
    }

    /** {@code [labelling][test trial][class]} for labellings {@code [labelling][trial]}. */
    double[][][] discriminants(int[][] labellings, int classes) {
        return discriminants(labellings, classes, reads);
    }

    /** The same for the tested trials at another place, given as {@code [test, train]} products. */
    double[][][] elsewhere(int[][] labellings, int classes, double[][] products) {
        return discriminants(labellings, classes, Dense.times(products, inverse));
    }

    /** The same for other trials, given as {@code [trial][train]} products. */
    private double[][][] discriminants(int[][] labellings, int classes, double[][] read) {
        int count = labellings.length;
        double[][] n = new double[count][classes];
        for (int b = 0; b < count; b++) {
            for (int t : train) {
                n[b][labellings[b][t]]++;
            }
        }
        double[][][] u = new double[classes - 1][][];
        double[][][] au = new double[classes - 1][][];
        double[][][] t = new double[classes - 1][][];
        for (int c = 0; c + 1 < classes; c++) {
            u[c] = indicators(labellings, c, n);
            au[c] = Dense.times(inverse, u[c]);
            t[c] = Dense.times(read, u[c]);
        }
        double[][][] q = products(u, au, n, classes);
        double[][][] out = new double[count][read.length][classes];
        for (int b = 0; b < count; b++) {
            Progress.checkCancelled("reading out");
            double[][] r = unmixed(q[b], n[b]);
            double[] half = new double[classes];
            for (int c = 0; c < classes; c++) {
                for (int k = 0; k < classes; k++) {
                    half[c] += r[c][k] * q[b][k][c] / 2;
                }
            }
            double[] means = new double[classes];
            for (int x = 0; x < read.length; x++) {
                means[classes - 1] = 0;
                for (int c = 0; c + 1 < classes; c++) {
                    means[c] = t[c][x][b];
                    means[classes - 1] -= n[b][c] * means[c] / n[b][classes - 1];
                }
                for (int c = 0; c < classes; c++) {
                    double sum = -half[c];
                    for (int k = 0; k < classes; k++) {
                        sum += r[c][k] * means[k];
                    }
                    out[b][x][c] = sum;
                }
            }
        }
        return out;
    }

    private double[][] indicators(int[][] labellings, int c, double[][] n) {
        double[][] u = new double[train.length][labellings.length];
        for (int i = 0; i < train.length; i++) {
            Progress.checkCancelled("reading out");
            for (int b = 0; b < labellings.length; b++) {
                u[i][b] = labellings[b][train[i]] == c ? 1 / n[b][c] : 0;
            }
        }
        return u;
    }

    /** Q of each labelling; its last row and column follow from the others, as all is centred: Qn = 0. */
    private double[][][] products(double[][][] u, double[][][] au, double[][] n, int classes) {
        int count = n.length;
        double[][][] q = new double[count][classes][classes];
        for (int c = 0; c + 1 < classes; c++) {
            for (int k = 0; k + 1 < classes; k++) {
                double[] sum = new double[count];
                for (int i = 0; i < train.length; i++) {
                    Progress.checkCancelled("reading out");
                    for (int b = 0; b < count; b++) {
                        sum[b] += u[c][i][b] * (u[k][i][b] - lambda * au[k][i][b]);
                    }
                }
                for (int b = 0; b < count; b++) {
                    q[b][c][k] = sum[b];
                }
            }
        }
        int last = classes - 1;
        for (int b = 0; b < count; b++) {
            Progress.checkCancelled("reading out");
            for (int c = 0; c < last; c++) {
                double sum = 0;
                for (int k = 0; k < last; k++) {
                    sum += q[b][c][k] * n[b][k];
                }
                q[b][c][last] = -sum / n[b][last];
                q[b][last][c] = q[b][c][last];
            }
            for (int k = 0; k < last; k++) {
                q[b][last][last] -= q[b][last][k] * n[b][k] / n[b][last];
            }
        }
        return q;
    }

    /** (I - QN)⁻¹. */
    private static double[][] unmixed(double[][] q, double[] n) {
        int classes = n.length;
        double[][] out = new double[classes][classes];
        for (int column = 0; column < classes; column++) {
            double[][] mixed = new double[classes][classes];
            double[] unit = new double[classes];
            unit[column] = 1;
            for (int c = 0; c < classes; c++) {
                for (int k = 0; k < classes; k++) {
                    mixed[c][k] = (c == k ? 1 : 0) - q[c][k] * n[k];
                }
            }
            Dense.solve(mixed, unit);
            for (int c = 0; c < classes; c++) {
                out[c][column] = unit[c];
            }
        }
        return out;
    }
}
