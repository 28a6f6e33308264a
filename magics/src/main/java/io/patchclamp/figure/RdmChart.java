package io.patchclamp.figure;

import java.awt.Color;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

import io.patchclamp.geometry.Rdm;
import io.patchclamp.geometry.RdmReading;
import io.patchclamp.stats.PValue;

/** Dissimilarity matrices of some sites and of the models, and below how models agree with each site. */
public final class RdmChart {
    private static final int SQUARE = 150;
    private static final int GAP = 22;
    private static final int MOST_SITES = 4;
    private static final int PLOT = 190;
    private static final int BELOW = 56;
    private static final int FITS = 70;
    private static final Color BAND = new Color(0xd9d9d9);

    private final RdmReading reading;
    private final List<Rdm> squares = new ArrayList<>();
    private final int sites;
    private final double side;
    private final boolean signed;

    private RdmChart(RdmReading reading) {
        this.reading = reading;
        int n = reading.rdms().size();
        sites = Math.min(MOST_SITES, n);
        shown().forEach(place -> squares.add(reading.rdms().get(place)));
        signed = squares.stream().anyMatch(RdmChart::isSigned);
        squares.addAll(reading.models());
        side = SquareCells.width(reading.rdms().get(0).conditions().size(), SQUARE);
    }

    /**
     * Draws it.
     *
     * @param reading what was measured
     * @return the picture
     * @throws io.patchclamp.fault.PatchclampException if Java finds no font
     */
    public static Figure of(RdmReading reading) {
        return new RdmChart(reading).draw();
    }

    /** Which places have their matrix drawn: evenly spread, and the event itself where there is one. */
    private List<Integer> shown() {
        int n = reading.rdms().size();
        List<Integer> shown = new ArrayList<>();
        for (int i = 0; i < sites; i++) {
            shown.add(sites == 1 ? 0 : (int) Math.round((double) i * (n - 1) / (sites - 1)));
        }
        int event = reading.course().word().equals("offset")
                ? reading.course().offsets().indexOf(0)
                : -1;
        if (event > 0 && !shown.contains(event)) {
            int nearest = IntStream.range(0, sites)
                    .boxed()
                    .min(Comparator.comparingInt(i -> Math.abs(shown.get(i) - event)))
                    .orElse(0);
            shown.set(nearest, event);
        }
        return shown;
    }

    private Figure draw() {
        double names = names();
        int across = Math.min(side > SQUARE ? 3 : 4, squares.size());
        int rows = (squares.size() + across - 1) / across;
        int width = (int) Math.max(560, names + 2 * Page.PAD + across * (side + GAP));
        int fits = reading.models().isEmpty()
                ? 0
                : Page.legendHeight(FITS, width - 20.0, legend())
                        + PLOT
                        + 46
                        + PlotArea.namesRoom(
                                places(),
                                (width - FITS - 20.0) / (reading.rdms().size() + 0.2));
        int height = (int) (rows * (side + BELOW)) + fits + 12;
        int conditions = reading.rdms().get(0).conditions().size();
        String title = "How far apart " + conditions + " conditions of '" + reading.column() + "' are (n = "
                + counted(reading.basis().n()) + ")";
        return Page.draw(
                width, height, title, caption(), caption() + "\n" + numbers(), SquareCells.palette(), (ink, top) -> {
                    for (int i = 0; i < squares.size(); i++) {
                        double left = Page.PAD + names + i % across * (side + GAP);
                        square(ink, squares.get(i), left, top + 16.0 + i / across * (side + BELOW), i % across == 0, i);
                    }
                    if (!reading.models().isEmpty()) {
                        fits(ink, top + 12.0 + rows * (side + BELOW), width);
                    }
                });
    }

    /** How much room the conditions' names take; none where they are too many to be read. */
    private double names() {
        List<String> conditions = reading.rdms().get(0).conditions();
        return conditions.size() > 14
                ? 0
                : conditions.stream()
                                .mapToDouble(c -> Lettering.width(label(c), Lettering.SMALL))
                                .map(Math::ceil)
                                .max()
                                .orElse(0)
                        + 8;
    }

    /** The basis counts conditions, which were exchanged, and the trials behind them. */
    static String counted(Map<String, Integer> n) {
        Integer trials = n.get("trials");
        return trials == null
                ? Numerals.count(n.values().stream().mapToInt(i -> i).sum(), "item")
                : Numerals.count(trials, "trial");
    }

    private static String label(String condition) {
        return Lettering.clip(Lettering.drawable(condition), Lettering.SMALL, 150);
    }

    private void square(Ink ink, Rdm rdm, double left, double top, boolean first, int index) {
        String name = index < sites ? rdm.name().replace("offset -", "offset −") : "model: " + rdm.name();
        ink.left(
                Lettering.clip(Lettering.drawable(name), Lettering.LABEL, side + GAP - 8.0),
                Lettering.LABEL,
                Ink.DARK,
                left,
                top - 4);
        SquareCells cells = new SquareCells(square(rdm), false, index < sites && signed);
        double size = cells.paint(ink, left, top, SQUARE);
        cells.bar(ink, left, top + size + 6, size, "");
        List<String> conditions = rdm.conditions();
        if (first && names() > 0) {
            double pitch = size / conditions.size();
            for (int c = 0; c < conditions.size(); c++) {
                ink.right(label(conditions.get(c)), Lettering.SMALL, Ink.DARK, left - 5, top + (c + 0.5) * pitch + 3.5);
            }
        }
    }

    private static boolean isSigned(Rdm rdm) {
        double[][] cells = square(rdm);
        return IntStream.range(0, cells.length)
                .anyMatch(i -> IntStream.range(0, i).anyMatch(j -> cells[i][j] < 0));
    }

    private static boolean isMissing(Rdm rdm) {
        double[][] cells = square(rdm);
        return IntStream.range(0, cells.length)
                .anyMatch(i -> IntStream.range(0, i).anyMatch(j -> Double.isNaN(cells[i][j])));
    }

    private static double[][] square(Rdm rdm) {
        int n = rdm.conditions().size();
        double[][] square = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                square[i][j] = rdm.distances().get(i, j);
            }
        }
        return square;
    }

    private void fits(Ink ink, double top, int width) {
        boolean ceiling = !reading.ceilings().isEmpty();
        double end = Page.legend(ink, FITS, top + 10, width - 20, legend());
        int n = reading.rdms().size();
        int models = reading.models().size();
        double least = Math.min(
                -0.1,
                reading.fits().stream()
                                .flatMapToDouble(f -> DoubleStream.of(f.value(), ceiling ? f.inParts() : 0))
                                .filter(Double::isFinite)
                                .min()
                                .orElse(0)
                        - 0.1);
        PlotArea plot = new PlotArea(
                ink, FITS, end, width - FITS - 20.0, PLOT - 20.0, new double[] {-0.6, n - 0.4}, new double[] {
                    least, 1.12
                });
        plot.yAxis(reading.agreement().word());
        if (ceiling) {
            for (int s = 0; s < n; s++) {
                RdmReading.Ceiling c = reading.ceilings().get(s);
                plot.band(new double[] {s - 0.3, s + 0.3}, twice(c.lower()), twice(c.upper()), BAND);
            }
        }
        plot.line(new double[] {-0.6, n - 0.4}, twice(0), Ink.GREY, 0.8f);
        CourseAxis.event(reading.course(), plot, least, 1.12);
        for (int m = 0; m < models; m++) {
            int model = m;
            double shift = (m - (models - 1) / 2.0) * Math.min(0.12, 0.5 / models);
            double[] at = IntStream.range(0, n).mapToDouble(s -> s + shift).toArray();
            double[] value = IntStream.range(0, n)
                    .mapToDouble(s -> reading.fits().get(s * models + model).value())
                    .toArray();
            plot.line(at, value, PlotArea.colour(m), 1.6f, EvokedPanel.dash(m));
            for (int s = 0; s < n; s++) {
                RdmReading.Fit fit = reading.fits().get(s * models + m);
                if (!Double.isNaN(fit.value())) {
                    plot.dot(at[s], fit.value(), 2.6, PlotArea.colour(m), true);
                }
                if (ceiling && !Double.isNaN(fit.inParts())) {
                    plot.dot(at[s], fit.inParts(), 2.2, PlotArea.colour(m), false);
                }
                if (fit.corrected() <= 0.05 && !Double.isNaN(fit.value())) {
                    ink.centred("*", Lettering.TITLE, PlotArea.colour(m), plot.x(at[s]), plot.y(fit.value()) - 4);
                }
            }
        }
        plot.frame();
        plot.xNames(places(), CourseAxis.label(reading.course()));
    }

    private List<Page.Entry> legend() {
        List<Page.Entry> entries = new ArrayList<>();
        for (int m = 0; m < reading.models().size(); m++) {
            entries.add(Page.Entry.line(reading.models().get(m).name(), PlotArea.colour(m), true, EvokedPanel.dash(m)));
        }
        if (!reading.ceilings().isEmpty()) {
            entries.add(Page.Entry.box("what the best model could reach in parts", BAND));
        }
        return entries;
    }

    private List<String> places() {
        return CourseAxis.labels(reading.course());
    }

    private String caption() {
        String shown = sites < reading.rdms().size()
                ? "Matrices of " + sites + " of "
                        + Numerals.count(
                                reading.rdms().size(),
                                reading.course().word().contains(" ")
                                        ? "place"
                                        : reading.course().word())
                        + ", each on its own scale"
                : "Each matrix on its own scale";
        List<String> conditions = reading.rdms().get(0).conditions();
        String scale = "; distance: " + reading.measure().word().replace(" - ", " − ") + ", the diagonal"
                + (squares.stream().anyMatch(RdmChart::isMissing) ? " and what is missing" : "") + " grey; "
                + (names() > 0
                        ? "columns in the order of the rows"
                        : "rows and columns: conditions from '" + conditions.get(0) + "' to '"
                                + conditions.get(conditions.size() - 1) + "'");
        return shown
                + scale
                + (reading.models().isEmpty()
                        ? "."
                        : ". Full dots: all trials; open dots: mean over parts, to be held against the grey; * p ≤ .05 against"
                                + " the best of all sites and models (" + exchange() + ").");
    }

    private String exchange() {
        String method = reading.basis().method();
        return method.substring(method.lastIndexOf("; ") + 2) + ", seed "
                + reading.basis().seed().orElse(0);
    }

    private String numbers() {
        return reading.fits().isEmpty()
                ? "  no model"
                : reading.fits().stream()
                        .sorted((a, b) -> Double.compare(Math.abs(b.value()), Math.abs(a.value())))
                        .limit(3)
                        .map(f -> String.format(
                                Locale.ROOT,
                                "  %s with %s: %.3f, %s",
                                f.site(),
                                f.model(),
                                f.value(),
                                PValue.words(f.corrected())))
                        .collect(Collectors.joining("\n"));
    }

    private static double[] twice(double value) {
        return new double[] {value, value};
    }
}
