package io.patchclamp.figure;

import java.awt.Color;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

import io.patchclamp.epoch.Selectivity;
import io.patchclamp.epoch.Unit;
import io.patchclamp.stats.Correction;
import io.patchclamp.stats.Tail;
import io.patchclamp.stats.UnitState;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * Each unit as a dot: how far apart two conditions are in it, and how surely. Dots that fall on the same pixel are drawn
 * once; those that are significant are drawn last, and the largest are named.
 */
public final class VolcanoChart {
    private static final int WIDTH = 640;
    private static final int PLOT = 320;
    private static final int LEFT = 62;
    private static final int NAMED = 10;
    /** Of more units than this the dots are small. */
    private static final int MANY = 500;

    private static final float[] MAX_T = {5, 3};
    private static final float[] BH = {2, 3};
    private static final double ALPHA = 0.05;
    private static final double LEAST_P = 1e-300;
    private static final Color CLOUD = new Color(0x9a9a9a);

    private final Selectivity found;
    private final List<Integer> significant;
    private final double maxTLine;
    private final double bhLine;

    private VolcanoChart(Selectivity found) {
        this.found = found;
        significant = found.family().significant(ALPHA);
        List<Integer> n = List.copyOf(found.family().basis().n().values());
        double criterion = found.family().criterion(ALPHA);
        maxTLine = Double.isNaN(criterion) || Double.isInfinite(criterion)
                ? Double.NaN
                : height((found.family().basis().tail() == Tail.TWO_SIDED ? 2 : 1)
                        * new TDistribution(null, n.get(0) + n.get(1) - 2.0).cumulativeProbability(-criterion));
        bhLine = bh();
    }

    /**
     * Draws it.
     *
     * @param found what was compared
     * @return the picture
     * @throws io.patchclamp.fault.PatchclampException if Java finds no font
     */
    public static Figure of(Selectivity found) {
        return new VolcanoChart(found).draw();
    }

    private Figure draw() {
        String title = String.format(
                Locale.ROOT,
                "%s of %,d units %s '%s' from '%s' (n = %d, %d)",
                significant.isEmpty() ? "None" : String.format(Locale.ROOT, "%,d", significant.size()),
                found.family().basis().family(),
                significant.size() < 2 ? "tells" : "tell",
                found.first(),
                found.second(),
                List.copyOf(found.family().basis().n().values()).get(0),
                List.copyOf(found.family().basis().n().values()).get(1));
        int legend = Page.legendHeight(LEFT, WIDTH - 20.0, legend());
        return Page.draw(
                WIDTH,
                legend + PLOT + 44,
                title,
                caption(),
                caption() + "\n" + words(),
                PlotArea.palette(),
                (ink, top) -> {
                    double end = Page.legend(ink, LEFT, top + 12.0, WIDTH - 20.0, legend());
                    paint(ink, end - 4, PLOT - 8.0);
                });
    }

    private void paint(Ink ink, double top, double height) {
        double widest = tested().mapToDouble(u -> Math.abs(found.each().dPrime(u)))
                        .filter(Double::isFinite)
                        .max()
                        .orElse(1)
                * 1.08;
        double highest =
                tested().mapToDouble(u -> height(found.each().p(u))).max().orElse(1);
        highest = Math.max(highest, Double.isNaN(maxTLine) ? 2 : maxTLine) * 1.08;
        PlotArea plot = new PlotArea(
                ink, LEFT, top, WIDTH - LEFT - 20.0, height, new double[] {-widest, widest}, new double[] {0, highest});
        plot.yAxis(Numerals.minus("-log10 p (Welch, uncorrected)"));
        plot.line(new double[] {0, 0}, new double[] {0, highest}, Ink.PALE, 1);
        double half = found.units().size() > MANY ? 1 : 2;
        BitSet seen = new BitSet();
        boolean[] chosen = new boolean[found.units().size()];
        significant.forEach(u -> chosen[u] = true);
        tested().filter(u -> !chosen[u]).forEach(u -> {
            double x = plot.x(found.each().dPrime(u));
            double y = plot.y(height(found.each().p(u)));
            int pixel = (int) Math.round(y * Ink.SCALE) * WIDTH * Ink.SCALE + (int) Math.round(x * Ink.SCALE);
            if (!seen.get(pixel)) {
                seen.set(pixel);
                ink.fill(CLOUD, Math.round(x * Ink.SCALE) / (double) Ink.SCALE - half, y - half, 2 * half, 2 * half);
            }
        });
        BitSet dots = new BitSet();
        for (int i = significant.size() - 1; i >= 0; i--) {
            int u = significant.get(i);
            int pixel = (int) Math.round(plot.y(height(found.each().p(u))) * Ink.SCALE) * WIDTH * Ink.SCALE
                    + (int) Math.round(plot.x(found.each().dPrime(u)) * Ink.SCALE);
            if (dots.get(pixel)) {
                continue;
            }
            dots.set(pixel);
            plot.dot(
                    found.each().dPrime(u),
                    height(found.each().p(u)),
                    2.2,
                    PlotArea.colour(found.each().dPrime(u) > 0 ? 1 : 0),
                    true);
        }
        lines(plot, widest);
        names(ink, plot, top);
        plot.frame();
        plot.xAxis("d′ (positive: " + found.first() + " above " + found.second() + ")");
    }

    private void lines(PlotArea plot, double widest) {
        double[] across = {-widest, widest};
        if (!Double.isNaN(maxTLine)) {
            plot.line(across, new double[] {maxTLine, maxTLine}, Ink.DARK, 1.2f, MAX_T);
        }
        if (!Double.isNaN(bhLine)) {
            plot.line(across, new double[] {bhLine, bhLine}, PlotArea.colour(2), 1.2f, BH);
        }
    }

    /** Names where there is room; all of the largest are in the table. */
    private void names(Ink ink, PlotArea plot, double top) {
        List<Rectangle2D> taken = new ArrayList<>();
        boolean oneKind =
                found.units().stream().map(u -> u.site().point()).distinct().count() == 1;
        for (int u : significant.subList(0, Math.min(NAMED, significant.size()))) {
            Unit unit = found.units().get(u);
            String name = oneKind
                            && unit.site().layer() >= 0
                            && unit.site().width() == unit.site().units()
                    ? "L" + unit.site().layer() + "/" + unit.index()
                    : unit.name();
            place(ink, plot, top, u, Lettering.drawable(name), taken);
        }
    }

    /** Right of its dot, or left of it, else a little below or above: wherever it lies on no other dot and no other name. */
    private void place(Ink ink, PlotArea plot, double top, int u, String name, List<Rectangle2D> taken) {
        double w = Lettering.width(name, Lettering.SMALL);
        double x = plot.x(found.each().dPrime(u));
        double level = Math.max(top + 10, plot.y(height(found.each().p(u))) + 3);
        for (int i = 0; i < 6; i++) {
            double left = i % 2 == 0 ? x + 5 : x - w - 5;
            double y = level + new double[] {0, 8, -8}[i / 2];
            Rectangle2D box = new Rectangle2D.Double(left - 1, y - 9, w + 2, 11);
            boolean inside = left > LEFT + 2 && left + w < WIDTH - 22 && y > top + 9;
            boolean onDots = significant.stream()
                    .anyMatch(v -> v != u
                            && box.intersects(
                                    plot.x(found.each().dPrime(v)) - 3,
                                    plot.y(height(found.each().p(v))) - 3,
                                    6,
                                    6));
            if (inside && !onDots && taken.stream().noneMatch(box::intersects)) {
                taken.add(box);
                ink.left(name, Lettering.SMALL, Ink.DARK, left, y);
                return;
            }
        }
    }

    private List<Page.Entry> legend() {
        List<Page.Entry> entries = new ArrayList<>();
        entries.add(Page.Entry.box("not significant", CLOUD));
        if (!significant.isEmpty()) {
            entries.add(Page.Entry.box("larger for " + found.first(), PlotArea.colour(1)));
            entries.add(Page.Entry.box("larger for " + found.second(), PlotArea.colour(0)));
        }
        if (!Double.isNaN(maxTLine)) {
            entries.add(Page.Entry.line("max-T .05", Ink.DARK, false, MAX_T));
        }
        if (!Double.isNaN(bhLine)) {
            entries.add(Page.Entry.line("Benjamini-Hochberg .05", PlotArea.colour(2), false, BH));
        }
        return entries;
    }

    /** Where the procedure stops: k of m units are taken, whose p are at most alpha k / m; the next ones are above it. */
    private double bh() {
        int[] units = tested().toArray();
        double[] p = java.util.Arrays.stream(units)
                .mapToDouble(u -> found.each().p(u))
                .toArray();
        boolean[] rejected = Correction.BENJAMINI_HOCHBERG.rejects(ALPHA, p);
        long taken = IntStream.range(0, p.length).filter(i -> rejected[i]).count();
        return taken == 0 ? Double.NaN : height(ALPHA * taken / p.length);
    }

    private IntStream tested() {
        return IntStream.range(0, found.units().size()).filter(u -> found.each().state(u) == UnitState.TESTED);
    }

    private static double height(double p) {
        return -Math.log10(Math.max(LEAST_P, p));
    }

    private String caption() {
        int left = found.units().size() - found.family().basis().family();
        return String.format(
                        Locale.ROOT,
                        "Coloured: p ≤ .05 by %s over %,d units (%s%s). ",
                        found.family().basis().correction().word(),
                        found.family().basis().family(),
                        found.family().basis().method(),
                        Numerals.seed(found.family().basis()))
                + (Double.isNaN(bhLine) ? "Benjamini-Hochberg at .05 takes none. " : "")
                + (left > 0 ? String.format(Locale.ROOT, "%,d units were not tested. ", left) : "")
                + (Double.isNaN(maxTLine)
                        ? ""
                        : "The line of max-T is drawn for equal spreads; units whose spreads differ lie a little off it. ")
                + "Selective is not causal.";
    }

    private String words() {
        StringBuilder out = new StringBuilder();
        for (int u : found.top(3)) {
            out.append(String.format(
                    Locale.ROOT,
                    "  %s: d' %.2f, AUC %.3f%n",
                    found.units().get(u).name(),
                    found.each().dPrime(u),
                    found.each().auc(u)));
        }
        return out.toString().replace("\r", "").stripTrailing();
    }
}
