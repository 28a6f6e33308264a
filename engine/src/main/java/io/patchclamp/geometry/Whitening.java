package io.patchclamp.geometry;

import java.util.Arrays;

import io.patchclamp.progress.Progress;

/**
 * A linear map after which trials of one condition differ alike in all directions: x to Σ^(-1/2) x, where Σ is the
 * covariance of residuals as {@link Noise} has it. Units are multiplied by {@code factor} first; then what lies along each
 * of {@code axes} by its own number and all the rest by {@code outside}, so that no matrix of units by units is made.
 */
record Whitening(double[] factor, double outside, double[] along, double[][] axes) {
    /** Residuals {@code [trial][unit]}, each less its condition's mean; {@code df} is trials less conditions. */
    static Whitening of(double[][] residuals, int df, Noise noise) {
        int units = residuals[0].length;
        double[] factor = new double[units];
        Arrays.fill(factor, 1);
        if (noise == Noise.DIAGONAL || noise == Noise.SHRUNK) {
            for (int u = 0; u < units; u++) {
                double square = 0;
                for (double[] row : residuals) {
                    square += row[u] * row[u];
                }
                double deviation = Math.sqrt(square / df);
                factor[u] = deviation > 0 ? 1 / deviation : 0;
            }
        }
        if (noise == Noise.NONE || noise == Noise.DIAGONAL) {
            return new Whitening(factor, 1, new double[0], new double[0][]);
        }
        double[][] y = new double[residuals.length][];
        for (int t = 0; t < y.length; t++) {
            y[t] = times(residuals[t], factor);
        }
        double[] weights = noise == Noise.SHRUNK ? towardsDiagonal(y, df) : towardsEqual(y, df);
        return of(factor, y, weights[0], weights[1]);
    }

    /** Σ = equal I + own Y'Y. */
    private static Whitening of(double[] factor, double[][] y, double equal, double own) {
        boolean dual = y.length <= factor.length;
        double[][] products = dual ? Spectrum.byRow(y) : Spectrum.byColumn(y);
        Symmetric eigen = Symmetric.of(products);
        double[] values = eigen.values();
        int rank = (int) Arrays.stream(values)
                .filter(v -> v > 1e-12 * Math.max(values[0], 0))
                .count();
        double outside = equal > 0 ? 1 / Math.sqrt(equal) : 0;
        double[] along = new double[rank];
        double[][] axes = new double[rank][];
        for (int k = 0; k < rank; k++) {
            along[k] = 1 / Math.sqrt(equal + own * values[k]);
            double[] vector = eigen.vectors()[k];
            axes[k] = vector;
            if (dual) {
                axes[k] = new double[factor.length];
                for (int t = 0; t < y.length; t++) {
                    Dense.add(axes[k], y[t], vector[t] / Math.sqrt(values[k]));
                }
            }
        }
        return new Whitening(factor, outside, along, axes);
    }

    double[] apply(double[] x) {
        Progress.checkCancelled("whitening");
        double[] scaled = times(x, factor);
        double[] out = axes.length == 0 ? scaled : times(scaled, outside);
        for (int k = 0; k < axes.length; k++) {
            double component = 0;
            for (int u = 0; u < scaled.length; u++) {
                component += axes[k][u] * scaled[u];
            }
            Dense.add(out, axes[k], component * (along[k] - outside));
        }
        return out;
    }

    /** Ledoit and Wolf: how much of the mean variance, and of the products; all from products of trials with trials. */
    private static double[] towardsEqual(double[][] y, int df) {
        int n = y.length;
        int p = y[0].length;
        double trace = 0;
        double fourth = 0;
        double squares = 0;
        for (int i = 0; i < n; i++) {
            Progress.checkCancelled("whitening");
            for (int j = 0; j < n; j++) {
                double product = dot(y[i], y[j]);
                squares += product * product;
                if (i == j) {
                    trace += product / n;
                    fourth += product * product / n;
                }
            }
        }
        double norm = squares / ((double) n * n);
        double mean = trace / p;
        double apart = norm - p * mean * mean;
        double error = Math.min(apart, (fourth - norm) / n);
        double share = apart > 0 ? error / apart : 1;
        return new double[] {share * mean * n / df, (1 - share) / df};
    }

    /** Schäfer and Strimmer, for units that are divided by their deviations. */
    private static double[] towardsDiagonal(double[][] z, int df) {
        int n = z.length;
        double all = 0;
        double fourth = 0;
        double own = 0;
        for (int i = 0; i < n; i++) {
            Progress.checkCancelled("whitening");
            for (int j = 0; j < n; j++) {
                double product = dot(z[i], z[j]);
                all += product * product;
                fourth += i == j ? product * product : 0;
            }
            for (double v : z[i]) {
                own += v * v * v * v;
            }
        }
        double varying = 0;
        for (int u = 0; u < z[0].length; u++) {
            boolean varies = false;
            for (double[] row : z) {
                varies |= row[u] != 0;
            }
            varying += varies ? 1 : 0;
        }
        double beside = (all - varying * df * df) / ((n - 1.0) * (n - 1.0));
        double products = (fourth - own) / (n - 1.0);
        double share = beside > 0 ? (double) n / df / df * (products - beside) / beside : 1;
        double shrunk = Math.max(0, Math.min(1, share));
        return new double[] {shrunk, (1 - shrunk) / df};
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int u = 0; u < a.length; u++) {
            sum += a[u] * b[u];
        }
        return sum;
    }

    private static double[] times(double[] x, double[] factor) {
        double[] out = x.clone();
        for (int u = 0; u < out.length; u++) {
            out[u] *= factor[u];
        }
        return out;
    }

    private static double[] times(double[] x, double factor) {
        double[] out = x.clone();
        for (int u = 0; u < out.length; u++) {
            out[u] *= factor;
        }
        return out;
    }
}
