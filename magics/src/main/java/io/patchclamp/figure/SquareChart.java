package io.patchclamp.figure;

import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;

import io.patchclamp.array.NamedArray;
import io.patchclamp.geometry.Alike;
import io.patchclamp.geometry.Generalisation;
import io.patchclamp.geometry.UnitCorrelations;
import io.patchclamp.stats.PValue;

/** Square maps: where a read-out was trained and where it was tried, how alike sites are, how units go together. */
public final class SquareChart {
    private static final int SQUARE = 360;

    private final List<String> names;
    private boolean upwards;
    private boolean signed;
    private final String measure;
    private final String row;
    private final String column;

    private SquareChart(List<String> names, String measure, String row, String column) {
        this.names = names;
        this.measure = measure;
        this.row = row;
        this.column = column;
    }

    /**
     * Accuracy above chance, with a line around each cluster of p ≤ .05.
     *
     * @param map what was tried
     * @return the picture
     * @throws io.patchclamp.fault.PatchclampException if Java finds no font
     */
    public static Figure of(Generalisation map) {
        int n = map.places().size();
        double[][] above = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                above[i][j] = map.accuracy().get(i, j) - map.chance().get(i, j);
            }
        }
        boolean[] outlined = new boolean[n * n];
        map.clusters().stream().filter(c -> c.p() <= 0.05).forEach(c -> c.cells()
                .forEach(cell -> outlined[cell] = true));
        long found = map.clusters().stream().filter(c -> c.p() <= 0.05).count();
        String caption = "Colour: balanced accuracy above the mean of shuffled labels; black line: "
                + (found == 0 ? "none, as no cluster has p ≤ .05" : Numerals.count(found, "cluster") + " of p ≤ .05")
                + " (" + map.basis().method() + ", seed " + map.basis().seed().orElse(0) + "). "
                + Generalisation.CAVEAT;
        String word = map.course().word();
        String title = "'" + map.column() + "' trained at one " + word + ", read at another (n = "
                + map.basis().n().values().stream().mapToInt(i -> i).sum() + " items)";
        boolean offsets = word.equals("offset");
        SiteNames names = offsets
                ? new SiteNames(CourseAxis.offsets(map.course()), "offset from the event (tokens)")
                : SiteNames.of(map.places());
        SquareChart chart = new SquareChart(
                names.each(), "accuracy above chance", "trained at " + names.axis(), "read at " + names.axis());
        chart.upwards = true;
        chart.signed = true;
        return chart.draw(title, caption, caption + "\n  " + extremes(above), above, true, outlined);
    }

    /**
     * How alike sites are, without the bias of few trials.
     *
     * @param alike what was compared
     * @return the picture
     * @throws io.patchclamp.fault.PatchclampException if Java finds no font
     */
    public static Figure of(Alike alike) {
        double[][] cells = cells(alike.unbiased());
        String caption = "Colour: unbiased linear CKA, 0 on average for noise, 1 for the same up to a rotation.";
        boolean offsets = alike.course().word().equals("offset");
        SiteNames names = offsets
                ? new SiteNames(CourseAxis.offsets(alike.course()), "offset from the event (tokens)")
                : SiteNames.of(alike.sites());
        return new SquareChart(names.each(), "unbiased CKA", names.axis(), names.axis())
                .draw(
                        "How alike "
                                + Numerals.count(
                                        alike.sites().size(),
                                        alike.course().word().contains(" ")
                                                ? "place"
                                                : alike.course().word())
                                + " are (n = "
                                + alike.basis().n().values().iterator().next() + " trials)",
                        caption,
                        caption + "\n  " + extremes(cells),
                        cells,
                        true,
                        new boolean[0]);
    }

    /**
     * Noise correlations below the diagonal, signal correlations above.
     *
     * @param correlations what was correlated
     * @return the picture
     * @throws io.patchclamp.fault.PatchclampException if Java finds no font
     */
    public static Figure of(UnitCorrelations correlations) {
        int n = correlations.units().size();
        int conditions = correlations.basis().n().size();
        double[][] cells = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                cells[i][j] = (i > j ? correlations.noise() : correlations.signal()).get(i, j);
            }
        }
        String relation = Double.isNaN(correlations.relation())
                ? "Whether the two agree cannot be told."
                : String.format(
                        Locale.ROOT,
                        "Over pairs they correlate by %.2f, %s (seed %d).",
                        Math.abs(correlations.relation()) < 0.005 ? 0.0 : correlations.relation(),
                        PValue.words(correlations.p()),
                        correlations.basis().seed().orElse(0));
        String caption =
                "Below the diagonal: correlation of items less their condition's mean (noise); above: of condition"
                        + " means (signal)" + (conditions == 2 ? ", which of two conditions are 1 or −1" : "") + ". "
                        + relation;
        List<String> sites = correlations.units().stream()
                .map(u -> u.site().name())
                .distinct()
                .toList();
        String axis = sites.size() == 1 ? "unit of " + sites.get(0) : "unit";
        List<String> names = correlations.units().stream()
                .map(u -> sites.size() == 1 ? inside(u.name()) : u.name())
                .toList();
        return new SquareChart(names, "correlation", axis, axis)
                .draw(
                        "Which of " + n + " units go together (n = "
                                + Numerals.count(
                                        correlations.basis().n().values().stream()
                                                .mapToInt(i -> i)
                                                .sum(),
                                        "trial")
                                + ")",
                        caption,
                        caption + "\n  " + extremes(cells),
                        cells,
                        false,
                        new boolean[0]);
    }

    /** 7 of L5.mlp.neurons[7], 3,61 of L5.attn.z[3,61]. */
    static String inside(String unit) {
        int open = unit.lastIndexOf('[');
        return open < 0 ? unit : unit.substring(open + 1, unit.lastIndexOf(']'));
    }

    private static double[][] cells(NamedArray square) {
        int n = square.shape()[0];
        double[][] cells = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                cells[i][j] = square.get(i, j);
            }
        }
        return cells;
    }

    private static String extremes(double[][] cells) {
        double[] off = IntStream.range(0, cells.length * cells.length)
                .filter(c -> c / cells.length != c % cells.length)
                .mapToDouble(c -> cells[c / cells.length][c % cells.length])
                .filter(Double::isFinite)
                .toArray();
        return "off the diagonal from "
                + Numerals.value(java.util.Arrays.stream(off).min().orElse(Double.NaN)) + " to "
                + Numerals.value(java.util.Arrays.stream(off).max().orElse(Double.NaN)) + ".";
    }

    private Figure draw(
            String title, String caption, String text, double[][] cells, boolean diagonal, boolean[] outlined) {
        int n = cells.length;
        double widest = names.stream()
                .mapToDouble(name -> Lettering.width(name, Lettering.SMALL))
                .max()
                .orElse(0);
        double room = Math.ceil(Math.min(120, widest)) + 34;
        double wide = SquareCells.width(n, SQUARE);
        int width = (int) Math.max(500, room + wide + 2.0 * Page.PAD);
        int below = 52 + PlotArea.namesRoom(names, wide / n);
        BiConsumer<Ink, Integer> plot = (ink, top) -> {
            double left = Page.PAD + room;
            SquareCells square = new SquareCells(upwards ? turned(cells) : cells, diagonal, signed);
            double size = square.paint(ink, left, top + 4, SQUARE);
            double cell = size / n;
            if (outlined.length > 0) {
                ink.line(Ink.GREY, 0.8, left, top + 4 + size, left + size, top + 4.0);
            }
            outline(ink, outlined, n, left, top + 4.0, cell);
            int step = Numerals.roundStep(14 / cell);
            for (int i = 0; i < n; i += step) {
                ink.right(
                        Lettering.clip(Lettering.drawable(names.get(i)), Lettering.SMALL, 120),
                        Lettering.SMALL,
                        Ink.DARK,
                        left - 5,
                        top + 4 + ((upwards ? n - 1 - i : i) + 0.5) * cell + 3.5);
            }
            new PlotArea(ink, left, top + 4.0, size, size, new double[] {-0.5, n - 0.5}, new double[] {0, 1})
                    .xNames(names, column);
            ink.upwards(row, Lettering.LABEL, Ink.DARK, Page.PAD + 10, top + 4 + size / 2);
            double bar = Math.min(180, size);
            square.bar(ink, left, top + size + below - 6, bar, measure);
        };
        return Page.draw(
                width,
                (int) (wide + below + 36),
                title,
                caption + missing(cells, diagonal) + pooled(n),
                text + missing(cells, diagonal) + pooled(n),
                SquareCells.palette(),
                plot);
    }

    private static String missing(double[][] cells, boolean diagonal) {
        long missing = IntStream.range(0, cells.length * cells.length)
                .filter(c -> diagonal || c / cells.length != c % cells.length)
                .filter(c -> !Double.isFinite(cells[c / cells.length][c % cells.length]))
                .count();
        return missing == 0 ? "" : " Grey: " + Numerals.count(missing, "cell") + " without a number.";
    }

    private String pooled(int n) {
        int pooled = SquareCells.pooled(n, SQUARE);
        return pooled == 1
                ? ""
                : " " + pooled + " by " + pooled + " " + Numerals.plural(column.replaceFirst(" .*", ""))
                        + " share a cell, and the number furthest from 0" + " is drawn.";
    }

    /** The first row below, as axes go. */
    private static double[][] turned(double[][] cells) {
        double[][] turned = new double[cells.length][];
        for (int i = 0; i < cells.length; i++) {
            turned[i] = cells[cells.length - 1 - i];
        }
        return turned;
    }

    /** A line wherever one of two neighbours is inside and the other is not; the first row is below. */
    private static void outline(Ink ink, boolean[] inside, int n, double left, double top, double cell) {
        for (int c = 0; c < inside.length; c++) {
            if (!inside[c]) {
                continue;
            }
            int i = c / n;
            int j = c % n;
            double x = left + j * cell;
            double y = top + (n - 1 - i) * cell;
            if (i == n - 1 || !inside[c + n]) {
                ink.line(Ink.DARK, 2, x - 1, y, x + cell + 1, y);
            }
            if (i == 0 || !inside[c - n]) {
                ink.line(Ink.DARK, 2, x - 1, y + cell, x + cell + 1, y + cell);
            }
            if (j == 0 || !inside[c - 1]) {
                ink.line(Ink.DARK, 2, x, y - 1, x, y + cell + 1);
            }
            if (j == n - 1 || !inside[c + 1]) {
                ink.line(Ink.DARK, 2, x + cell, y - 1, x + cell, y + cell + 1);
            }
        }
    }
}
