package io.patchclamp.geometry;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

import io.patchclamp.fault.PatchclampException;
import io.patchclamp.trial.Trials;

/**
 * Which trials are never in training and test at once, where these are told apart by another column: trials of one item or
 * group are met at several of its values, and what is learnt of the item at one would be known at the others.
 *
 * @param folds one where nothing is left out
 * @param words how they are left out, for a basis; empty where nothing is
 * @param n how many items each class has
 * @param notes what should be known of them
 */
record LeftOut(Folds folds, String words, Map<String, Integer> n, List<String> notes) {
    private static final int FOLDS = 5;

    static LeftOut of(Trials trials, Labels labels, Optional<String> group, Optional<String> item, long seed) {
        int[] alone = IntStream.range(0, labels.of().length).toArray();
        int[] items = item.isPresent() ? Design.items(trials, labels, item.get()) : alone;
        Map<String, Integer> n = count(labels, items);
        if (group.isEmpty() && item.isEmpty()) {
            return new LeftOut(new Folds(1, alone), "", n, List.of());
        }
        Joined sets = new Joined(items);
        String words = item.map(column -> "'" + column + "'").orElse("");
        List<String> notes = List.of();
        if (group.isPresent()) {
            Groups groups = Groups.of(trials, labels.trials(), group);
            sets = sets.with(g -> true, groups.members());
            words = groups.words() + (words.isEmpty() ? "" : " and " + words);
            notes = groups.notes();
        }
        int count = (int) Math.min(FOLDS, held(labels, sets.of()));
        if (count < 2) {
            throw new PatchclampException(
                    "All trials of one class of column '" + labels.column() + "' are one group of " + words
                            + ", and what is tested may not be in training.",
                    "a column with several values in each class, or leave it out");
        }
        Groups whole = new Groups(words, sets.members().length, sets.numbered(), notes);
        return new LeftOut(Folds.parts(whole, labels, count, seed), ", " + count + " folds by " + words, n, notes);
    }

    /** In how many sets the class is that is in the fewest. */
    private static long held(Labels labels, int... sets) {
        return count(labels, sets).values().stream()
                .mapToInt(Integer::intValue)
                .min()
                .orElseThrow();
    }

    /** How many sets, by name, the trials of each class are in. */
    static Map<String, Integer> count(Labels labels, int... sets) {
        Map<String, Integer> n = new LinkedHashMap<>();
        for (int c = 0; c < labels.classes().size(); c++) {
            int which = c;
            n.put(labels.classes().get(c), (int) IntStream.range(0, sets.length)
                    .filter(t -> labels.of()[t] == which)
                    .map(t -> sets[t])
                    .distinct()
                    .count());
        }
        return n;
    }

    /** Whether training goes without nothing. */
    boolean isNothing() {
        return words.isEmpty();
    }

    /** The folds of some of the labelled trials. */
    int[] of(int[] trials, Labels labels) {
        return Arrays.stream(trials)
                .map(t -> folds.of()[Arrays.binarySearch(labels.trials(), t)])
                .toArray();
    }
}
