package io.patchclamp.geometry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import io.patchclamp.epoch.Responses;

/** Who is asked what, and who is left out when: labels, groups, folds, and the shuffles that respect them. */
record Design(Places places, Labels labels, Groups groups, Folds folds, Shuffles shuffles) {
    static Design of(Places places, String column, Optional<String> group, int folds, long seed) {
        Labels labels = Labels.of(places.trials(), column);
        places.trials().choose(Arrays.stream(labels.trials()).boxed().toList()).refuseReplicates();
        Groups groups = Groups.of(places.trials(), labels.trials(), group);
        Folds split = Folds.of(groups, labels, folds, seed);
        Shuffles shuffles = new Shuffles(labels.of(), groups.members(), split.of());
        return new Design(places, labels, groups, split, shuffles);
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
