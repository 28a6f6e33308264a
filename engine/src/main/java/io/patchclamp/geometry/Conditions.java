package io.patchclamp.geometry;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** One place's responses by condition, whitened where asked. */
record Conditions(float[][] rows, int[] of, int count, Optional<Whitening> whitening) {
    static Conditions of(Patterns place, Labels labels, Noise noise) {
        Conditions plain =
                new Conditions(place.rows(), labels.of(), labels.classes().size(), Optional.empty());
        int df = plain.of.length - plain.count;
        if (noise == Noise.NONE || df < 1) {
            return plain; // one trial a condition: there is no spread within conditions to divide by
        }
        double[][] means = plain.means(t -> true);
        double[][] residuals = new double[plain.of.length][place.units()];
        for (int t = 0; t < residuals.length; t++) {
            for (int u = 0; u < residuals[t].length; u++) {
                residuals[t][u] = place.rows()[t][u] - means[plain.of[t]][u];
            }
        }
        return new Conditions(plain.rows, plain.of, plain.count, Optional.of(Whitening.of(residuals, df, noise)));
    }

    /** {@code [condition][unit]} over some trials. */
    double[][] means(IntPredicate trials) {
        double[][] means = new double[count][rows[0].length];
        int[] n = new int[count];
        for (int t = 0; t < of.length; t++) {
            if (trials.test(t)) {
                n[of[t]]++;
                for (int u = 0; u < means[of[t]].length; u++) {
                    means[of[t]][u] += rows[t][u];
                }
            }
        }
        for (int c = 0; c < count; c++) {
            for (int u = 0; u < means[c].length; u++) {
                means[c][u] /= n[c];
            }
        }
        return whitening
                .map(w -> Arrays.stream(means).map(w::apply).toArray(double[][]::new))
                .orElse(means);
    }

    double[][][] parts(Folds split) {
        return IntStream.range(0, split.count())
                .mapToObj(f -> means(t -> split.of()[t] == f))
                .toArray(double[][][]::new);
    }

    private double[][][] others(Folds split) {
        return IntStream.range(0, split.count())
                .mapToObj(f -> means(t -> split.of()[t] != f))
                .toArray(double[][][]::new);
    }

    double[][] distances(Dissimilarity measure, Optional<Folds> split) {
        return measure == Dissimilarity.CROSSNOBIS
                ? Dissimilarity.crossnobis(parts(split.orElseThrow()), others(split.orElseThrow()))
                : measure.of(means(t -> true));
    }

    /** A matrix a part; crossnobis needs two parts for one distance, so that its parts are euclidean. */
    List<Rdm> byPart(Dissimilarity measure, Folds split, List<String> names) {
        Dissimilarity within = measure == Dissimilarity.CROSSNOBIS ? Dissimilarity.EUCLIDEAN : measure;
        return Arrays.stream(parts(split))
                .map(means -> Rdm.of("part", names, within.of(means)))
                .toList();
    }
}
