package io.patchclamp.trial;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.patchclamp.progress.Progress;
import io.patchclamp.trial.Trials.Item;

/** Which prompts are nearly the same: all words alike but one, or all but the event. Upper and lower case are alike. */
final class Likeness {
    private static final String GAP = "\uE0F0";

    private Likeness() {}

    /** Two prompts are nearly the same if they share one of these. */
    static Set<String> keys(Item item) {
        Progress.checkCancelled("comparing prompts");
        Set<String> keys = new LinkedHashSet<>();
        List<String> words = List.of(plain(item.prompt()).split(" "));
        for (int i = 0; i < words.size() && words.size() > 1; i++) {
            List<String> one = new ArrayList<>(words);
            one.set(i, GAP);
            keys.add(String.join(" ", one));
        }
        if (words.size() == 1) {
            keys.add(words.get(0));
        }
        frame(item).ifPresent(keys::add);
        return keys;
    }

    /** The prompt with its event cut out, if something is left. */
    static Optional<String> frame(Item item) {
        return item.event()
                .map(e -> plain(item.prompt().substring(0, e.start())
                        + GAP
                        + item.prompt().substring(e.end())))
                .filter(frame -> !frame.replace(GAP, "").isBlank());
    }

    /** The event's text. */
    static Optional<String> word(Item item) {
        return item.event().map(e -> plain(item.prompt().substring(e.start(), e.end())));
    }

    static String plain(String text) {
        return text.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
    }

    /** The trials in groups, such that two which share a key are in one; numbered in the order of the first of each. */
    static int[] groups(List<? extends Set<String>> keys) {
        int[] parent = new int[keys.size()];
        Map<String, Integer> first = new HashMap<>();
        for (int t = 0; t < parent.length; t++) {
            Progress.checkCancelled("comparing prompts");
            parent[t] = t;
            for (String key : keys.get(t)) {
                first.putIfAbsent(key, t);
                int theirs = root(parent, first.get(key));
                int own = root(parent, t);
                parent[Math.max(own, theirs)] = Math.min(own, theirs);
            }
        }
        int[] groups = new int[parent.length];
        Map<Integer, Integer> numbers = new HashMap<>();
        for (int t = 0; t < parent.length; t++) {
            int root = root(parent, t);
            numbers.putIfAbsent(root, numbers.size());
            groups[t] = numbers.get(root);
        }
        return groups;
    }

    private static int root(int[] parent, int trial) {
        int at = trial;
        while (parent[at] != at) {
            parent[at] = parent[parent[at]];
            at = parent[at];
        }
        return at;
    }
}
