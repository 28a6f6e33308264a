package io.patchclamp.epoch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.IntStream;

import io.patchclamp.fault.PatchclampException;
import io.patchclamp.provenance.Provenance;
import io.patchclamp.record.Exportable;
import io.patchclamp.record.ResultArray;
import io.patchclamp.stats.Associations;
import io.patchclamp.stats.GroupTests;
import io.patchclamp.stats.TestResult;
import io.patchclamp.trial.ItemTrials;
import io.patchclamp.trial.Levels;

/**
 * One unit's mean over a parameter of the stimuli: a tuning curve, with how many trials each of its points rests on.
 *
 * @param provenance how it was made
 * @param unit which unit
 * @param reading what a number is
 * @param column the parameter
 * @param numeric whether the parameter is a number; else its values are categories
 * @param binned whether values share bins, of equal width or, where the parameter is logarithmic, of equal ratio; else each
 *     value has its own point
 * @param logarithmic whether the parameter is above 0, goes over two decades or more, and has its middle value nearer to the
 *     middle of its logarithms than to that of its numbers
 * @param points in ascending order of the parameter, or in that of the trials
 * @param anova whether means differ between points, with η²; of points with at least two trials, if there are two of them
 * @param trend Spearman's correlation with the parameter itself, where it is a number
 * @param two how well the unit tells two values apart, where there are just two with at least two trials each
 * @param notes what should be known before it is believed
 */
public record Tuning(
        Provenance provenance,
        Unit unit,
        String reading,
        String column,
        boolean numeric,
        boolean binned,
        boolean logarithmic,
        List<Point> points,
        Optional<TestResult> anova,
        Optional<TestResult> trend,
        Optional<Discrimination> two,
        List<String> notes)
        implements Exportable {
    /** As many distinct numbers have a point each; more share bins. */
    public static final int BINS = 10;

    private static final double LEVEL = 0.95;
    private static final double DECADES = 100;

    public Tuning {
        Objects.requireNonNull(provenance, "provenance");
        Objects.requireNonNull(unit, "unit");
        Objects.requireNonNull(reading, "reading");
        Objects.requireNonNull(column, "column");
        points = List.copyOf(points);
        Objects.requireNonNull(anova, "anova");
        Objects.requireNonNull(trend, "trend");
        Objects.requireNonNull(two, "two");
        notes = List.copyOf(notes);
    }

    /**
     * One point of the curve.
     *
     * @param label what the axis says
     * @param from the least number that falls here; NaN for a category
     * @param to the bin's upper end; the number itself where there are no bins; NaN for a category
     * @param n how many trials: the occupancy
     * @param mean their mean; NaN where there is none
     * @param low the lower end of the 95 % t interval; NaN for fewer than two trials
     * @param high its upper end
     */
    public record Point(String label, double from, double to, int n, double mean, double low, double high) {
        public Point {
            Objects.requireNonNull(label, "label");
        }
    }

    /**
     * The tuning of one unit.
     *
     * @param responses one number a trial and unit
     * @param unit such as {@code L5.mlp.neurons[3]}; empty for the only one
     * @param over the column of the parameter
     * @param bins how many bins of equal width (of equal ratio where the parameter is logarithmic), where there are more
     *     distinct numbers than that; at least 2
     * @return the curve
     * @throws PatchclampException if there is no such unit or column, a prompt stands twice, or all trials have one value
     */
    public static Tuning of(Responses responses, String unit, String over, int bins) {
        return of(responses, unit, over, bins, Optional.empty());
    }

    /**
     * The same where an item has several trials, such as those of one word: they are averaged for each value of the parameter
     * that they have, and n counts items.
     *
     * @param responses one number a trial and unit
     * @param unit such as {@code L5.mlp.neurons[3]}; empty for the only one
     * @param over the column of the parameter
     * @param bins how many bins, where there are more distinct numbers than that; at least 2
     * @param item the column that says which item a trial shows; each trial is one if none is named
     * @return the curve
     * @throws PatchclampException as above
     */
    public static Tuning of(Responses responses, String unit, String over, int bins, Optional<String> item) {
        if (bins < 2 || bins > 1000) {
            throw new PatchclampException(bins + " bins make no curve.", "2 to 1000; 10 is usual");
        }
        responses.refuseReplicates();
        String column = responses.trials().column(over);
        int at = unit.isEmpty()
                ? Averaging.chosen(responses.units(), responses.units().size() == 1 ? 0 : -1)
                : Averaging.unitOf(responses.units(), unit);
        return new Curve(responses, at, column, bins, item).tuning();
    }

    /** The making of one curve. */
    private static final class Curve {
        private final Responses responses;
        private final int unit;
        private final String column;
        private final int bins;
        private final ItemTrials items;
        private final List<String> cells = new ArrayList<>();
        private final List<Double> values = new ArrayList<>();
        private final List<String> notes = new ArrayList<>();

        Curve(Responses responses, int unit, String column, int bins, Optional<String> item) {
            this.responses = responses;
            this.unit = unit;
            this.column = column;
            this.bins = bins;
            items = ItemTrials.of(responses.trials(), item, column);
            int missing = 0;
            for (List<Integer> trials : items.members()) {
                String cell = responses
                        .trials()
                        .items()
                        .get(trials.get(0))
                        .columns()
                        .getOrDefault(column, "")
                        .strip();
                double value = trials.stream()
                        .mapToDouble(t -> responses.get(t, unit))
                        .average()
                        .orElseThrow();
                if (cell.isEmpty() || Double.isNaN(value)) {
                    missing += trials.size();
                } else {
                    cells.add(cell);
                    values.add(value);
                }
            }
            if (missing > 0) {
                notes.add(missing + " of " + responses.trials().count() + " trials have no '" + column
                        + "' or no number, and are left out.");
            }
            items.notes().forEach(n -> notes.add(n + "."));
        }

        Tuning tuning() {
            List<OptionalDouble> numbers = cells.stream().map(Raster::number).toList();
            boolean numeric = numbers.stream().allMatch(OptionalDouble::isPresent);
            double[] x = numeric
                    ? numbers.stream().mapToDouble(OptionalDouble::getAsDouble).toArray()
                    : new double[0];
            Levels.nearlyNumbers(responses.trials(), column).ifPresent(notes::add);
            long distinct = numeric
                    ? numbers.stream().distinct().count()
                    : cells.stream().distinct().count();
            if (distinct < 2) {
                throw new PatchclampException(
                        "All " + cells.size() + " trials have the same '" + column + "'"
                                + (cells.isEmpty() ? "" : ", " + cells.get(0)) + ": there is nothing to be tuned to.",
                        "a column with at least two values");
            }
            boolean binned = numeric && distinct > bins;
            boolean logarithmic = numeric && spansDecades(x);
            List<Point> points = new ArrayList<>();
            List<double[]> groups = new ArrayList<>();
            if (binned) {
                equalWidths(x, logarithmic, points, groups);
            } else {
                each(x, numeric, points, groups);
            }
            return new Tuning(
                    tested(
                            items.noted(responses.provenance())
                                    .with("unit", responses.units().get(unit).name()),
                            numeric),
                    responses.units().get(unit),
                    responses.reading(),
                    column,
                    numeric,
                    binned,
                    logarithmic,
                    points,
                    anova(points, groups),
                    numeric ? trend(x) : Optional.empty(),
                    two(points, groups),
                    notes);
        }

        private Provenance tested(Provenance made, boolean numeric) {
            String f = "the F of the analysis of variance";
            return numeric
                    ? made.tested(
                            "Spearman's correlation with '" + column + "' above 0; " + f + " has no side",
                            "Spearman's correlation with '" + column + "' below 0; " + f + " has no side")
                    : made.tested(Optional.empty(), f);
        }

        private static boolean spansDecades(double... x) {
            double[] values = Arrays.stream(x).sorted().distinct().toArray();
            double least = values[0];
            double most = values[values.length - 1];
            double middle = values[values.length / 2];
            return least > 0
                    && most >= DECADES * least
                    && middle * middle <= Math.sqrt(least * most) * ((least + most) / 2);
        }

        private void equalWidths(double[] numbers, boolean logarithmic, List<Point> points, List<double[]> groups) {
            double[] x = logarithmic ? Arrays.stream(numbers).map(Math::log).toArray() : numbers;
            double least = Arrays.stream(x).min().orElseThrow();
            double most = Arrays.stream(x).max().orElseThrow();
            double width = (most - least) / bins;
            double first = Arrays.stream(numbers).min().orElseThrow();
            double last = Arrays.stream(numbers).max().orElseThrow();
            for (int b = 0; b < bins; b++) {
                int bin = b;
                double[] group = IntStream.range(0, x.length)
                        .filter(i -> Math.min(bins - 1, (int) ((x[i] - least) / width)) == bin)
                        .mapToDouble(values::get)
                        .toArray();
                double from = b == 0 ? first : edge(least + b * width, logarithmic);
                double to = b == bins - 1 ? last : edge(least + (b + 1) * width, logarithmic);
                add(Numbers.three(from) + "–" + Numbers.three(to), from, to, group, points, groups);
            }
        }

        private static double edge(double at, boolean logarithmic) {
            return logarithmic ? Math.exp(at) : at;
        }

        private void each(double[] x, boolean numeric, List<Point> points, List<double[]> groups) {
            Map<String, List<Integer>> byCell = new LinkedHashMap<>();
            Map<Double, List<Integer>> byNumber = new TreeMap<>();
            for (int i = 0; i < cells.size(); i++) {
                if (numeric) {
                    byNumber.computeIfAbsent(x[i] + 0.0, k -> new ArrayList<>()).add(i);
                } else {
                    byCell.computeIfAbsent(cells.get(i), k -> new ArrayList<>()).add(i);
                }
            }
            byCell.forEach((cell, at) -> add(cell, Double.NaN, Double.NaN, of(at), points, groups));
            byNumber.forEach((number, at) -> add(Numbers.three(number), number, number, of(at), points, groups));
        }

        private double[] of(List<Integer> at) {
            return at.stream().mapToDouble(values::get).toArray();
        }

        private static void add(
                String label, double from, double to, double[] group, List<Point> points, List<double[]> groups) {
            Spread spread = Spread.of(group, LEVEL);
            points.add(new Point(label, from, to, group.length, spread.mean(), spread.low(), spread.high()));
            groups.add(group);
        }

        private Optional<TestResult> anova(List<Point> points, List<double[]> groups) {
            double[][] enough = groups.stream().filter(g -> g.length > 1).toArray(double[][]::new);
            int few = (int) groups.stream().filter(g -> g.length == 1).count();
            if (few > 0) {
                notes.add(few + " of " + groups.size() + " points rest on a single trial; the test leaves them out.");
            }
            boolean varies = Arrays.stream(enough).anyMatch(Spread::varies);
            if (enough.length < 2 || !varies) {
                notes.add(
                        enough.length < 2
                                ? "Not tested: fewer than two points have two trials."
                                : "Not tested: nothing varies within a point.");
                return Optional.empty();
            }
            TestResult plain = GroupTests.anova(enough);
            TestResult tested = plain.on(plain.basis().of(items.unit()));
            Map<String, Integer> n = new LinkedHashMap<>();
            points.stream().filter(p -> p.n() > 1).forEach(p -> n.put(p.label(), p.n()));
            return Optional.of(
                    n.size() == enough.length
                            ? tested.on(tested.basis().named(n))
                            : tested); // two labels may round alike
        }

        private static Optional<Discrimination> two(List<Point> points, List<double[]> groups) {
            boolean enough = groups.size() == 2
                    && groups.stream().allMatch(g -> g.length > 1)
                    && groups.stream().anyMatch(Spread::varies);
            return enough
                    ? Optional.of(Discrimination.of(
                            points.get(0).label(), points.get(1).label(), groups.get(0), groups.get(1)))
                    : Optional.empty();
        }

        private Optional<TestResult> trend(double[] x) {
            double[] y = values.stream().mapToDouble(Double::doubleValue).toArray();
            return x.length < 3 || !Spread.varies(y)
                    ? Optional.empty()
                    : Optional.of(
                            Associations.spearman(x, y, responses.provenance().tail()));
        }
    }

    /** {@code mean}, {@code low}, {@code high}, {@code n}, {@code from}, {@code to}, each {@code [point]}. */
    @Override
    public List<ResultArray> exported() {
        int length = points.size();
        ResultArray mean = ResultArray.floats("mean", length);
        ResultArray low = ResultArray.floats("low", length);
        ResultArray high = ResultArray.floats("high", length);
        ResultArray n = ResultArray.ids("n", length);
        ResultArray from = ResultArray.floats("from", length);
        ResultArray to = ResultArray.floats("to", length);
        for (int i = 0; i < length; i++) {
            Point point = points.get(i);
            mean.put(point.mean, i);
            low.put(point.low, i);
            high.put(point.high, i);
            n.put(point.n, i);
            from.put(point.from, i);
            to.put(point.to, i);
        }
        return List.of(mean, low, high, n, from, to);
    }
}
