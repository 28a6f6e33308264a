package io.patchclamp.trial;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.patchclamp.fault.PatchclampException;
import io.patchclamp.trial.Trials.Item;

/** The same prompt more than once: a model has no noise, so that all but one of them are no items. */
final class Replicates {
    private Replicates() {}

    private static Map<List<Object>, List<Integer>> groups(Trials trials) {
        Map<List<Object>, List<Integer>> groups = new LinkedHashMap<>();
        for (int t = 0; t < trials.count(); t++) {
            Item item = trials.items().get(t);
            groups.computeIfAbsent(List.of(item.prompt(), item.event(), item.whole()), k -> new ArrayList<>())
                    .add(t);
        }
        return groups;
    }

    static List<List<Integer>> of(Trials trials) {
        return groups(trials).values().stream().filter(g -> g.size() > 1).toList();
    }

    /** Where events are not read, trials that differ in them alone are the same. */
    static void refuse(Trials trials, boolean eventsRead) {
        List<List<Integer>> repeated = of(trials);
        if (repeated.isEmpty()) {
            return;
        }
        int further = repeated.stream().mapToInt(g -> g.size() - 1).sum();
        List<Integer> first = repeated.get(0);
        throw new PatchclampException(
                further + " of " + trials.count() + " trials repeat a prompt, such as '"
                        + trials.items().get(first.get(0)).prompt() + "' in trials " + first.get(0) + " and "
                        + first.get(1) + ": a model has no noise, so a repetition adds to n and to nothing else.",
                eventsRead
                        ? "trials.collapsed(), which keeps one of each, or different prompts"
                        : "trials.unmarked().collapsed(), which keeps one of each; different prompts; or what is read at the event,"
                                + " where they differ in what is marked");
    }

    static Screened collapse(Trials trials) {
        Map<Integer, Integer> firsts = new LinkedHashMap<>();
        of(trials).forEach(g -> g.subList(1, g.size()).forEach(t -> firsts.put(t, g.get(0))));
        Screened screened = Screened.of(trials);
        for (Map.Entry<Integer, Integer> repeated : firsts.entrySet()) {
            Item item = trials.items().get(repeated.getKey());
            Item first = trials.items().get(repeated.getValue());
            for (String column : trials.columns()) {
                String own = item.columns().get(column);
                String other = first.columns().get(column);
                if (!Objects.equals(own, other) && trials.isCondition(column)) {
                    throw new PatchclampException(
                            "The prompt '" + item.prompt() + "' is in two conditions, " + column + " '" + other
                                    + "' and '" + own + "' (trials " + repeated.getValue() + " and "
                                    + repeated.getKey() + "): the model does the same in both.",
                            "prompts that differ between conditions");
                }
            }
        }
        return firsts.isEmpty()
                ? screened
                : screened.drop(
                        Reason.REPEATED,
                        firsts.keySet().stream().mapToInt(Integer::intValue).toArray());
    }
}
