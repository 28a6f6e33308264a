package io.patchclamp.figure;

import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.patchclamp.geometry.ReceptiveField;
import io.patchclamp.geometry.ReceptiveField.Exemplar;
import io.patchclamp.geometry.ReceptiveField.Near;
import io.patchclamp.geometry.ReceptiveField.Shown;
import io.patchclamp.stats.PValue;

/**
 * What a unit answers to: the texts in which it is highest and lowest, token by token around that one, each shaded by what it
 * did there; and the tokens that lie in the direction of the token-triggered average.
 */
public final class FieldChart {
    private static final int WIDTH = 860;
    private static final int ROW = 18;
    private static final int HEAD = 22;
    private static final int GAP = 14;
    private static final int MOST = 20;
    private static final int NEAR = 15;
    private static final int BARS = 300;
    private static final double NUMBERS = 54;

    private final ReceptiveField field;
    private final List<Exemplar> highest;
    private final List<Exemplar> lowest;
    private final List<Near> nearest;
    private final int before;
    private final int after;
    private final double limit;
    private final double left;
    private final double cell;

    private FieldChart(ReceptiveField field) {
        this.field = field;
        highest = field.highest().stream().limit(MOST).toList();
        lowest = field.lowest().stream().limit(MOST).toList();
        nearest = field.nearest().stream().limit(NEAR).toList();
        before = all().mapToInt(e -> e.token() - e.context().get(0).number())
                .max()
                .orElse(0);
        after = all().mapToInt(e -> e.context().get(e.context().size() - 1).number() - e.token())
                .max()
                .orElse(0);
        double most = all().flatMap(e -> e.context().stream())
                .mapToDouble(s -> Double.isFinite(s.activation()) ? Math.abs(s.activation()) : 0)
                .max()
                .orElse(0);
        limit = most > 0 ? most : 1;
        left = Page.PAD + 20.0 + NUMBERS;
        cell = (WIDTH - left - Page.PAD) / Math.max(6, before + after + 1);
    }

    private Stream<Exemplar> all() {
        return Stream.concat(highest.stream(), lowest.stream());
    }

    /**
     * Draws it.
     *
     * @param field what was found
     * @return the picture
     * @throws io.patchclamp.fault.PatchclampException if Java finds no font
     */
    public static Figure of(ReceptiveField field) {
        return new FieldChart(field).draw();
    }

    private Figure draw() {
        int height = 2 * HEAD + (highest.size() + lowest.size()) * ROW + GAP + 74 + nearest.size() * ROW + 58;
        int trials = field.basis().n().values().stream().mapToInt(i -> i).sum();
        String title = "What " + field.unit() + " answers to (n = " + Numerals.count(trials, "trial") + ")";
        String caption = caption();
        return Page.draw(
                WIDTH, height, title, caption, caption + "\n" + numbers(), HeatMapPainter.palette(), (ink, top) -> {
                    double below = block(ink, "highest", highest, top) + GAP;
                    double end = block(ink, "lowest", lowest, below);
                    offsets(ink, end);
                    ColourBar.lying(
                            ink,
                            left,
                            end + 42,
                            150,
                            ColourBar.signed(),
                            ColourBar.symmetric(limit),
                            "activation (a.u.)");
                    nearest(ink, end + 74);
                });
    }

    private String caption() {
        String shown = highest.size() < field.highest().size()
                        || lowest.size() < field.lowest().size()
                ? " " + highest.size() + " of " + field.highest().size() + " are shown."
                : "";
        return "Above: where the unit is highest and lowest, at most once a trial, and what it did at the tokens around;"
                + " colour: activation, white at 0; grey: left out, as the first token always is." + shown
                + String.format(
                        Locale.ROOT,
                        " Below: tokens of the recording in the direction of the token-triggered average, which is %.3g"
                                + " long; as long by chance: %s (%s).",
                        field.length(),
                        PValue.words(field.p()),
                        turned());
    }

    private String turned() {
        String method = field.basis().method();
        int from = method.indexOf("; ");
        return (from < 0 ? method : method.substring(from + 2)) + ", seed "
                + field.basis().seed().orElse(0);
    }

    private String numbers() {
        List<String> lines = new ArrayList<>();
        if (!highest.isEmpty()) {
            lines.add("  highest " + Numerals.value(highest.get(0).activation()) + " at "
                    + highest.get(0).at());
        }
        if (!lowest.isEmpty()) {
            lines.add("  lowest " + Numerals.value(lowest.get(0).activation()) + " at "
                    + lowest.get(0).at());
        }
        lines.add(nearest.stream()
                .map(n -> n.token() + String.format(Locale.ROOT, " %.2f", n.cosine()))
                .collect(Collectors.joining(", ", "  nearest tokens: ", "")));
        return String.join("\n", lines);
    }

    /** One row an exemplar, the token it is about in one column; says where the next part begins. */
    private double block(Ink ink, String name, List<Exemplar> exemplars, double top) {
        ink.left(name, Lettering.WARNING, Ink.DARK, Page.PAD, top + 14);
        double first = top + HEAD;
        for (int i = 0; i < exemplars.size(); i++) {
            Exemplar exemplar = exemplars.get(i);
            double y = first + i * ROW;
            ink.right(Numerals.tick(exemplar.activation()), Lettering.SMALL, Ink.DARK, left - 6, y + 12.5);
            for (Shown shown : exemplar.context()) {
                token(ink, shown, left + (before + shown.number() - exemplar.token()) * cell, y);
            }
        }
        double high = exemplars.size() * ROW;
        if (exemplars.size() > 4) {
            ink.upwards("activation (a.u.)", Lettering.LABEL, Ink.DARK, Page.PAD + 8, first + high / 2);
        }
        ink.frame(Ink.DARK, left + before * cell, first, cell, high - 1.0);
        ink.frame(Ink.DARK, left + before * cell - 0.5, first - 0.5, cell + 1, high);
        return first + high;
    }

    private void token(Ink ink, Shown shown, double x, double y) {
        boolean known = Double.isFinite(shown.activation());
        ink.fill(CellMap.colour(known ? shown.activation() : Double.NaN, limit), x, y, cell - 1, ROW - 1.0);
        Color letters = known ? CellMap.letters(shown.activation(), limit) : Ink.DARK;
        ink.centred(
                Lettering.clip(Lettering.token(shown.visible()), Lettering.SMALL, cell - 5),
                Lettering.SMALL,
                letters,
                x + (cell - 1) / 2,
                y + 12.5);
    }

    private void offsets(Ink ink, double end) {
        IntStream.rangeClosed(-before, after)
                .forEach(o -> ink.centred(
                        Numerals.minus(o > 0 ? "+" + o : String.valueOf(o)),
                        Lettering.SMALL,
                        Ink.DARK,
                        left + (before + o + 0.5) * cell,
                        end + 12));
        ink.centred(
                "offset from that token (tokens)",
                Lettering.LABEL,
                Ink.DARK,
                left + (before + after + 1) * cell / 2,
                end + 28);
    }

    /** A bar each, from 0. */
    private void nearest(Ink ink, double top) {
        if (nearest.isEmpty()) {
            return;
        }
        double names = left + 70;
        double least =
                Math.min(0, nearest.stream().mapToDouble(Near::cosine).min().orElse(0));
        PlotArea plot =
                new PlotArea(ink, names, top, BARS, nearest.size() * ROW, new double[] {least, 1}, new double[] {
                    nearest.size() - 0.5, -0.5
                });
        for (int i = 0; i < nearest.size(); i++) {
            double y = top + i * ROW;
            double from = plot.x(Math.min(0, nearest.get(i).cosine()));
            double to = plot.x(Math.max(0, nearest.get(i).cosine()));
            ink.fill(PlotArea.colour(0), from, y + 3, Math.max(0.5, to - from), ROW - 6.0);
            ink.right(
                    Lettering.clip(Lettering.token(nearest.get(i).token()), Lettering.SMALL, 120),
                    Lettering.SMALL,
                    Ink.DARK,
                    names - 6,
                    y + 12.5);
        }
        plot.frame();
        plot.xAxis("cosine with the token-triggered average");
    }
}
