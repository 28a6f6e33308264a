package io.patchclamp.geometry;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import io.patchclamp.stats.Interval;
import io.patchclamp.stats.Intervals;

/**
 * How well a class can be read from one place, in trials that the read-out was not trained on.
 *
 * @param name the site, or what else was read, such as {@code length in tokens}
 * @param units how many numbers a trial has there
 * @param accuracy one a fold: the mean over classes of the share of trials that are named right
 * @param area one a fold: the area under the ROC curve, mean over pairs of classes
 * @param penalty one a fold: the penalty that was chosen without it, in units of a training trial's mean squared length
 * @param predicted one a trial of those with a label: the class it was taken for, as an index
 * @param nullAccuracy one a shuffle of the labels: the mean accuracy over folds
 * @param nullArea one a shuffle: the mean area over folds
 */
public record DecodedPlace(
        String name,
        int units,
        List<Double> accuracy,
        List<Double> area,
        List<Double> penalty,
        List<Integer> predicted,
        List<Double> nullAccuracy,
        List<Double> nullArea) {
    public DecodedPlace {
        accuracy = List.copyOf(accuracy);
        area = List.copyOf(area);
        penalty = List.copyOf(penalty);
        predicted = List.copyOf(predicted);
        nullAccuracy = List.copyOf(nullAccuracy);
        nullArea = List.copyOf(nullArea);
    }

    /**
     * Balanced accuracy.
     *
     * @return the mean over folds, 0 to 1
     */
    public double meanAccuracy() {
        return mean(accuracy);
    }

    /**
     * Area under the ROC curve.
     *
     * @return the mean over folds, 0 to 1
     */
    public double meanArea() {
        return mean(area);
    }

    /**
     * A 95 % interval of the accuracy from its spread over folds. Folds share training trials, so that it is narrow rather
     * than wide.
     *
     * @return a t interval; empty where all folds are alike
     */
    public Optional<Interval> interval() {
        double[] folds = accuracy.stream().mapToDouble(x -> x).toArray();
        return Arrays.stream(folds).distinct().count() < 2
                ? Optional.empty()
                : Optional.of(Intervals.mean(folds, 0.95));
    }

    /**
     * What accuracy is worth nothing: between these quantiles of the shuffled accuracies.
     *
     * @param quantile such as 0.025 or 0.975
     * @return the accuracy below which this share of shuffles lies
     */
    public double nullQuantile(double quantile) {
        return Quantiles.of(nullAccuracy, quantile);
    }

    /**
     * How often labels that mean nothing do as well.
     *
     * @return the share of shuffles, the observed order among them, whose accuracy is as large; uncorrected
     */
    public double p() {
        return Quantiles.p(meanAccuracy(), nullAccuracy);
    }

    static double mean(List<Double> x) {
        return x.stream().mapToDouble(v -> v).average().orElse(Double.NaN);
    }
}
