package io.patchclamp.figure;

import java.awt.Color;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.patchclamp.lesion.Localization;
import io.patchclamp.stats.FamilyResult;
import org.apache.commons.math3.stat.StatUtils;

/**
 * Each unit as a dot: how it tells the conditions apart on the half of the stimuli that chose, and on the half that did not.
 * Dots that fall on the same pixel are drawn once, chosen ones last.
 */
public final class LocalizerChart {
    private static final int LEFT = 62;
    private static final int SIDE = 390;
    private static final int WIDTH = LEFT + SIDE + 20;
    /** Of more units than this the dots are small. */
    private static final int MANY = 500;

    private static final double ALPHA = 0.05;
    private static final float[] MAX_T = {5, 3};
    private static final Color CLOUD = new Color(0x9a9a9a);

    private final Localization found;
    private final double criterion;

    private LocalizerChart(Localization found) {
        this.found = found;
        this.criterion = found.selecting().criterion(ALPHA);
    }

    /**
     * Draws it.
     *
     * @param found what was localized
     * @return the picture
     * @throws io.patchclamp.fault.PatchclampException if Java finds no font
     */
    public static Figure of(Localization found) {
        return new LocalizerChart(found).draw();
    }

    private Figure draw() {
        String title = String.format(
                Locale.ROOT,
                "Units chosen for '%s' above '%s': median t %s on S (n = %s), %s on T (n = %s)",
                found.preferred(),
                found.other(),
                median(found.selecting()),
                n(found.selecting()),
                median(found.held()),
                n(found.held()));
        int legend = Page.legendHeight(LEFT, WIDTH - 20.0, legend());
        return Page.draw(
                WIDTH,
                legend + SIDE + 52,
                title,
                caption(),
                caption() + "\n" + words(),
                PlotArea.palette(),
                (ink, top) -> paint(ink, Page.legend(ink, LEFT, top + 12.0, WIDTH - 20.0, legend()) - 4));
    }

    private void paint(Ink ink, double top) {
        double widest = IntStream.range(0, found.units().size())
                .mapToDouble(u -> Math.max(
                        Math.abs(found.selecting().t(u)), Math.abs(found.held().t(u))))
                .filter(Double::isFinite)
                .max()
                .orElse(1);
        double end = 1.06 * Math.max(widest, hasCriterion() ? criterion : 0);
        double[] limits = {-end, end};
        PlotArea plot = new PlotArea(ink, LEFT, top, SIDE, SIDE, limits, limits);
        plot.yAxis("t on T, held out");
        plot.line(limits, limits, Ink.PALE, 1);
        plot.line(limits, new double[] {0, 0}, Ink.PALE, 1);
        plot.line(new double[] {0, 0}, limits, Ink.PALE, 1);
        Set<Integer> chosen = new HashSet<>(found.chosen());
        double half = found.units().size() > MANY ? 1 : 2;
        once(plot, IntStream.range(0, found.units().size()).filter(u -> !chosen.contains(u)), u -> {
            double x = Math.round(plot.x(found.selecting().t(u)) * Ink.SCALE) / (double) Ink.SCALE;
            ink.fill(CLOUD, x - half, plot.y(found.held().t(u)) - half, 2 * half, 2 * half);
        });
        once(plot, found.chosen().stream().mapToInt(u -> u), u -> {
            plot.dot(found.selecting().t(u), found.held().t(u), 2.2, PlotArea.colour(1), true);
        });
        if (hasCriterion()) {
            plot.line(new double[] {criterion, criterion}, limits, Ink.DARK, 1.2f, MAX_T);
        }
        plot.frame();
        plot.xAxis("t on S, by which units were chosen");
    }

    private void once(PlotArea plot, IntStream units, IntConsumer drawn) {
        BitSet seen = new BitSet();
        units.filter(u -> Double.isFinite(found.selecting().t(u))
                        && Double.isFinite(found.held().t(u)))
                .filter(u -> {
                    int pixel = (int) Math.round(plot.y(found.held().t(u)) * Ink.SCALE) * WIDTH * Ink.SCALE
                            + (int) Math.round(plot.x(found.selecting().t(u)) * Ink.SCALE);
                    boolean fresh = !seen.get(pixel);
                    seen.set(pixel);
                    return fresh;
                })
                .forEach(drawn);
    }

    private boolean hasCriterion() {
        return Double.isFinite(criterion);
    }

    private List<Page.Entry> legend() {
        List<Page.Entry> entries = new ArrayList<>();
        entries.add(Page.Entry.box("chosen on S", PlotArea.colour(1)));
        entries.add(Page.Entry.box("other units", CLOUD));
        entries.add(Page.Entry.line("equal on both", Ink.PALE, false));
        if (hasCriterion()) {
            entries.add(Page.Entry.line("max-T .05 on S", Ink.DARK, false, MAX_T));
        }
        return entries;
    }

    private String caption() {
        int units = found.units().size();
        long missing = IntStream.range(0, units)
                .filter(u -> !Double.isFinite(found.selecting().t(u))
                        || !Double.isFinite(found.held().t(u)))
                .count();
        return String.format(
                        Locale.ROOT,
                        "Each dot: a unit's Welch t on two halves of the stimuli. Coloured: the %,d of %,d with the largest t on S"
                                + " (%s%s); chosen for being large there, they would be smaller on T by chance alone. Spearman ρ of the maps %.2f; Dice of the top units %.2f, %.2g by chance. %s",
                        found.chosen().size(),
                        units,
                        found.selecting().basis().method(),
                        Numerals.seed(found.selecting().basis()),
                        found.rank(),
                        found.dice(),
                        (double) found.chosen().size() / units,
                        missing == 0
                                ? ""
                                : Numerals.count(missing, "unit") + (missing == 1 ? " does" : " do")
                                        + " not vary in both halves, and "
                                        + (missing == 1 ? "is" : "are") + " not drawn. ")
                + "Selective is not causal.";
    }

    private String words() {
        return found.chosen().stream()
                .limit(10)
                .map(u -> String.format(
                        Locale.ROOT,
                        "  %s: t %.2f on S, %.2f on T",
                        found.units().get(u).name(),
                        found.selecting().t(u),
                        found.held().t(u)))
                .collect(Collectors.joining("\n"));
    }

    private String median(FamilyResult map) {
        double[] t = found.chosen().stream()
                .mapToDouble(map::t)
                .filter(Double::isFinite)
                .toArray();
        return t.length == 0 ? "–" : String.format(Locale.ROOT, "%.1f", StatUtils.percentile(t, 50));
    }

    private static String n(FamilyResult map) {
        return map.basis().n().values().stream().map(String::valueOf).collect(Collectors.joining(", "));
    }
}
