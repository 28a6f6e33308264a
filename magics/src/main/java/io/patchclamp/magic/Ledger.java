package io.patchclamp.magic;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.patchclamp.model.Selection;
import io.patchclamp.trial.Trials;

/**
 * What was measured in a notebook, and when. A model has no noise: what was measured once on some prompts is known, however
 * often it is measured again.
 */
final class Ledger {
    /** What recordings are said to measure. */
    static final String EVERYTHING = "";

    /**
     * One measurement.
     *
     * @param at when it was there to be seen
     * @param metric what was measured, as it is typed
     * @param places the sites that were recorded or forced
     * @param prompts the stimuli
     */
    private record Seen(Instant at, String metric, Set<String> places, Set<String> prompts) {}

    private final List<Seen> seen = new ArrayList<>();
    private final Map<String, Map<String, Integer>> questions = new HashMap<>();

    void measured(String metric, Selection where, Trials trials) {
        seen.add(new Seen(Instant.now(), metric.strip(), places(where), prompts(trials)));
    }

    /** Whether some of these prompts were measured by this metric, with one of these sites in play, before a time. */
    boolean knew(Instant then, String metric, Selection where, Trials trials) {
        Set<String> places = places(where);
        Set<String> prompts = prompts(trials);
        String asked = metric.strip();
        return seen.stream()
                .anyMatch(s -> s.at.isBefore(then)
                        && s.metric.equals(asked)
                        && !Collections.disjoint(s.places, places)
                        && !Collections.disjoint(s.prompts, prompts));
    }

    /** How many questions there are in a hypothesis's name with so many more; asking one again does not add to them. */
    int asked(String hypothesis, String question, int count) {
        Map<String, Integer> named = new HashMap<>(questions.getOrDefault(hypothesis, Map.of()));
        named.merge(question, count, Math::max);
        return named.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** A question has its answer: from now on it counts. */
    void answered(String hypothesis, String question, int count) {
        questions.computeIfAbsent(hypothesis, h -> new HashMap<>()).merge(question, count, Math::max);
    }

    private static Set<String> places(Selection where) {
        return where.electrodes().stream().map(e -> e.site().name()).collect(Collectors.toSet());
    }

    private static Set<String> prompts(Trials trials) {
        Set<String> prompts = new HashSet<>();
        trials.items().forEach(i -> prompts.add(i.prompt()));
        return prompts;
    }
}
