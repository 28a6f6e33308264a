package io.patchclamp.trial;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How many trials each combination of conditions has.
 *
 * @param columns the conditions that are crossed
 * @param cells every combination of their values, also those without a trial
 * @param warnings what is not balanced
 */
public record Balance(List<String> columns, List<Cell> cells, List<String> warnings) {
    /** Fewer items than this in a cell say nothing about the population of items. */
    private static final int FEW = 5;

    public Balance {
        columns = List.copyOf(columns);
        cells = List.copyOf(cells);
        warnings = List.copyOf(warnings);
    }

    /**
     * One combination.
     *
     * @param levels a value of each column
     * @param n how many trials
     */
    public record Cell(List<String> levels, int n) {
        public Cell {
            levels = List.copyOf(levels);
        }
    }

    /**
     * Whether all combinations have equally many trials.
     *
     * @return true if so
     */
    public boolean even() {
        return cells.stream().mapToInt(Cell::n).distinct().count() == 1;
    }

    static Balance of(Trials trials, List<String> asked) {
        List<String> columns = asked.stream().map(trials::column).toList();
        List<List<String>> rows = trials.items().stream()
                .map(item -> columns.stream()
                        .map(c -> item.columns().getOrDefault(c, ""))
                        .toList())
                .toList();
        List<List<String>> crossed = new ArrayList<>(List.of(List.of()));
        for (int c = 0; c < columns.size(); c++) {
            int at = c;
            List<String> levels =
                    Levels.inOrder(rows.stream().map(r -> r.get(at)).toList());
            List<List<String>> longer = new ArrayList<>();
            crossed.forEach(head -> levels.forEach(level -> {
                List<String> cell = new ArrayList<>(head);
                cell.add(level);
                longer.add(cell);
            }));
            crossed = longer;
        }
        Map<List<String>, Integer> counts = new LinkedHashMap<>();
        crossed.forEach(cell -> counts.put(cell, 0));
        rows.forEach(row -> counts.merge(row, 1, Integer::sum));
        List<Cell> cells = counts.entrySet().stream()
                .map(e -> new Cell(e.getKey(), e.getValue()))
                .toList();
        return new Balance(columns, cells, warnings(columns, rows, cells));
    }

    private static List<String> warnings(List<String> columns, List<List<String>> rows, List<Cell> cells) {
        List<String> warnings = new ArrayList<>();
        List<Cell> empty = cells.stream().filter(c -> c.n == 0).toList();
        if (!empty.isEmpty()) {
            warnings.add(empty.size() + " of " + cells.size() + " cells have no trial, such as "
                    + named(columns, empty.get(0)) + "; effects of " + String.join(" and ", columns)
                    + " cannot all be told apart.");
        }
        int least = cells.stream().mapToInt(Cell::n).filter(n -> n > 0).min().orElse(0);
        int most = cells.stream().mapToInt(Cell::n).max().orElse(0);
        if (least != most) {
            warnings.add("Cells have " + least + " to " + most + " trials; means over cells weigh them unequally.");
        }
        cells.stream()
                .filter(c -> c.n == least && least < FEW)
                .findFirst()
                .ifPresent(c -> warnings.add(named(columns, c) + " has " + c.n + (c.n == 1 ? " trial" : " trials")
                        + "; n is stimuli, and fewer than " + FEW + " say little about others."));
        for (int a = 0; a < columns.size(); a++) {
            for (int b = a + 1; b < columns.size(); b++) {
                if (aliased(rows, a, b) && aliased(rows, b, a)) {
                    warnings.add("'" + columns.get(a) + "' and '" + columns.get(b)
                            + "' go together in every trial; no effect can be put down to one of them.");
                }
            }
        }
        for (int c = 0; c < columns.size(); c++) {
            int at = c;
            long missing = rows.stream().filter(r -> r.get(at).isEmpty()).count();
            if (missing > 0) {
                warnings.add(missing + " of " + rows.size() + " trials have no '" + columns.get(c) + "'.");
            }
        }
        return warnings;
    }

    /** Whether each value of one column comes with one value of the other, of which there are several. */
    private static boolean aliased(List<List<String>> rows, int a, int b) {
        Map<String, Set<String>> with = new LinkedHashMap<>();
        rows.forEach(
                r -> with.computeIfAbsent(r.get(a), k -> new LinkedHashSet<>()).add(r.get(b)));
        return with.size() > 1 && with.values().stream().allMatch(s -> s.size() == 1);
    }

    private static String named(List<String> columns, Cell cell) {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            parts.add(columns.get(i) + " '" + cell.levels.get(i) + "'");
        }
        return String.join(" × ", parts);
    }
}
