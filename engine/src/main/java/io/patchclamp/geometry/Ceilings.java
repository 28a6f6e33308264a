package io.patchclamp.geometry;

import java.util.List;

/** What the best model could reach, from how parts of the trials agree. */
final class Ceilings {
    private Ceilings() {}

    static RdmReading.Ceiling of(List<Rdm> parts, Agreement agreement) {
        List<double[]> pairs = parts.stream()
                .map(r -> normal(Dissimilarity.pairs(r.square()), agreement))
                .toList();
        double lower = 0;
        double upper = 0;
        for (int i = 0; i < pairs.size(); i++) {
            lower += agreement.of(pairs.get(i), mean(pairs, i)) / pairs.size();
            upper += agreement.of(pairs.get(i), mean(pairs, -1)) / pairs.size();
        }
        return new RdmReading.Ceiling(lower, upper);
    }

    /**
     * Ranks where ranks are compared, unit length for a cosine, z for a correlation: so that the mean is the best model.
     * Sums of ranks are exact and keep their ties, which would fall apart by round-off if ranks were scaled.
     */
    private static double[] normal(double[] pairs, Agreement agreement) {
        if (agreement.ranked()) {
            return Agreement.ranks(pairs);
        }
        double[] x = pairs.clone();
        double mean = 0;
        for (double v : x) {
            mean += v / x.length;
        }
        double shift = agreement == Agreement.COSINE ? 0 : mean;
        double square = 0;
        for (double v : x) {
            square += (v - shift) * (v - shift);
        }
        double length = Math.sqrt(square);
        for (int i = 0; i < x.length; i++) {
            x[i] = length > 0 ? (x[i] - shift) / length : 0;
        }
        return x;
    }

    private static double[] mean(List<double[]> all, int without) {
        double[] mean = new double[all.get(0).length];
        for (int i = 0; i < all.size(); i++) {
            if (i != without) {
                Dense.add(mean, all.get(i), 1);
            }
        }
        return mean;
    }
}
