package io.patchclamp.geometry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.patchclamp.fault.PatchclampException;
import io.patchclamp.trial.Levels;
import io.patchclamp.trial.Trials;

/**
 * What a column says of each trial that it says something of.
 *
 * @param column its name
 * @param classes the values there are, in the order of {@link Levels}
 * @param trials which trials have a value, ascending
 * @param of one a trial of these, an index into the classes
 */
record Labels(String column, List<String> classes, int[] trials, int[] of) {
    /** The labels of a column, where empty cells are no label. */
    static Labels of(Trials stimuli, String asked) {
        String column = stimuli.column(asked);
        List<String> cells = new ArrayList<>();
        List<Integer> trials = new ArrayList<>();
        for (int t = 0; t < stimuli.count(); t++) {
            String cell = stimuli.items().get(t).columns().getOrDefault(column, "");
            if (!cell.isEmpty()) {
                trials.add(t);
                cells.add(cell);
            }
        }
        List<String> classes = Levels.inOrder(cells);
        if (classes.size() < 2) {
            throw new PatchclampException(
                    "Column '" + column + "' has " + (classes.isEmpty() ? "no value" : "one value, " + classes)
                            + ", and what differs needs two.",
                    "another column: " + stimuli.columns());
        }
        return new Labels(
                column,
                List.copyOf(classes),
                ints(trials),
                cells.stream().mapToInt(classes::indexOf).toArray());
    }

    /** How many trials each class has. */
    int[] counts() {
        int[] counts = new int[classes.size()];
        Arrays.stream(of).forEach(c -> counts[c]++);
        return counts;
    }

    /** The same by name, for a basis. */
    Map<String, Integer> n() {
        Map<String, Integer> n = new LinkedHashMap<>();
        int[] counts = counts();
        for (int c = 0; c < counts.length; c++) {
            n.put(classes.get(c), counts[c]);
        }
        return n;
    }

    static int[] ints(List<Integer> list) {
        return list.stream().mapToInt(Integer::intValue).toArray();
    }
}
