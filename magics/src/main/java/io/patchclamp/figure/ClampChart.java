package io.patchclamp.figure;

import java.awt.Color;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import io.patchclamp.edit.Receipt;
import io.patchclamp.generate.ClampEffect;
import io.patchclamp.stats.Interval;
import io.patchclamp.stats.Intervals;

/**
 * Each trial as a dot: what an edit did to the metric, over the clamp current that it took, or over where the metric was
 * without it where the current is the same in all trials.
 */
public final class ClampChart {
    private static final int LEFT = 76;
    private static final int WIDTH = 560;
    private static final int PLOT = 250;
    private static final double LEVEL = 0.95;
    /** Currents that differ by less of their size than this are the same. */
    private static final double ROUND_OFF = 1e-6;

    private static final Color BAND = new Color(0xd9d9d9);

    private final ClampEffect effect;
    private final double[] effects;
    private final double[] x;
    private final boolean currents;

    private ClampChart(ClampEffect effect) {
        this.effect = effect;
        this.effects =
                effect.rows().stream().mapToDouble(ClampEffect.Row::effect).toArray();
        double[] current =
                effect.rows().stream().mapToDouble(ClampChart::current).toArray();
        this.currents = varies(current);
        this.x = currents
                ? current
                : effect.rows().stream().mapToDouble(ClampEffect.Row::baseline).toArray();
    }

    /**
     * Draws it.
     *
     * @param effect trial by trial
     * @return the picture; none of fewer than three trials, or where a number is missing or nothing changed
     * @throws io.patchclamp.fault.PatchclampException if Java finds no font
     */
    public static Optional<Figure> of(ClampEffect effect) {
        ClampChart chart = new ClampChart(effect);
        boolean drawn = chart.x.length >= 3
                && IntStream.range(0, chart.x.length)
                        .allMatch(i -> Double.isFinite(chart.x[i]) && Double.isFinite(chart.effects[i]))
                && IntStream.range(0, chart.x.length).anyMatch(i -> chart.effects[i] != 0);
        return drawn ? Optional.of(chart.draw()) : Optional.empty();
    }

    /** The mean over units; NaN where nothing was replaced while the prompt was read. */
    private static double current(ClampEffect.Row row) {
        return row.currents().stream()
                .mapToDouble(Receipt.Current::current)
                .average()
                .orElse(Double.NaN);
    }

    private static boolean varies(double... x) {
        double low = Arrays.stream(x).min().orElse(Double.NaN);
        double high = Arrays.stream(x).max().orElse(Double.NaN);
        return high - low > ROUND_OFF * Math.max(Math.abs(low), Math.abs(high));
    }

    private Figure draw() {
        int legend = Page.legendHeight(LEFT, WIDTH - 20.0, legend());
        String title = (currents ? "Clamp current and effect of " : "Effect of ") + String.join("; ", effect.edits())
                + " (n = " + Numerals.count(x.length, "trial") + ")";
        return Page.draw(
                WIDTH,
                legend + PLOT + 52,
                title,
                caption(),
                caption(),
                PlotArea.palette(),
                (ink, top) -> paint(ink, Page.legend(ink, LEFT, top + 12.0, WIDTH - 20.0, legend()) - 4));
    }

    private void paint(Ink ink, double top) {
        Optional<Interval> interval = interval();
        double[] across = limits(currents, x);
        double[] reached = Arrays.copyOf(effects, effects.length + 2);
        reached[effects.length] = interval.map(Interval::low).orElse(effect.meanEffect());
        reached[effects.length + 1] = interval.map(Interval::high).orElse(effect.meanEffect());
        PlotArea plot = new PlotArea(ink, LEFT, top, WIDTH - LEFT - 20.0, PLOT, across, limits(true, reached));
        plot.yAxis("Δ " + effect.metric() + unit());
        interval.ifPresent(
                ci -> plot.band(across, new double[] {ci.low(), ci.low()}, new double[] {ci.high(), ci.high()}, BAND));
        plot.zero();
        if (currents) {
            plot.line(new double[] {0, 0}, limits(true, reached), Ink.GREY, 1f, 3, 3);
        }
        double mean = effect.meanEffect();
        plot.line(across, new double[] {mean, mean}, PlotArea.colour(0), 2);
        for (int t = 0; t < x.length; t++) {
            plot.dot(x[t], effects[t], 2.8, PlotArea.colour(0), false);
        }
        plot.frame();
        plot.xAxis(currents ? "clamp current: imposed minus natural" : effect.metric() + " without" + unit());
    }

    /** Room for all, with 0 where it is asked for. */
    private static double[] limits(boolean zero, double... values) {
        double low = zero ? 0 : Double.POSITIVE_INFINITY;
        double high = zero ? 0 : Double.NEGATIVE_INFINITY;
        for (double v : values) {
            low = Math.min(low, v);
            high = Math.max(high, v);
        }
        double margin = high > low ? 0.06 * (high - low) : Math.max(1e-6, 0.1 * Math.abs(high));
        return new double[] {low - margin, high + margin};
    }

    private Optional<Interval> interval() {
        return varies(effects) ? Optional.of(Intervals.mean(effects, LEVEL)) : Optional.empty();
    }

    private String unit() {
        return effect.metric().unit().isEmpty() ? "" : " (" + effect.metric().unit() + ")";
    }

    private List<Page.Entry> legend() {
        Page.Entry trial = new Page.Entry("a trial", (ink, at) -> {
            ink.graphics().setColor(PlotArea.colour(0));
            ink.graphics().setStroke(new java.awt.BasicStroke(1.4f));
            ink.graphics().draw(new java.awt.geom.Ellipse2D.Double(at[0] + 12, at[1] - 7, 5.6, 5.6));
        });
        Page.Entry mean = Page.Entry.line("mean over trials", PlotArea.colour(0), false);
        return interval().isPresent()
                ? List.of(trial, mean, Page.Entry.box("its 95 % t interval", BAND))
                : List.of(trial, mean);
    }

    private String caption() {
        double without = effect.rows().stream()
                .mapToDouble(ClampEffect.Row::baseline)
                .average()
                .orElse(Double.NaN);
        int units = effect.rows().get(0).currents().size();
        String across = currents
                ? "across: what it was moved by while the prompt was read, mean over its tokens"
                        + (units > 1 ? " and over " + Numerals.count(units, "unit") : "")
                : "across: the metric without the edit";
        String spread = interval()
                .map(ci -> " (95 % t interval " + Numerals.signed(ci.low()) + " to " + Numerals.signed(ci.high()) + ")")
                .orElse("");
        return "Rings: trials; up: " + effect.metric() + " with minus without; " + across + ". Mean effect "
                + Numerals.signed(effect.meanEffect()) + spread + "; without the edit the mean is "
                + Numerals.tick(without)
                + unit().replace("(", "").replace(")", "") + ".";
    }
}
