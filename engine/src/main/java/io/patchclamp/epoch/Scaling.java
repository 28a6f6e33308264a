package io.patchclamp.epoch;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.patchclamp.array.NamedArray;
import io.patchclamp.fault.PatchclampException;

/**
 * Where each unit's zero and one are, fitted on stated trials.
 *
 * @param stated what they were fitted on, such as {@code S}
 * @param trials how many trials that were
 * @param units the units
 * @param mean {@code [unit]}
 * @param sd {@code [unit]}: standard deviation over trials and offsets, with n - 1; NaN for a unit that was constant
 */
public record Scaling(String stated, int trials, List<Unit> units, NamedArray mean, NamedArray sd) {
    public Scaling {
        Objects.requireNonNull(stated, "stated");
        units = List.copyOf(units);
        Objects.requireNonNull(mean, "mean");
        Objects.requireNonNull(sd, "sd");
    }

    /**
     * How many units were constant where it was fitted; scaled, they are NaN.
     *
     * @return none in most layers
     */
    public int constant() {
        int n = 0;
        for (float x : sd.toArray()) {
            n += Float.isNaN(x) ? 1 : 0;
        }
        return n;
    }

    static Scaling of(Epochs epochs, String stated) {
        int width = epochs.units().size();
        double[] mean = new double[width];
        double[] squares = new double[width];
        boolean[] varies = new boolean[width];
        float[] first = null;
        int n = 0;
        for (int t = 0; t < epochs.count(); t++) {
            for (int o : epochs.offsets()) {
                float[] row = epochs.row(t, o);
                if (row == null) {
                    continue;
                }
                n++;
                first = first == null ? row : first;
                for (int u = 0; u < width; u++) {
                    double delta = row[u] - mean[u]; // Welford: no difference of large sums
                    mean[u] += delta / n;
                    squares[u] += delta * (row[u] - mean[u]);
                    varies[u] |= row[u] != first[u];
                }
            }
        }
        float[] means = new float[width];
        float[] sds = new float[width];
        for (int u = 0; u < width; u++) {
            means[u] = (float) mean[u];
            sds[u] = varies[u] ? (float) Math.sqrt(squares[u] / (n - 1)) : Float.NaN;
        }
        int[] shape = {width};
        return new Scaling(
                stated,
                epochs.count(),
                epochs.units(),
                NamedArray.of(List.of("unit"), shape, means),
                NamedArray.of(List.of("unit"), shape, sds));
    }

    Epochs apply(Epochs epochs) {
        if (!units.equals(epochs.units())) {
            throw new PatchclampException(
                    "The scaling was fitted on " + units.size() + " units from "
                            + units.get(0).name() + ", these epochs have "
                            + epochs.units().size() + " from "
                            + epochs.units().get(0).name() + ".",
                    "a scaling of the same units: epochs.where(…).scaling(\"S\")");
        }
        float[] zero = mean.toArray();
        float[] one = sd.toArray();
        List<Cut> cuts = new ArrayList<>();
        for (Cut cut : epochs.cuts()) {
            float[][] rows = new float[cut.rows().length][];
            for (int o = 0; o < rows.length; o++) {
                float[] row = cut.rows()[o];
                if (row != null) {
                    rows[o] = new float[row.length];
                    for (int u = 0; u < row.length; u++) {
                        rows[o][u] = (row[u] - zero[u]) / one[u];
                    }
                }
            }
            cuts.add(cut.with(rows));
        }
        List<String> notes = new ArrayList<>();
        notes.add("In standard deviations, fitted on " + stated + " (" + trials + " trials).");
        if (constant() > 0) {
            notes.add(constant() + " of " + units.size() + " units were constant there and are left out (NaN).");
        }
        return epochs.changed(cuts, epochs.log(), "z-scored on", stated, notes);
    }
}
