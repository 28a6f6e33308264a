package io.patchclamp.geometry;

import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** One place's responses by condition, units whitened where asked. */
record Conditions(float[][] rows, int[] of, int count, double[] factor) {
    static Conditions of(Patterns place, Labels labels, boolean whitened) {
        double[] factor = new double[place.units()];
        java.util.Arrays.fill(factor, 1);
        Conditions plain =
                new Conditions(place.rows(), labels.of(), labels.classes().size(), factor);
        if (!whitened) {
            return plain;
        }
        double[][] means = plain.means(t -> true);
        double[] square = new double[factor.length];
        for (int t = 0; t < plain.of.length; t++) {
            for (int u = 0; u < factor.length; u++) {
                double d = place.rows()[t][u] - means[plain.of[t]][u];
                square[u] += d * d;
            }
        }
        int df = plain.of.length - plain.count;
        if (df < 1) {
            return plain; // one trial a condition: there is no spread within conditions to divide by
        }
        for (int u = 0; u < factor.length; u++) {
            double deviation = Math.sqrt(square[u] / df);
            factor[u] = deviation > 0 ? 1 / deviation : 0;
        }
        return new Conditions(place.rows(), labels.of(), labels.classes().size(), factor);
    }

    /** {@code [condition][unit]} over some trials. */
    double[][] means(IntPredicate trials) {
        double[][] means = new double[count][factor.length];
        int[] n = new int[count];
        for (int t = 0; t < of.length; t++) {
            if (trials.test(t)) {
                n[of[t]]++;
                for (int u = 0; u < factor.length; u++) {
                    means[of[t]][u] += rows[t][u] * factor[u];
                }
            }
        }
        for (int c = 0; c < count; c++) {
            for (int u = 0; u < factor.length; u++) {
                means[c][u] /= n[c];
            }
        }
        return means;
    }

    double[][][] parts(Folds split) {
        return IntStream.range(0, split.count())
                .mapToObj(f -> means(t -> split.of()[t] == f))
                .toArray(double[][][]::new);
    }

    double[][] distances(Dissimilarity measure, Optional<Folds> split) {
        return measure == Dissimilarity.CROSSNOBIS
                ? Dissimilarity.crossnobis(parts(split.orElseThrow()))
                : measure.of(means(t -> true));
    }

    /** A matrix a part; crossnobis needs two parts for one distance, so that its parts are euclidean. */
    List<Rdm> byPart(Dissimilarity measure, Folds split, List<String> names) {
        Dissimilarity within = measure == Dissimilarity.CROSSNOBIS ? Dissimilarity.EUCLIDEAN : measure;
        return java.util.Arrays.stream(parts(split))
                .map(means -> Rdm.of("part", names, within.of(means)))
                .toList();
    }
}
