package io.patchclamp.geometry;

import java.util.List;

import org.apache.commons.math3.stat.descriptive.rank.Percentile;

/** Where a number lies among those of shuffles. */
final class Quantiles {
    private Quantiles() {}

    /** Linear between the two nearest, as NumPy has it by default. */
    static double of(List<Double> x, double quantile) {
        if (x.isEmpty()) {
            return Double.NaN;
        }
        double[] values = x.stream().mapToDouble(v -> v).toArray();
        return new Percentile()
                .withEstimationType(Percentile.EstimationType.R_7)
                .evaluate(values, Math.max(1e-9, 100 * quantile));
    }

    /** The share that is as large, what was observed among them: never 0 (Phipson and Smyth 2010); NaN of nothing. */
    static double p(double observed, List<Double> shuffled) {
        if (Double.isNaN(observed)) {
            return Double.NaN;
        }
        double bound = observed - 1e-9 * Math.max(1, Math.abs(observed));
        long asLarge = shuffled.stream().filter(x -> x >= bound).count();
        return (1.0 + asLarge) / (1.0 + shuffled.size());
    }
}
