package io.patchclamp.geometry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

import io.patchclamp.epoch.Responses;
import io.patchclamp.fault.PatchclampException;
import io.patchclamp.trial.Trials;

/** Who is asked what, and who is left out when: labels, groups, folds, and the shuffles that respect them. */
record Design(Places places, Labels labels, Groups groups, Folds folds, Shuffles shuffles, Map<String, Integer> n) {
    static Design of(Places places, String column, Optional<String> group, int folds, long seed) {
        return of(places, column, group, Optional.empty(), folds, seed);
    }

    /** Where an item is named, its trials have one label, and it is what counts. */
    static Design of(
            Places places, String column, Optional<String> group, Optional<String> item, int folds, long seed) {
        Labels labels = Labels.of(places.trials(), column);
        places.trials().choose(Arrays.stream(labels.trials()).boxed().toList()).refuseReplicates();
        Groups groups = Groups.of(places.trials(), labels.trials(), group);
        Folds split = Folds.of(groups, labels, folds, seed);
        if (item.isEmpty()) {
            Shuffles shuffles = new Shuffles(labels.of(), groups.members(), split.of());
            return new Design(places, labels, groups, split, shuffles, labels.n());
        }
        int[] items = items(places.trials(), labels, item.get());
        Shuffles shuffles = new Shuffles(labels.of(), groups.members(), split.of(), items);
        return new Design(places, labels, groups, split, shuffles, LeftOut.count(labels, items));
    }

    /** The item of each trial with a label; those without a name, or where prompts are named, are one each. */
    static int[] items(Trials trials, Labels labels, String asked) {
        if (asked.equals(Groups.PROMPT)) {
            return IntStream.range(0, labels.of().length).toArray();
        }
        String column = trials.column(asked);
        Map<String, Integer> ids = new LinkedHashMap<>();
        Map<String, Integer> label = new LinkedHashMap<>();
        int[] items = new int[labels.of().length];
        for (int i = 0; i < items.length; i++) {
            Trials.Item trial = trials.items().get(labels.trials()[i]);
            String cell = trial.columns().getOrDefault(column, "");
            String key = cell.isEmpty() ? "prompt " + trial.prompt() : "item " + cell;
            items[i] = ids.computeIfAbsent(key, k -> ids.size());
            Integer before = label.putIfAbsent(key, labels.of()[i]);
            if (before != null && before != labels.of()[i]) {
                throw new PatchclampException(
                        "The item '" + cell + "' of '" + column + "' is '"
                                + labels.classes().get(before) + "' and '"
                                + labels.classes().get(labels.of()[i]) + "' in '" + labels.column() + "'.",
                        "a column whose trials have one label each, or none");
            }
        }
        return items;
    }

    /** One number a trial of the responses, -1 for those without a label. */
    List<Integer> spread(int[] values) {
        return places.spread(labels.trials(), values);
    }

    List<String> notes(int permutations) {
        List<String> notes = new ArrayList<>(places.notes());
        notes.addAll(groups.notes());
        int without = places.trials().count() - labels.trials().length;
        if (without > 0) {
            notes.add(without + " of " + places.trials().count() + " trials have no '" + labels.column()
                    + "' and were left out");
        }
        if (shuffles.arrangements() < permutations + 1) {
            notes.add(String.format(
                    java.util.Locale.ROOT,
                    "there are only %,.0f orders of the labels: no p below %.3g means anything",
                    shuffles.arrangements(),
                    1 / shuffles.arrangements()));
        }
        String chosen = places.provenance().details().get(Responses.CHOSEN);
        if (chosen != null) {
            notes.add("units were chosen before (" + chosen
                    + "): circular unless they were chosen by other trials than these");
        }
        return notes;
    }
}
