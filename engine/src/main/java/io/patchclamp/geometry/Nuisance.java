package io.patchclamp.geometry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;

import io.patchclamp.epoch.Responses;
import io.patchclamp.trial.Trials;

/**
 * What tells trials apart without any meaning: how long a text is, and where in it the numbers were read.
 *
 * @param names one a column; none where all trials are alike
 * @param columns {@code [trial][column]}
 */
record Nuisance(List<String> names, double[][] columns) {
    static Nuisance of(Responses responses, int[] trials) {
        List<String> names = new ArrayList<>();
        List<double[]> kept = new ArrayList<>();
        List<Trials.Item> items = responses.trials().items();
        int[] lengths = responses.lengths();
        int[] positions = responses.positions();
        keep("length in tokens", t -> lengths[t], trials, names, kept);
        keep("length in characters", t -> items.get(t).prompt().length(), trials, names, kept);
        keep("token position", t -> positions[t], trials, names, kept);
        keep(
                "event's length in characters",
                t -> items.get(t).event().map(e -> e.end() - e.start()).orElse(0),
                trials,
                names,
                kept);
        double[][] columns = new double[trials.length][kept.size()];
        for (int t = 0; t < trials.length; t++) {
            for (int c = 0; c < kept.size(); c++) {
                columns[t][c] = kept.get(c)[t];
            }
        }
        return new Nuisance(List.copyOf(names), columns);
    }

    /** Keeps what differs, and is not one of those before less a constant. */
    private static void keep(
            String name, IntToDoubleFunction of, int[] trials, List<String> names, List<double[]> kept) {
        double[] column = Arrays.stream(trials).mapToDouble(of).toArray();
        boolean constant = Arrays.stream(column).distinct().count() == 1;
        boolean known = kept.stream().anyMatch(other -> {
            double shift = column[0] - other[0];
            for (int t = 0; t < column.length; t++) {
                if (column[t] - other[t] != shift) {
                    return false;
                }
            }
            return true;
        });
        if (!constant && !known) {
            names.add(name);
            kept.add(column);
        }
    }

    /** None of it. */
    Nuisance none() {
        return new Nuisance(List.of(), new double[columns.length][0]);
    }

    /** As populations of one unit each, and all of them together where they are several. */
    List<Patterns> patterns() {
        List<Patterns> patterns = new ArrayList<>();
        for (int c = 0; c < names.size(); c++) {
            patterns.add(pattern(names.get(c), c, c + 1));
        }
        if (names.size() > 1) {
            patterns.add(pattern("all of these", 0, names.size()));
        }
        return patterns;
    }

    private Patterns pattern(String name, int from, int to) {
        float[][] rows = new float[columns.length][to - from];
        for (int t = 0; t < rows.length; t++) {
            for (int c = from; c < to; c++) {
                rows[t][c - from] = (float) columns[t][c];
            }
        }
        return new Patterns(name, rows);
    }
}
