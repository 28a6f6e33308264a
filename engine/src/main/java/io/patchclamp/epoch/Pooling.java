package io.patchclamp.epoch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.patchclamp.array.NamedArray;
import io.patchclamp.fault.PatchclampException;
import io.patchclamp.trial.Trials;

/** Epochs with fewer axes. */
final class Pooling {
    private Pooling() {}

    static Responses over(Epochs epochs, int from, int to) {
        if (to < from) {
            throw new PatchclampException(
                    "A window from offset " + from + " to " + to + " holds no token.",
                    "the first offset, then the last");
        }
        List<Integer> kept = new ArrayList<>();
        List<float[]> rows = new ArrayList<>();
        for (int t = 0; t < epochs.count(); t++) {
            float[] row = mean(epochs, t, from, to);
            if (row != null) {
                kept.add(t);
                rows.add(row);
            }
        }
        if (kept.isEmpty()) {
            Window alignment = epochs.alignment();
            throw new PatchclampException(
                    "None of " + epochs.count() + " trials has a token at " + window(from, to) + ".",
                    "offsets " + alignment.from() + " to " + alignment.to()
                            + ", which some trials have; epochs.counts() says how many");
        }
        String reading = window(from, to) + " from "
                + epochs.alignment().anchor().word()
                + (kept.size() < epochs.count() ? ", " + kept.size() + " of " + epochs.count() + " trials" : "");
        Trials trials = epochs.trials().choose(kept);
        List<Cut> cuts = kept.stream().map(epochs.cuts()::get).toList();
        return Responses.of(epochs.provenance(), reading, trials, epochs.units(), rows.toArray(float[][]::new))
                .read(
                        cuts.stream().mapToInt(c -> c.trial().prompt().count()).toArray(),
                        cuts.stream()
                                .mapToInt(c -> from == to ? c.anchor() + from : -1)
                                .toArray());
    }

    private static String window(int from, int to) {
        return from == to ? "offset " + from : "mean of offsets " + from + " to " + to;
    }

    /** A single row as it is; null if there is none. */
    private static float[] mean(Epochs epochs, int trial, int from, int to) {
        List<float[]> found = new ArrayList<>();
        for (int o = Math.max(from, epochs.alignment().from());
                o <= Math.min(to, epochs.alignment().to());
                o++) {
            float[] row = epochs.row(trial, o);
            if (row != null) {
                found.add(row);
            }
        }
        if (found.size() <= 1) {
            return found.isEmpty() ? null : found.get(0).clone();
        }
        float[] mean = new float[epochs.units().size()];
        for (int u = 0; u < mean.length; u++) {
            double sum = 0;
            for (float[] row : found) {
                sum += row[u];
            }
            mean[u] = (float) (sum / found.size());
        }
        return mean;
    }

    static Epochs units(Epochs epochs, UnitPool how, String name) {
        List<Cut> cuts = epochs.cuts().stream()
                .map(cut -> cut.with(Arrays.stream(cut.rows())
                        .map(row -> row == null ? null : new float[] {how.of(row)})
                        .toArray(float[][]::new)))
                .toList();
        String what = how.word() + " of " + epochs.units().size() + " units";
        return epochs.changed(
                cuts,
                List.of(how.unit(epochs.units(), name)),
                epochs.log(),
                UnitPool.NOTE,
                what,
                List.of("Each number is the " + what + "."));
    }

    static NamedArray mean(Epochs epochs) {
        int width = epochs.units().size();
        int length = epochs.alignment().length();
        float[] means = new float[length * width];
        Arrays.fill(means, Float.NaN);
        double[] sum = new double[width];
        for (int o = 0; o < length; o++) {
            Arrays.fill(sum, 0);
            int n = 0;
            for (int t = 0; t < epochs.count(); t++) {
                float[] row = epochs.row(t, epochs.alignment().from() + o);
                if (row != null) {
                    n++;
                    for (int u = 0; u < width; u++) {
                        sum[u] += row[u];
                    }
                }
            }
            for (int u = 0; u < width && n > 0; u++) {
                means[o * width + u] = (float) (sum[u] / n);
            }
        }
        return NamedArray.of(List.of("offset", "unit"), new int[] {length, width}, means);
    }
}
