package io.patchclamp.geometry;

import io.patchclamp.progress.Progress;

/** Means and deviations of units over training trials, to be applied to any trials. */
record Standard(double[] mean, double[] factor) {
    static Standard of(float[][] rows, int[] train) {
        int units = rows[0].length;
        double[] mean = new double[units];
        double[] factor = new double[units];
        for (int t : train) {
            Progress.checkCancelled("standardising");
            for (int u = 0; u < units; u++) {
                mean[u] += (double) rows[t][u] / train.length;
            }
        }
        for (int t : train) {
            Progress.checkCancelled("standardising");
            for (int u = 0; u < units; u++) {
                factor[u] += (rows[t][u] - mean[u]) * (rows[t][u] - mean[u]);
            }
        }
        for (int u = 0; u < units; u++) {
            double deviation = Math.sqrt(factor[u] / train.length);
            factor[u] = deviation > 1e-7 * Math.abs(mean[u]) && deviation > 0 ? 1 / deviation : 0;
        }
        return new Standard(mean, factor);
    }

    float[][] apply(float[][] rows, int[] trials) {
        float[][] out = new float[trials.length][mean.length];
        for (int i = 0; i < trials.length; i++) {
            for (int u = 0; u < mean.length; u++) {
                out[i][u] = (float) ((rows[trials[i]][u] - mean[u]) * factor[u]);
            }
        }
        return out;
    }
}
