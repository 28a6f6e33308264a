package io.patchclamp.geometry;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import io.patchclamp.epoch.Responses;
import io.patchclamp.fault.PatchclampException;
import io.patchclamp.trial.Trials;

/** What columns say of how far conditions are apart. */
final class ModelRdms {
    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

    private final Responses responses;
    private final Labels labels;

    ModelRdms(Responses responses, Labels labels) {
        this.responses = responses;
        this.labels = labels;
    }

    List<Rdm> of(List<String> columns) {
        List<Rdm> models = new ArrayList<>();
        for (String asked : columns) {
            models.add(column(responses.trials().column(asked)));
        }
        if (!models.isEmpty()) {
            Rdm length = length();
            if (length.pairs().stream().distinct().count() > 1) {
                models.add(length);
            }
        }
        return models;
    }

    private Rdm column(String column) {
        int n = labels.classes().size();
        String[] values = new String[n];
        for (int i = 0; i < labels.of().length; i++) {
            Trials.Item item = responses.trials().items().get(labels.trials()[i]);
            String value = item.columns().getOrDefault(column, "");
            int c = labels.of()[i];
            if (values[c] != null && !values[c].equals(value)) {
                throw new PatchclampException(
                        "The model '" + column + "' says '" + values[c] + "' and '" + value + "' of one condition, '"
                                + labels.classes().get(c) + "' of '" + labels.column() + "'.",
                        "a column that is the same for all trials of a condition");
            }
            values[c] = value;
        }
        boolean numbers =
                java.util.Arrays.stream(values).allMatch(v -> NUMBER.matcher(v).matches());
        double[][] d = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                d[i][j] = numbers
                        ? Math.abs(Double.parseDouble(values[i]) - Double.parseDouble(values[j]))
                        : values[i].equals(values[j]) ? 0 : 1;
            }
        }
        return Rdm.of(column, labels.classes(), d);
    }

    /** The nuisance: how much the mean length of texts differs. */
    private Rdm length() {
        int n = labels.classes().size();
        double[] mean = new double[n];
        int[] counts = labels.counts();
        int[] tokens = responses.lengths();
        boolean known = java.util.Arrays.stream(labels.trials()).allMatch(t -> tokens[t] >= 0);
        for (int i = 0; i < labels.of().length; i++) {
            int t = labels.trials()[i];
            int length = known
                    ? tokens[t]
                    : responses.trials().items().get(t).prompt().length();
            mean[labels.of()[i]] += (double) length / counts[labels.of()[i]];
        }
        double[][] d = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                d[i][j] = Math.abs(mean[i] - mean[j]);
            }
        }
        return Rdm.of(known ? "length in tokens" : "length in characters", labels.classes(), d);
    }
}
