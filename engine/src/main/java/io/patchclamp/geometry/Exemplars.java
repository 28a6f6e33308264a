package io.patchclamp.geometry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.patchclamp.geometry.ReceptiveField.Exemplar;
import io.patchclamp.geometry.ReceptiveField.Shown;
import io.patchclamp.record.RecordedTrial;
import io.patchclamp.record.Recording;

/** The tokens at which a unit is highest and lowest, one a trial, in their text. */
final class Exemplars {
    private static final int BEFORE = 8;
    private static final int AFTER = 3;

    private Exemplars() {}

    static List<Exemplar> highest(Recording recording, List<double[]> activations, int top) {
        return exemplars(recording, activations).stream().limit(top).toList();
    }

    static List<Exemplar> lowest(Recording recording, List<double[]> activations, int top) {
        List<double[]> negated = activations.stream().map(Exemplars::negated).toList();
        return exemplars(recording, negated).stream()
                .limit(top)
                .map(Exemplars::turned)
                .toList();
    }

    private static Exemplar turned(Exemplar e) {
        return new Exemplar(
                e.trial(),
                e.token(),
                -e.activation(),
                e.context().stream()
                        .map(s -> new Shown(s.number(), s.visible(), -s.activation()))
                        .toList());
    }

    private static double[] negated(double[] a) {
        return Arrays.stream(a).map(v -> -v).toArray();
    }

    /** What was read up to a token decides what a unit does there: the same beginning is one exemplar. */
    private static List<Exemplar> exemplars(Recording recording, List<double[]> activations) {
        Set<List<Integer>> seen = new HashSet<>();
        List<Exemplar> best = new ArrayList<>();
        for (int t = 0; t < activations.size(); t++) {
            double[] a = activations.get(t);
            int at = -1;
            for (int i = 0; i < a.length; i++) {
                at = at < 0 || a[i] > a[at] ? i : at;
            }
            if (at >= 0) {
                RecordedTrial trial = recording.trials().get(t);
                int token = trial.rows().get(at + 1);
                List<Integer> read = new ArrayList<>(trial.prompt().ids());
                read.addAll(trial.generated());
                if (!seen.add(List.copyOf(read.subList(0, Math.min(read.size(), token + 1))))) {
                    continue;
                }
                best.add(new Exemplar(t, token, a[at], context(trial, a, token)));
            }
        }
        best.sort(Comparator.comparingDouble(e -> -e.activation()));
        return best;
    }

    private static List<Shown> context(RecordedTrial trial, double[] a, int token) {
        List<Shown> shown = new ArrayList<>();
        int last = Math.min(trial.visible().size() - 1, token + AFTER);
        for (int i = Math.max(0, token - BEFORE); i <= last; i++) {
            int row = trial.rows().indexOf(i);
            shown.add(new Shown(i, trial.visible().get(i), row < 1 ? Double.NaN : a[row - 1]));
        }
        return shown;
    }
}
