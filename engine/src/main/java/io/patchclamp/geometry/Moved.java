package io.patchclamp.geometry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

import io.patchclamp.epoch.Responses;
import io.patchclamp.trial.Trials;

/**
 * Labels that are shuffled where nothing is left out: trials of one item, and of a group that has one label, keep one label.
 * Trials that share an item are alike beyond their label, so that single trials that change places are spread otherwise than
 * any labelling of items could be: a relation is then found in nothing.
 *
 * @param shuffles the orders of the labels
 * @param words how they are shuffled, for a basis
 * @param n how many items each label has
 * @param notes what should be known of them
 */
record Moved(Shuffles shuffles, String words, Map<String, Integer> n, List<String> notes) {
    /** Empty groups are prompts that are nearly the same; empty items are events' words, if each has one label. */
    static Moved of(Responses responses, Labels labels, Shuffling how) {
        Optional<String> item = how.item();
        Trials trials = responses.trials();
        responses.trials(Arrays.stream(labels.trials()).boxed().toList()).refuseReplicates();
        Groups groups = Groups.of(trials, labels.trials(), how.group());
        List<String> notes = new ArrayList<>(groups.notes());
        int[] named = item.isPresent() ? Design.items(trials, labels, item.get()) : words(trials, labels, notes);
        int[] one = new Joined(named)
                .with(g -> alike(groups.members()[g], labels.of()), groups.members())
                .of();
        Joined together = new Joined(groups.of()).with(i -> true, new Joined(one).members());
        Shuffles shuffles = new Shuffles(labels.of(), together.members(), new int[one.length], one);
        if (shuffles.arrangements() < how.times() + 1) {
            notes.add(String.format(
                    Locale.ROOT,
                    "there are only %,.0f orders of the labels: no p below %.3g means anything",
                    shuffles.arrangements(),
                    1 / shuffles.arrangements()));
        }
        String words = shuffles.words()
                + (Arrays.stream(named).distinct().count() == named.length
                        ? ""
                        : ", trials of one "
                                + item.map(column -> "'" + column + "'").orElse("event") + " together");
        return new Moved(shuffles, words, LeftOut.count(labels, one), notes);
    }

    private static boolean alike(int[] trials, int... of) {
        return Arrays.stream(trials).map(t -> of[t]).distinct().count() == 1;
    }

    /** Trials with the same word for an event are one item, unless it has two labels, or a label is one word. */
    private static int[] words(Trials trials, Labels labels, List<String> notes) {
        int[] alone = IntStream.range(0, labels.of().length).toArray();
        Map<String, List<Integer>> of = new LinkedHashMap<>();
        for (int i : alone) {
            Trials.Item trial = trials.items().get(labels.trials()[i]);
            String key = trial.event()
                    .map(e ->
                            trial.prompt().substring(e.start(), e.end()).strip().toLowerCase(Locale.ROOT))
                    .orElse("");
            of.computeIfAbsent(key, k -> new ArrayList<>()).add(i);
        }
        of.remove("");
        int[] items = alone.clone();
        List<List<Integer>> repeated = of.values().stream()
                .filter(t -> t.size() > 1 && alike(Labels.ints(t), labels.of()))
                .toList();
        repeated.forEach(t -> t.forEach(i -> items[i] = t.get(0)));
        if (repeated.isEmpty() || LeftOut.count(labels, items).containsValue(1)) {
            return alone;
        }
        notes.add("trials with the same event are one item (" + repeated.size()
                + (repeated.size() == 1 ? " event is" : " events are")
                + " in several trials): --item COLUMN for another, --item prompt for each trial by itself");
        return items;
    }
}
