package io.patchclamp.geometry;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

import io.patchclamp.trial.Trials;

/**
 * Which trials must stay on one side of every split: those of one template or word; where no column says so, those whose
 * prompts are nearly the same.
 *
 * @param words what a group is, for reports
 * @param count how many there are
 * @param of one a trial
 * @param notes what should be known of them
 */
record Groups(String words, int count, int[] of, List<String> notes) {
    /** As a column, this makes each prompt a group of its own. */
    static final String PROMPT = "prompt";

    static Groups of(Trials stimuli, int[] trials, Optional<String> asked) {
        if (asked.isEmpty()) {
            List<Integer> alike = stimuli.likeness();
            return of("likeness of the prompts", trials, alike, List.of());
        }
        if (asked.get().equals(PROMPT)) {
            List<String> prompts =
                    stimuli.items().stream().map(Trials.Item::prompt).toList();
            return of("prompt", trials, prompts, near(stimuli, trials, prompts));
        }
        String column = stimuli.column(asked.get());
        List<String> cells = stimuli.items().stream()
                .map(i -> i.columns().getOrDefault(column, "").isEmpty()
                        ? "prompt " + i.prompt()
                        : "group " + i.columns().get(column))
                .toList();
        return of("'" + column + "'", trials, cells, near(stimuli, trials, cells));
    }

    private static Groups of(String words, int[] trials, List<?> keys, List<String> notes) {
        Map<Object, Integer> ids = new LinkedHashMap<>();
        int[] of = new int[trials.length];
        for (int i = 0; i < trials.length; i++) {
            of[i] = ids.computeIfAbsent(keys.get(trials[i]), k -> ids.size());
        }
        return new Groups(words, ids.size(), of, notes);
    }

    /** Says how many prompts nearly equal one in another group. */
    private static List<String> near(Trials stimuli, int[] trials, List<String> keys) {
        List<Integer> alike = stimuli.likeness();
        Map<Integer, String> first = new LinkedHashMap<>();
        List<Integer> shared = new ArrayList<>();
        for (int t : trials) {
            String met = first.putIfAbsent(alike.get(t), keys.get(t));
            if (met != null && !met.equals(keys.get(t)) && !shared.contains(alike.get(t))) {
                shared.add(alike.get(t));
            }
        }
        long n = IntStream.of(trials).filter(t -> shared.contains(alike.get(t))).count();
        return n == 0
                ? List.of()
                : List.of(n + " of " + trials.length
                        + " prompts are the same as another but for a word or the event, or linked by such prompts,"
                        + " and groups do not keep them all together");
    }

    /** The trials of each group. */
    int[][] members() {
        int[][] members = new int[count][];
        for (int g = 0; g < count; g++) {
            int group = g;
            members[g] =
                    IntStream.range(0, of.length).filter(i -> of[i] == group).toArray();
        }
        return members;
    }
}
