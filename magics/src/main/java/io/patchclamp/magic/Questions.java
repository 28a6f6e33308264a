package io.patchclamp.magic;

import java.util.HashMap;
import java.util.Map;

/** How many questions were asked in the name of each hypothesis. */
final class Questions {
    private final Map<String, Map<String, Integer>> questions = new HashMap<>();

    /** How many there are with so many more; asking one again does not add to them. */
    int asked(String hypothesis, String question, int count) {
        Map<String, Integer> named = new HashMap<>(questions.getOrDefault(hypothesis, Map.of()));
        named.merge(question, count, Math::max);
        return named.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** A question has its answer: from now on it counts. */
    void answered(String hypothesis, String question, int count) {
        questions.computeIfAbsent(hypothesis, h -> new HashMap<>()).merge(question, count, Math::max);
    }
}
