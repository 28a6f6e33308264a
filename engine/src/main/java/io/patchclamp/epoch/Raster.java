package io.patchclamp.epoch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

import io.patchclamp.array.NamedArray;
import io.patchclamp.fault.PatchclampException;
import io.patchclamp.provenance.Provenance;
import io.patchclamp.record.Exportable;
import io.patchclamp.record.ResultArray;

/**
 * One unit trial by trial: each a row, sorted by condition.
 *
 * @param provenance how it was made
 * @param rows one a trial, from top to bottom
 * @param values {@code [trial, offset]} in the rows' order, NaN where missing
 * @param sortedBy how rows are sorted
 * @param threshold above it there is a tick
 * @param chosen how the threshold was chosen
 * @param evoked the mean over these rows
 */
public record Raster(
        Provenance provenance,
        List<Row> rows,
        NamedArray values,
        String sortedBy,
        double threshold,
        String chosen,
        Evoked evoked)
        implements Exportable {
    private static final double DEVIATIONS = 2;

    public Raster {
        Objects.requireNonNull(provenance, "provenance");
        rows = List.copyOf(rows);
        Objects.requireNonNull(values, "values");
        Objects.requireNonNull(sortedBy, "sortedBy");
        Objects.requireNonNull(chosen, "chosen");
        Objects.requireNonNull(evoked, "evoked");
    }

    /**
     * One trial.
     *
     * @param number its number in the recording, from 0
     * @param condition its condition; empty without
     * @param prompt its text
     */
    public record Row(int number, String condition, String prompt) {
        public Row {
            Objects.requireNonNull(condition, "condition");
            Objects.requireNonNull(prompt, "prompt");
        }
    }

    /**
     * How many numbers are above the threshold.
     *
     * @return ticks
     */
    public int ticks() {
        int n = 0;
        for (float x : values.toArray()) {
            n += x > threshold ? 1 : 0; // NaN is above nothing
        }
        return n;
    }

    /**
     * The raster of one unit.
     *
     * @param epochs the trials
     * @param unit such as {@code L5.mlp.neurons[3]}; empty for the only one
     * @param by the column that makes conditions; empty for none
     * @param sort the column to sort by within a condition; empty for the recording's order
     * @param threshold above it there is a tick; empty for mean + 2 standard deviations over all that is shown
     * @return the raster
     * @throws PatchclampException if there is no such unit or column, or a prompt stands twice
     */
    public static Raster of(Epochs epochs, String unit, String by, String sort, OptionalDouble threshold) {
        Averaging averaging =
                unit.isEmpty() ? Averaging.of(epochs) : Averaging.of(epochs).unit(unit);
        Evoked evoked = (by.isEmpty() ? averaging : averaging.by(by)).evoked();
        int column = epochs.units().indexOf(evoked.unit());
        String sorting = sort.isEmpty() ? "" : epochs.trials().column(sort);
        List<String> conditions = new ArrayList<>(new LinkedHashSet<>(
                evoked.lines().stream().map(Evoked.Line::condition).toList()));
        List<Integer> order = IntStream.range(0, epochs.count())
                .boxed()
                .sorted(Comparator.comparing((Integer t) -> conditions.indexOf(cell(epochs, t, evoked.by())))
                        .thenComparing(t -> sorting.isEmpty() ? "" : cell(epochs, t, sorting), Raster::compared))
                .toList();
        int length = epochs.alignment().length();
        float[] values = new float[order.size() * length];
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < order.size(); i++) {
            int t = order.get(i);
            rows.add(new Row(
                    epochs.numbers().get(t),
                    cell(epochs, t, evoked.by()),
                    epochs.trials().items().get(t).prompt()));
            for (int o = 0; o < length; o++) {
                values[i * length + o] = epochs.get(t, epochs.alignment().from() + o, column);
            }
        }
        String sorted = (evoked.by().isEmpty() ? "" : evoked.by())
                + (sorting.isEmpty() ? "" : (evoked.by().isEmpty() ? "" : ", then ") + sorting);
        return new Raster(
                evoked.provenance(),
                rows,
                NamedArray.of(List.of("trial", "offset"), new int[] {order.size(), length}, values),
                sorted.isEmpty() ? "order of recording" : sorted,
                threshold.orElseGet(() -> usual(values)),
                threshold.isPresent() ? "as asked" : "mean + 2 standard deviations of what is shown",
                evoked);
    }

    private static String cell(Epochs epochs, int trial, String column) {
        return column.isEmpty()
                ? ""
                : epochs.trials().items().get(trial).columns().getOrDefault(column, "");
    }

    /** Numbers by size, and before texts. */
    private static int compared(String a, String b) {
        OptionalDouble x = number(a);
        OptionalDouble y = number(b);
        if (x.isPresent() && y.isPresent()) {
            return Double.compare(x.getAsDouble(), y.getAsDouble());
        }
        return x.isPresent() ? -1 : y.isPresent() ? 1 : a.compareTo(b);
    }

    static OptionalDouble number(String cell) {
        try {
            double x = Double.parseDouble(cell.strip());
            return Double.isFinite(x) && !cell.toLowerCase(Locale.ROOT).matches(".*[a-df-z].*")
                    ? OptionalDouble.of(x)
                    : OptionalDouble.empty();
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }

    private static double usual(float[] values) {
        double[] known = IntStream.range(0, values.length)
                .mapToDouble(i -> values[i])
                .filter(Double::isFinite)
                .toArray();
        double mean = Arrays.stream(known).average().orElse(0);
        double squares = Arrays.stream(known).map(x -> (x - mean) * (x - mean)).sum();
        return mean + DEVIATIONS * Math.sqrt(squares / Math.max(1, known.length - 1));
    }

    /** {@code values} {@code [trial, offset]}, {@code trials} (their numbers), and what the evoked response has. */
    @Override
    public List<ResultArray> exported() {
        ResultArray numbers = ResultArray.ids("trials", rows.size());
        for (int i = 0; i < rows.size(); i++) {
            numbers.put(rows.get(i).number(), i);
        }
        List<ResultArray> all = new ArrayList<>(List.of(ResultArray.of("values", values), numbers));
        all.addAll(evoked.exported());
        return List.copyOf(all);
    }
}
