package io.patchclamp.stats;

import java.util.HashMap;
import java.util.Map;

/** Which questions were asked in the name of each hypothesis, by whoever asked them: a notebook is one process. */
final class Asked {
    private static final Map<Hypothesis, Map<String, Integer>> ALL = new HashMap<>();

    private Asked() {}

    /** How many there are with so many more; asking one again does not add to them. */
    static int with(Hypothesis hypothesis, String question, int count) {
        synchronized (ALL) {
            Map<String, Integer> named = new HashMap<>(ALL.getOrDefault(hypothesis, Map.of()));
            named.merge(question, count, Math::max);
            return named.values().stream().mapToInt(Integer::intValue).sum();
        }
    }

    /** From now on these count. */
    static void note(Hypothesis hypothesis, String question, int count) {
        synchronized (ALL) {
            ALL.computeIfAbsent(hypothesis, h -> new HashMap<>()).merge(question, count, Math::max);
        }
    }
}
