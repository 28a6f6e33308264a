package io.patchclamp.trial;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.IntSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

import io.patchclamp.provenance.Provenance;

/**
 * Which trials are one item shown several times, such as sentences with the same word. What differs from item to item was
 * drawn once for all trials of an item, so that a test which takes each of them for an item counts one accident several
 * times. An item's trials are averaged, and n counts items.
 *
 * @param column what an item is; none where each trial is one
 * @param members the numbers of each item's trials, in the order of the items' first ones; an item that is in several
 *     conditions is here once for each
 * @param notes what should be known before a comparison of these is believed
 */
public record ItemTrials(Optional<String> column, List<List<Integer>> members, List<String> notes) {
    public ItemTrials {
        Objects.requireNonNull(column, "column");
        members = List.copyOf(members);
        notes = List.copyOf(notes);
    }

    /**
     * The items of trials whose conditions are to be compared.
     *
     * @param trials the stimuli
     * @param item the column that says which item a trial shows, each trial with an empty cell being one; if none is said
     *     all are, and a note names a column that looks as if it had the items
     * @param by the column with the conditions; empty where all trials are of one
     * @return the items
     * @throws io.patchclamp.fault.PatchclampException if there is no such column
     */
    public static ItemTrials of(Trials trials, Optional<String> item, String by) {
        String compared = by.isEmpty() ? by : trials.column(by);
        List<String> conditions = cells(trials, compared);
        if (item.isEmpty()) {
            List<List<Integer>> each =
                    IntStream.range(0, trials.count()).mapToObj(List::of).toList();
            return new ItemTrials(item, each, unsaid(trials, conditions, compared));
        }
        String column = trials.column(item.get());
        List<String> cells = cells(trials, column);
        Map<List<Object>, List<Integer>> items = new LinkedHashMap<>();
        for (int t = 0; t < cells.size(); t++) {
            Object shown = cells.get(t).isEmpty() ? t : cells.get(t);
            items.computeIfAbsent(List.of(shown, conditions.get(t)), k -> new ArrayList<>())
                    .add(t);
        }
        Set<Object> once = new LinkedHashSet<>();
        Set<Object> several = new LinkedHashSet<>();
        items.keySet().forEach(key -> (once.add(key.get(0)) ? once : several).add(key.get(0)));
        List<String> notes = several.isEmpty()
                ? List.of()
                : List.of(several.size() + " of " + once.size() + " items ('" + column
                        + "') are in several conditions, and are compared as if they were different items: what an item's"
                        + " conditions have in common is not taken out, so that less is found");
        return new ItemTrials(Optional.of(column), List.copyOf(items.values()), notes);
    }

    /**
     * The unit of analysis.
     *
     * @return {@code item}, with what it is and how many trials each has, such as {@code item ('noun', the mean of its 4
     *     trials)}
     */
    public String unit() {
        IntSummaryStatistics sizes = members.stream().mapToInt(List::size).summaryStatistics();
        String trials = sizes.getMin() == sizes.getMax()
                ? sizes.getMin() == 1 ? "1 trial" : sizes.getMin() + " trials"
                : sizes.getMin() + " to " + sizes.getMax() + " trials";
        return column.map(c -> "item ('" + c + "', the mean of its " + trials + ")")
                .orElse("item");
    }

    /**
     * How something was made from these items.
     *
     * @param made how it was made from their trials
     * @return the same, with what an item is if that was said
     */
    public Provenance noted(Provenance made) {
        return column.map(c -> made.with("item", c)).orElse(made);
    }

    /**
     * One of the items' trials: all have the same condition.
     *
     * @param item the item's place in {@link #members}
     * @return its first trial's number
     */
    public int first(int item) {
        return members.get(item).get(0);
    }

    /** A column with several trials a value, each value in one condition: a template is in all of them. */
    private static List<String> unsaid(Trials trials, List<String> conditions, String by) {
        long compared = conditions.stream().distinct().count();
        if (compared < 2) {
            return List.of();
        }
        return trials.columns().stream()
                .filter(column -> !column.equals(by))
                .map(column -> new Values(column, cells(trials, column)))
                .filter(v -> v.count() > compared
                        && trials.count() >= 2 * v.count()
                        && !v.of.contains("")
                        && v.within(conditions))
                .max(Comparator.comparingLong(Values::count))
                .map(v -> trials.count() + " trials have " + v.count() + " values of '" + v.column
                        + "', each with one '" + by
                        + "': if these are the items, trials of one are not independent, and p is too"
                        + " small by far; --item " + v.column + " (in Java item(\"" + v.column
                        + "\")) averages over each item's trials")
                .stream()
                .toList();
    }

    private static List<String> cells(Trials trials, String column) {
        return trials.items().stream()
                .map(t -> t.columns().getOrDefault(column, ""))
                .toList();
    }

    /** What a column says of each trial. */
    private record Values(String column, List<String> of) {
        long count() {
            return of.stream().distinct().count();
        }

        boolean within(List<String> conditions) {
            Map<String, String> first = new LinkedHashMap<>();
            return IntStream.range(0, of.size()).allMatch(t -> {
                String before = first.putIfAbsent(of.get(t), conditions.get(t));
                return before == null || before.equals(conditions.get(t));
            });
        }
    }
}
