package io.patchclamp.geometry;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

import io.patchclamp.geometry.ReceptiveField.Near;
import io.patchclamp.progress.Progress;
import io.patchclamp.record.RecordedTrial;
import io.patchclamp.record.Recording;

/** The mean of centred stimuli weighted by what a unit did at each: Σ a(x - mean x) / Σ|a|. */
final class TriggeredAverage {
    private final List<double[]> activations;
    private final List<float[][]> stimuli;
    private final double[] mean;

    /** {@code [trial][token]} and {@code [trial][token][dimension]}. */
    TriggeredAverage(List<double[]> activations, List<float[][]> stimuli, int width) {
        this.activations = activations;
        this.stimuli = stimuli;
        this.mean = mean(stimuli, width);
    }

    static double length(double[] average) {
        return Math.sqrt(dot(average, average));
    }

    private static double[] mean(List<float[][]> stimuli, int width) {
        double[] mean = new double[width];
        int n = 0;
        for (float[][] trial : stimuli) {
            for (float[] x : trial) {
                n++;
                for (int u = 0; u < width; u++) {
                    mean[u] += x[u];
                }
            }
        }
        for (int u = 0; u < width; u++) {
            mean[u] /= Math.max(1, n);
        }
        return mean;
    }

    /** As it is, or turned around: each trial's activations moved on by a number of its own, what falls off coming in again. */
    double[] average(SplittableRandom random) {
        double[] sum = new double[mean.length];
        double weight = 0;
        for (int t = 0; t < activations.size(); t++) {
            Progress.checkCancelled("averaging");
            double[] a = activations.get(t);
            int turn = random == null || a.length == 0 ? 0 : random.nextInt(a.length);
            for (int i = 0; i < a.length; i++) {
                double w = a[(i + turn) % a.length];
                weight += Math.abs(w);
                float[] x = stimuli.get(t)[i];
                for (int u = 0; u < sum.length; u++) {
                    sum[u] += w * (x[u] - mean[u]);
                }
            }
        }
        for (int u = 0; u < sum.length; u++) {
            sum[u] /= weight > 0 ? weight : 1;
        }
        return sum;
    }

    /** The tokens of the recording, those in the average's direction first. */
    List<Near> nearest(Recording recording, double[] average) {
        Map<String, Double> cosines = new LinkedHashMap<>();
        double length = length(average);
        for (int t = 0; t < stimuli.size(); t++) {
            RecordedTrial trial = recording.trials().get(t);
            for (int i = 0; i < stimuli.get(t).length; i++) {
                double[] x = new double[mean.length];
                for (int u = 0; u < x.length; u++) {
                    x[u] = stimuli.get(t)[i][u] - mean[u];
                }
                double size = Math.sqrt(dot(x, x)) * length;
                cosines.putIfAbsent(
                        trial.visible().get(trial.rows().get(i + 1)), size > 0 ? dot(x, average) / size : 0);
            }
        }
        return cosines.entrySet().stream()
                .map(e -> new Near(e.getKey(), e.getValue()))
                .sorted(Comparator.comparingDouble(n -> -n.cosine()))
                .toList();
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int u = 0; u < a.length; u++) {
            sum += a[u] * b[u];
        }
        return sum;
    }
}
