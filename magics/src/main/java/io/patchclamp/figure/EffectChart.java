package io.patchclamp.figure;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.patchclamp.array.NamedArray;
import io.patchclamp.metric.Metric;
import io.patchclamp.sweep.Cell;
import io.patchclamp.sweep.LesionEffect;
import io.patchclamp.sweep.PatchGrid;
import io.patchclamp.sweep.PathEffect;

/** What each part of a model does to a metric, as a map: where a patch goes, which way it takes, what a lesion costs. */
public final class EffectChart {
    private static final int NAMED = 5;
    private static final String SHARE = "In each cell: its share of the way from corrupt (0) to clean (1).";

    private EffectChart() {}

    /**
     * Layers upon each other, tokens or heads side by side; in each cell how much of the way from corrupt to clean it goes.
     *
     * @param grid what was patched
     * @return the picture
     * @throws io.patchclamp.fault.PatchclampException if Java finds no font
     */
    public static Figure of(PatchGrid grid) {
        int columns = grid.columns().size();
        int rows = grid.cells().size() / columns;
        double[][] values = square(grid.effect(), rows, columns);
        String part =
                grid.cells().get(0).unit() >= 0 ? "head" : grid.cells().get(0).token() >= 0 ? "token" : "all tokens";
        boolean several = part.equals("token") && grid.trials().count() > 1;
        String title = "What patching " + grid.site() + " brings back, by layer"
                + (part.equals("all tokens") ? "" : " and " + part)
                + " (" + pairs(grid.trials().count()) + ")";
        String caption = "Colour: " + change(grid.metric()) + " when that cell alone is patched, clean into corrupt. "
                + (still(values) ? "Nothing changes it. " : "")
                + from(
                        grid.metric(),
                        grid.clean(),
                        grid.corrupt(),
                        grid.trials().count()) + (several ? " Tokens as in the first pair." : "");
        List<String> names = IntStream.range(0, rows)
                .mapToObj(r -> "L" + grid.cells().get(r * columns).layer())
                .toList();
        return new CellMap(
                        names,
                        grid.columns(),
                        values,
                        shares(grid.recovered(), rows, columns),
                        SHARE,
                        "layer",
                        part,
                        change(grid.metric()))
                .draw(
                        title,
                        caption,
                        furthest(grid.cells().stream().map(Cell::name).toList(), values));
    }

    /**
     * Senders upon each other and receivers side by side; or layers and heads, where all send to one receiver and each layer
     * has as many.
     *
     * @param paths what was patched
     * @return the picture
     * @throws io.patchclamp.fault.PatchclampException if Java finds no font
     */
    public static Figure of(PathEffect paths) {
        boolean layers = paths.receivers().size() == 1 && isByHead(paths);
        int rows = layers
                ? (int) paths.senders().stream()
                        .map(PathEffect.End::layer)
                        .distinct()
                        .count()
                : paths.senders().size();
        int columns = paths.senders().size() * paths.receivers().size() / rows;
        double[][] values = square(paths.effect(), rows, columns);
        List<String> cells = paths.senders().stream()
                .flatMap(s -> paths.receivers().stream().map(r -> s.name() + " → " + r.name()))
                .toList();
        String to = paths.receivers().size() == 1
                ? paths.receivers().get(0).name()
                : Numerals.count(paths.receivers().size(), "receiver");
        String title = "What " + Numerals.count(paths.senders().size(), "sender")
                + (paths.senders().size() == 1 ? " tells " : " tell ") + to + " by the straight way ("
                + pairs(paths.trials().count()) + ")";
        String caption = "Colour: " + change(paths.metric()) + " when that path alone carries the clean text. "
                + (still(values) ? "Nothing changes it. " : "")
                + (missing(values) ? "Grey: there is no path. " : "")
                + from(
                        paths.metric(),
                        paths.clean(),
                        paths.corrupt(),
                        paths.trials().count());
        return new CellMap(
                        layers
                                ? paths.senders().stream()
                                        .map(s -> "L" + s.layer())
                                        .distinct()
                                        .toList()
                                : paths.senders().stream()
                                        .map(PathEffect.End::name)
                                        .toList(),
                        layers
                                ? IntStream.range(0, columns)
                                        .mapToObj(c -> String.valueOf(
                                                paths.senders().get(c).head()))
                                        .toList()
                                : paths.receivers().stream()
                                        .map(PathEffect.End::name)
                                        .toList(),
                        values,
                        shares(paths.recovered(), rows, columns),
                        SHARE,
                        layers ? "layer of the sender" : "sender",
                        layers ? "head" : "receiver",
                        change(paths.metric()))
                .draw(title, caption, furthest(cells, values));
    }

    /**
     * Layers upon each other, heads or units side by side.
     *
     * @param effect what was removed one at a time
     * @return the picture; none unless there are several layers, each with as many cells
     * @throws io.patchclamp.fault.PatchclampException if Java finds no font
     */
    public static Optional<Figure> of(LesionEffect effect) {
        List<Cell> cells = effect.cells();
        List<Integer> layers = cells.stream().map(Cell::layer).distinct().toList();
        int columns = cells.size() / layers.size();
        boolean even = layers.size() > 1
                && IntStream.range(0, cells.size())
                        .allMatch(c -> cells.get(c).unit() >= 0
                                && c / columns < layers.size()
                                && cells.get(c).layer() == layers.get(c / columns)
                                && cells.get(c).unit() == cells.get(c % columns).unit());
        if (!even) {
            return Optional.empty();
        }
        double[][] values = new double[layers.size()][columns];
        for (int c = 0; c < cells.size(); c++) {
            values[c / columns][c % columns] = effect.mean(c);
        }
        String each =
                cells.get(0).edits().get(0).where().electrodes().get(0).site().hasHeads() ? "head" : "unit";
        int n = effect.trials().count();
        String caption = "Colour: " + change(effect.metric()) + " when that " + each + " alone is removed ("
                + effect.provenance().details().getOrDefault("lesion", "") + "). Without a lesion "
                + Numerals.baseline(effect.baseline(), effect.metric())
                + ". No cell is corrected for having been picked.";
        return Optional.of(new CellMap(
                        layers.stream().map(l -> "L" + l).toList(),
                        cells.subList(0, columns).stream()
                                .map(c -> String.valueOf(c.unit()))
                                .toList(),
                        values,
                        null,
                        "",
                        "layer",
                        each,
                        change(effect.metric()))
                .draw(
                        "What removing each of " + Numerals.count(cells.size(), each) + " does (n = "
                                + Numerals.count(n, "trial") + ")",
                        caption,
                        furthest(cells.stream().map(Cell::name).toList(), values)));
    }

    /** Whether senders are heads, as many in each layer and numbered alike. */
    private static boolean isByHead(PathEffect paths) {
        List<PathEffect.End> senders = paths.senders();
        List<Integer> layers =
                senders.stream().map(PathEffect.End::layer).distinct().toList();
        int width = senders.size() / layers.size();
        return senders.size() > 1
                && IntStream.range(0, senders.size())
                        .allMatch(s -> senders.get(s).head() >= 0
                                && senders.get(s).head()
                                        == senders.get(s % width).head()
                                && s / width < layers.size()
                                && senders.get(s).layer() == layers.get(s / width));
    }

    private static double[][] square(NamedArray effect, int rows, int columns) {
        float[] all = effect.toArray();
        double[][] values = new double[rows][columns];
        for (int i = 0; i < rows * columns; i++) {
            values[i / columns][i % columns] = all[i];
        }
        return values;
    }

    private static String[][] shares(NamedArray recovered, int rows, int columns) {
        float[] all = recovered.toArray();
        String[][] shares = new String[rows][columns];
        for (int i = 0; i < rows * columns; i++) {
            String text = Float.isNaN(all[i]) ? "" : String.format(Locale.ROOT, "%.2f", all[i]);
            shares[i / columns][i % columns] = Numerals.minus(text.equals("-0.00") ? "0.00" : text);
        }
        return shares;
    }

    private static boolean missing(double[][] values) {
        return java.util.Arrays.stream(values)
                .anyMatch(row -> java.util.Arrays.stream(row).anyMatch(Double::isNaN));
    }

    private static boolean still(double[][] values) {
        return java.util.Arrays.stream(values)
                .allMatch(row -> java.util.Arrays.stream(row).allMatch(v -> v == 0 || Double.isNaN(v)));
    }

    private static String change(Metric metric) {
        return "mean change of " + metric + (metric.unit().isEmpty() ? "" : " (" + metric.unit() + ")");
    }

    private static String unit(Metric metric) {
        return metric.unit().isEmpty() ? "" : " " + metric.unit();
    }

    private static String pairs(int n) {
        return "n = " + Numerals.count(n, "pair");
    }

    private static String from(Metric metric, NamedArray clean, NamedArray corrupt, int n) {
        return "Unpatched: clean " + Numerals.mean(clean) + ", corrupt " + Numerals.mean(corrupt) + unit(metric)
                + ", mean over " + Numerals.count(n, "pair") + ".";
    }

    private static String furthest(List<String> names, double[][] values) {
        int columns = values[0].length;
        List<Integer> order = new ArrayList<>();
        IntStream.range(0, names.size())
                .filter(i -> Double.isFinite(values[i / columns][i % columns]))
                .forEach(order::add);
        order.sort(Comparator.comparingDouble((Integer i) -> -Math.abs(values[i / columns][i % columns])));
        return order.stream()
                .limit(NAMED)
                .map(i -> "  " + names.get(i) + ": " + Numerals.value(values[i / columns][i % columns]))
                .collect(Collectors.joining("\n"));
    }
}
