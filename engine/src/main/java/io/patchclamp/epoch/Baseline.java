package io.patchclamp.epoch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.patchclamp.fault.PatchclampException;
import io.patchclamp.trial.DropLog.Drop;
import io.patchclamp.trial.Reason;

/** Subtracts what was there before the event. */
final class Baseline {
    private Baseline() {}

    static Epochs of(Epochs epochs, int from, int to) {
        refuseWhereItMeansNothing(epochs, from, to);
        List<Cut> cuts = new ArrayList<>();
        List<Drop> drops = new ArrayList<>();
        for (int t = 0; t < epochs.count(); t++) {
            Cut cut = epochs.cuts().get(t);
            double[] mean = mean(epochs, t, from, to);
            if (mean.length == 0 && !epochs.units().isEmpty()) {
                String what = "no token from " + from + " to " + to;
                drops.add(new Drop(cut.number(), cut.trial().item().prompt(), Reason.OUTSIDE, what));
                continue;
            }
            float[][] rows = new float[cut.rows().length][];
            for (int o = 0; o < rows.length; o++) {
                rows[o] = cut.rows()[o] == null ? null : less(cut.rows()[o], mean);
            }
            cuts.add(cut.with(rows));
        }
        int sharing = sharing(epochs);
        List<String> notes = new ArrayList<>();
        notes.add("Each trial less its mean from offset " + from + " to " + to + ", unit by unit.");
        if (sharing > 0) {
            notes.add(sharing + " of " + epochs.count()
                    + " trials have the tokens before the event in common with another: between these the baseline"
                    + " takes nothing away.");
        }
        return epochs.changed(cuts, epochs.log().with(drops), "baseline", from + ".." + to, notes);
    }

    private static void refuseWhereItMeansNothing(Epochs epochs, int from, int to) {
        if (to < from || to >= 0) {
            throw new PatchclampException(
                    "A baseline from offset " + from + " to " + to + " is not before the event.",
                    "two offsets below 0, the earlier first, such as -3 and -1");
        }
        for (Cut cut : epochs.cuts()) {
            if (cut.anchor() + to >= cut.event() && epochs.alignment().anchor() == Anchor.EVENT_LAST) {
                throw new PatchclampException(
                        "A baseline to offset " + to + " holds a part of the event in '"
                                + cut.trial().item().prompt() + "', whose event is "
                                + (cut.anchor() - cut.event() + 1) + " tokens.",
                        "Window.eventFirst, or a baseline that ends earlier");
            }
        }
        if (sharing(epochs) == epochs.count() && epochs.count() > 1) {
            throw new PatchclampException(
                    "Every one of the " + epochs.count()
                            + " trials has the tokens before its event in common with another: these are minimal pairs,"
                            + " a causal model does the same there in both, and there is no baseline to correct.",
                    "epochs.minimalPairs(\"pair\"), which proves that the difference before the event is 0");
        }
    }

    /** How many trials have all tokens before the event in common with another one. */
    private static int sharing(Epochs epochs) {
        Map<List<Integer>, Integer> counts = new HashMap<>();
        for (Cut cut : epochs.cuts()) {
            counts.merge(before(cut), 1, Integer::sum);
        }
        return counts.values().stream().filter(n -> n > 1).mapToInt(n -> n).sum();
    }

    private static List<Integer> before(Cut cut) {
        List<Integer> prompt = cut.trial().prompt().ids();
        return prompt.subList(0, Math.min(prompt.size(), cut.event()));
    }

    /** Empty if the trial has none of these offsets. */
    private static double[] mean(Epochs epochs, int trial, int from, int to) {
        double[] sum = new double[epochs.units().size()];
        int n = 0;
        for (int o = from; o <= to; o++) {
            float[] row = epochs.row(trial, o);
            if (row != null) {
                n++;
                for (int u = 0; u < sum.length; u++) {
                    sum[u] += row[u];
                }
            }
        }
        if (n == 0) {
            return new double[0];
        }
        for (int u = 0; u < sum.length; u++) {
            sum[u] /= n;
        }
        return sum;
    }

    private static float[] less(float[] row, double[] mean) {
        float[] out = new float[row.length];
        for (int u = 0; u < out.length; u++) {
            out[u] = (float) (row[u] - mean[u]);
        }
        return out;
    }
}
