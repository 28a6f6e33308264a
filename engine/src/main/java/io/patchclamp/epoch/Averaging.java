package io.patchclamp.epoch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

import io.patchclamp.epoch.Evoked.Difference;
import io.patchclamp.epoch.Evoked.Line;
import io.patchclamp.epoch.Evoked.Point;
import io.patchclamp.fault.Nearest;
import io.patchclamp.fault.PatchclampException;
import io.patchclamp.provenance.Provenance;
import io.patchclamp.stats.ClusterResult;
import io.patchclamp.stats.ClusterTest;
import io.patchclamp.stats.Interval;
import io.patchclamp.stats.Intervals;
import io.patchclamp.stats.Resampling;
import io.patchclamp.trial.ItemTrials;
import io.patchclamp.trial.Levels;
import io.patchclamp.trial.Trials;

/**
 * Averages epochs over trials, one unit at a time. Immutable: each setting gives a changed copy.
 *
 * <pre>{@code
 * Evoked evoked = Averaging.of(epochs).unit("L5.mlp.neurons[3]").by("cond").difference("city", "name").evoked();
 * }</pre>
 */
public final class Averaging {
    private static final double LEVEL = 0.95;

    private final Epochs epochs;
    private final int unit;
    private final String by;
    private final List<String> differing;
    private final String pairedBy;
    private final Optional<String> item;
    private final Resampling resampling;

    private Averaging(
            Epochs epochs,
            int unit,
            String by,
            List<String> differing,
            String pairedBy,
            Optional<String> item,
            Resampling resampling) {
        this.epochs = epochs;
        this.unit = unit;
        this.by = by;
        this.differing = differing;
        this.pairedBy = pairedBy;
        this.item = item;
        this.resampling = resampling;
    }

    /**
     * An average of the only unit over all trials.
     *
     * @param epochs the trials
     * @return the average, not yet made
     */
    public static Averaging of(Epochs epochs) {
        return new Averaging(
                epochs, epochs.units().size() == 1 ? 0 : -1, "", List.of(), "", Optional.empty(), Resampling.of(1));
    }

    /**
     * Of one unit.
     *
     * @param name such as {@code L5.mlp.neurons[3]}
     * @return a changed copy
     * @throws PatchclampException if it is not in the epochs
     */
    public Averaging unit(String name) {
        return new Averaging(epochs, unitOf(epochs.units(), name), by, differing, pairedBy, item, resampling);
    }

    /**
     * Condition by condition.
     *
     * @param column the column whose values are the conditions
     * @return a changed copy
     * @throws PatchclampException if there is no such column
     */
    public Averaging by(String column) {
        return new Averaging(epochs, unit, epochs.trials().column(column), differing, pairedBy, item, resampling);
    }

    /**
     * With the difference of two conditions, tested by cluster permutation.
     *
     * @param first the condition that is taken from
     * @param second the condition that is taken away
     * @return a changed copy
     */
    public Averaging difference(String first, String second) {
        return new Averaging(epochs, unit, by, List.of(first, second), pairedBy, item, resampling);
    }

    /**
     * The difference is that of pairs, tested by sign flips.
     *
     * @param column two trials with the same value here, one of each condition, are a pair
     * @return a changed copy
     * @throws PatchclampException if there is no such column
     */
    public Averaging pairedBy(String column) {
        return new Averaging(epochs, unit, by, differing, epochs.trials().column(column), item, resampling);
    }

    /**
     * Names what one item is where it has several trials of a condition, such as the word that they share: they are averaged
     * first, offset by offset over those that have it, and n counts items. Default: each trial is one.
     *
     * @param column a column of the trials
     * @return a changed copy
     * @throws PatchclampException if there is no such column
     */
    public Averaging item(String column) {
        String name = epochs.trials().column(column);
        return new Averaging(epochs, unit, by, differing, pairedBy, Optional.of(name), resampling);
    }

    /**
     * How the difference is tested.
     *
     * @param changed how many permutations, from which seed
     * @return a changed copy
     */
    public Averaging resampling(Resampling changed) {
        return new Averaging(epochs, unit, by, differing, pairedBy, item, changed);
    }

    /**
     * Averages.
     *
     * @return the means, their 95 % t intervals, and n, at each offset
     * @throws PatchclampException if no unit is chosen of several, a prompt stands twice, or a condition is not there
     */
    public Evoked evoked() {
        epochs.trials().refuseReplicates();
        int column = chosen(epochs.units(), unit);
        ItemTrials items = ItemTrials.of(epochs.trials(), item, by);
        Map<String, double[][]> conditions = conditions(items, column);
        List<String> notes = new ArrayList<>(epochs.notes());
        if (!differing.isEmpty() && pairedBy.isEmpty()) {
            notes.addAll(items.notes().stream().map(n -> n + ".").toList());
        }
        List<Line> lines = conditions.entrySet().stream()
                .map(c -> new Line(c.getKey(), c.getValue().length, points(c.getValue())))
                .toList();
        Optional<Difference> difference =
                differing.isEmpty() ? Optional.empty() : Optional.of(difference(items, column, conditions, notes));
        return new Evoked(
                tested(items.noted(epochs.provenance())
                        .with("unit", epochs.units().get(column).name())),
                epochs.units().get(column),
                epochs.alignment(),
                by,
                lines,
                difference,
                epochs.log(),
                notes);
    }

    private Provenance tested(Provenance made) {
        if (differing.isEmpty()) {
            return made.tested(Optional.empty(), "an average without a difference");
        }
        String what = "'" + differing.get(0) + "' than '" + differing.get(1) + "'";
        return made.tested("larger in " + what, "smaller in " + what);
    }

    private ClusterTest test() {
        return ClusterTest.of(resampling).tail(epochs.provenance().tail());
    }

    static int unitOf(List<Unit> units, String name) {
        List<String> names = units.stream().map(Unit::name).toList();
        int at = names.indexOf(name.strip());
        if (at < 0) {
            throw new PatchclampException(
                    "There is no unit '" + name + "' among " + units.size() + " from " + names.get(0) + " to "
                            + names.get(names.size() - 1) + ".",
                    "'" + Nearest.to(name, names, 1).get(0) + "'");
        }
        return at;
    }

    static int chosen(List<Unit> units, int unit) {
        if (unit < 0) {
            throw new PatchclampException(
                    "There are " + units.size() + " units, and the mean of one is asked for.",
                    "unit(\"" + units.get(0).name() + "\")");
        }
        return unit;
    }

    private Map<String, double[][]> conditions(ItemTrials items, int column) {
        List<String> of = IntStream.range(0, items.members().size())
                .mapToObj(i -> condition(items.first(i)))
                .toList();
        Map<String, double[][]> conditions = new LinkedHashMap<>();
        Levels.inOrder(of)
                .forEach(name -> conditions.put(
                        name,
                        IntStream.range(0, of.size())
                                .filter(t -> of.get(t).equals(name))
                                .mapToObj(t -> row(items.members().get(t), column))
                                .toArray(double[][]::new)));
        return conditions;
    }

    private String condition(int trial) {
        return by.isEmpty()
                ? "all"
                : epochs.trials().items().get(trial).columns().getOrDefault(by, "");
    }

    /** The mean of some trials over offsets, of those that have each; NaN where none has. */
    private double[] row(List<Integer> trials, int column) {
        return epochs.offsets().stream()
                .mapToDouble(o -> trials.stream()
                        .mapToDouble(t -> epochs.get(t, o, column))
                        .filter(Double::isFinite)
                        .average()
                        .orElse(Double.NaN))
                .toArray();
    }

    private List<Point> points(double[][] trials) {
        return IntStream.range(0, epochs.alignment().length())
                .mapToObj(o -> point(o, numbers(trials, o)))
                .toList();
    }

    /** What trials have at an offset; one that is not a number is none. */
    private static double[] numbers(double[][] trials, int offset) {
        return Arrays.stream(trials)
                .mapToDouble(t -> t[offset])
                .filter(Double::isFinite)
                .toArray();
    }

    private Point point(int offset, double[] x) {
        Spread spread = Spread.of(x, LEVEL);
        return new Point(epochs.alignment().from() + offset, x.length, spread.mean(), spread.low(), spread.high());
    }

    private Difference difference(
            ItemTrials items, int column, Map<String, double[][]> conditions, List<String> notes) {
        for (String name : differing) {
            if (!conditions.containsKey(name)) {
                throw new PatchclampException(
                        "There is no condition '" + name + "'" + (by.isEmpty() ? "" : " in '" + by + "'")
                                + "; there are " + String.join(", ", conditions.keySet()) + ".",
                        by.isEmpty()
                                ? "the column of the conditions, --by or by(…)"
                                : "'" + Nearest.to(name, conditions.keySet(), 1).get(0) + "'");
            }
        }
        return pairedBy.isEmpty()
                ? unpaired(items, conditions.get(differing.get(0)), conditions.get(differing.get(1)), notes)
                : paired(items, column, notes);
    }

    private Difference unpaired(ItemTrials items, double[][] a, double[][] b, List<String> notes) {
        List<Point> points = new ArrayList<>();
        for (int o = 0; o < epochs.alignment().length(); o++) {
            double[] first = numbers(a, o);
            double[] second = numbers(b, o);
            int n = Math.min(first.length, second.length);
            double mean =
                    Spread.of(first, LEVEL).mean() - Spread.of(second, LEVEL).mean();
            boolean varies = Spread.varies(first) || Spread.varies(second);
            Optional<Interval> interval =
                    n > 1 && varies ? Optional.of(Intervals.difference(first, second, LEVEL)) : Optional.empty();
            double still = n > 1 && !varies ? mean : Double.NaN;
            points.add(new Point(
                    epochs.alignment().from() + o,
                    n,
                    mean,
                    interval.map(Interval::low).orElse(still),
                    interval.map(Interval::high).orElse(still)));
        }
        boolean testable = a.length > 1 && b.length > 1;
        Optional<ClusterResult> clusters = testable
                ? Optional.of(named(test().twoSample(a, b), items.unit(), a.length, b.length))
                : Optional.empty();
        if (!testable) {
            notes.add("Not tested: a condition has a single trial.");
        }
        return new Difference(differing.get(0), differing.get(1), "", points, clusters);
    }

    private ClusterResult named(ClusterResult tested, String unit, int n1, int n2) {
        return tested.on(
                tested.basis().named(differing.get(0), n1, differing.get(1), n2).of(unit));
    }

    private Difference paired(ItemTrials shown, int column, List<String> notes) {
        Map<String, List<Integer>> pairs = new LinkedHashMap<>();
        for (int i = 0; i < shown.members().size(); i++) {
            Trials.Item first = epochs.trials().items().get(shown.first(i));
            if (differing.contains(condition(shown.first(i)))) {
                String name = first.columns().getOrDefault(pairedBy, "");
                pairs.computeIfAbsent(name, k -> new ArrayList<>()).add(i);
            }
        }
        List<double[]> differences = new ArrayList<>();
        int alone = 0;
        for (Map.Entry<String, List<Integer>> pair : pairs.entrySet()) {
            List<Integer> first = in(shown, pair.getValue(), differing.get(0));
            List<Integer> second = in(shown, pair.getValue(), differing.get(1));
            if (first.size() > 1 || second.size() > 1) {
                throw new PatchclampException(
                        "A pair is two trials, and " + pairedBy + " '" + pair.getKey() + "' has "
                                + pair.getValue().size() + ".",
                        "a column with one trial of each condition for each value");
            }
            if (first.isEmpty() || second.isEmpty()) {
                alone++;
                continue;
            }
            double[] a = row(shown.members().get(first.get(0)), column);
            double[] b = row(shown.members().get(second.get(0)), column);
            double[] less = new double[a.length];
            Arrays.setAll(less, o -> a[o] - b[o]);
            differences.add(less);
        }
        if (alone > 0) {
            notes.add(alone + " of " + pairs.size() + " values of '" + pairedBy
                    + "' have one trial only; they are in the means and not in the difference.");
        }
        double[][] items = differences.toArray(double[][]::new);
        boolean testable = items.length > 1;
        if (!testable) {
            notes.add("Not tested: there " + (items.length == 1 ? "is one pair" : "are no pairs") + ".");
        }
        return new Difference(
                differing.get(0),
                differing.get(1),
                pairedBy,
                points(items),
                testable ? Optional.of(test().oneSample(items)) : Optional.empty());
    }

    private List<Integer> in(ItemTrials shown, List<Integer> items, String name) {
        return items.stream()
                .filter(i -> condition(shown.first(i)).equals(name))
                .toList();
    }
}
