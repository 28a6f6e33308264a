package io.patchclamp.figure;

import java.awt.Color;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import io.patchclamp.sweep.DoseEffect;

/** Dose and effect: each trial, their mean with its interval, the span of random vectors, and perplexity below. */
public final class DoseChart {
    private static final int PLOT = 230;
    private static final int SECOND = 110;
    private static final int LEFT = 76;
    private static final int WIDTH = 620;
    private static final Color BAND = new Color(0xd9d9d9);
    private static final Color PALE = new Color(0xb9cfe0);

    private final DoseEffect effect;
    private final double[] doses;

    private DoseChart(DoseEffect effect) {
        this.effect = effect;
        this.doses = effect.doses().stream().mapToDouble(Double::doubleValue).toArray();
    }

    /**
     * Draws it.
     *
     * @param effect what each dose did
     * @return the picture
     * @throws io.patchclamp.fault.PatchclampException if Java finds no font
     */
    public static Figure of(DoseEffect effect) {
        return new DoseChart(effect).draw();
    }

    private Figure draw() {
        boolean second = !effect.loss().isEmpty();
        int height = PLOT + 90 + (second ? SECOND + 30 : 0);
        String title = "Doses of " + effect.vector() + " at " + effect.site() + " (n = "
                + Numerals.count(effect.trials().count(), "trial") + ")";
        return Page.draw(
                WIDTH, height, title, caption(), caption() + "\n" + numbers(), PlotArea.palette(), (ink, top) -> {
                    double end = Page.legend(ink, LEFT, top + 12.0, WIDTH - 20, legend());
                    effects(ink, end - 2, second);
                    if (second) {
                        perplexity(ink, end - 2 + PLOT + 16);
                    }
                });
    }

    private double[] across() {
        double margin = 0.04 * (doses[doses.length - 1] - doses[0]);
        return new double[] {doses[0] - margin, doses[doses.length - 1] + margin};
    }

    private void effects(Ink ink, double top, boolean second) {
        int trials = effect.trials().count();
        int vectors = effect.random().shape()[0];
        double low = 0;
        double high = 0;
        double[] least = new double[doses.length];
        double[] most = new double[doses.length];
        double[] mean = new double[doses.length];
        for (int d = 0; d < doses.length; d++) {
            mean[d] = effect.mean(d);
            for (int t = 0; t < trials; t++) {
                low = Math.min(low, effect.effect().get(d, t));
                high = Math.max(high, effect.effect().get(d, t));
            }
            least[d] = vectors == 0 ? Double.NaN : Double.POSITIVE_INFINITY;
            most[d] = vectors == 0 ? Double.NaN : Double.NEGATIVE_INFINITY;
            for (int k = 0; k < vectors; k++) {
                least[d] = Math.min(least[d], effect.random().get(k, d));
                most[d] = Math.max(most[d], effect.random().get(k, d));
            }
            low = vectors == 0 ? low : Math.min(low, least[d]);
            high = vectors == 0 ? high : Math.max(high, most[d]);
        }
        double margin = high == low ? 1 : 0.06 * (high - low);
        PlotArea plot = new PlotArea(
                ink, LEFT, top, WIDTH - LEFT - 20.0, PLOT, across(), new double[] {low - margin, high + margin});
        String unit = effect.metric().unit();
        plot.yAxis("Δ metric" + (unit.isEmpty() ? "" : " (" + unit + ")"));
        if (vectors > 0) {
            plot.band(doses, least, most, BAND);
        }
        plot.line(across(), new double[] {0, 0}, Ink.GREY, 1.2f);
        plot.line(new double[] {0, 0}, new double[] {low - margin, high + margin}, Ink.GREY, 1f, 3, 3);
        for (int t = 0; t < trials; t++) {
            double[] one = new double[doses.length];
            for (int d = 0; d < one.length; d++) {
                one[d] = effect.effect().get(d, t);
            }
            plot.line(doses, one, PALE, 0.8f);
        }
        plot.line(doses, mean, PlotArea.colour(0), 2);
        for (int d = 0; d < doses.length; d++) {
            int dose = d;
            effect.interval(d).ifPresent(ci -> plot.bar(doses[dose], ci.low(), ci.high(), PlotArea.colour(0)));
            plot.dot(doses[d], mean[d], 3, PlotArea.colour(0), true);
        }
        plot.frame();
        if (!second) {
            plot.xAxis("dose (times the vector)");
        }
    }

    private void perplexity(Ink ink, double top) {
        double[] bits = effect.loss().stream().mapToDouble(l -> l / Math.log(2)).toArray();
        double low = Arrays.stream(bits).min().orElse(0);
        double high = Arrays.stream(bits).max().orElse(1);
        double margin = high == low ? 1 : 0.1 * (high - low);
        PlotArea plot = new PlotArea(
                ink, LEFT, top, WIDTH - LEFT - 20.0, SECOND, across(), new double[] {low - margin, high + margin});
        plot.yAxis("loss (bits a token)");
        plot.line(new double[] {0, 0}, new double[] {low - margin, high + margin}, Ink.GREY, 1f, 3, 3);
        plot.line(doses, bits, PlotArea.colour(1), 2);
        for (int d = 0; d < doses.length; d++) {
            plot.dot(doses[d], bits[d], 2.6, PlotArea.colour(1), true);
        }
        plot.frame();
        plot.xAxis("dose (times the vector)");
    }

    private List<Page.Entry> legend() {
        List<Page.Entry> entries = new ArrayList<>();
        entries.add(Page.Entry.line("mean over trials, 95 % interval", PlotArea.colour(0), true));
        entries.add(Page.Entry.line("a trial", PALE, false));
        if (effect.random().size() > 0) {
            entries.add(Page.Entry.box(effect.random().shape()[0] + " random vectors, least to most", BAND));
        }
        if (!effect.loss().isEmpty()) {
            entries.add(Page.Entry.line("loss of neutral text", PlotArea.colour(1), true));
        }
        return entries;
    }

    private String caption() {
        return "Metric at a dose minus without: " + effect.metric() + ". Dose 0 leaves "
                + effect.unchangedAtZero() + " of " + effect.trials().count() + " trials as they are, to the bit."
                + effect.trend()
                        .map(t -> String.format(
                                Locale.ROOT,
                                " Mean Spearman ρ %.2f, p = %.3g (sign flips over trials).",
                                t.statistic(),
                                t.p()))
                        .orElse("");
    }

    private String numbers() {
        StringBuilder text = new StringBuilder();
        for (int d = 0; d < doses.length; d++) {
            text.append(String.format(
                    Locale.ROOT,
                    "  dose %.4g: mean effect %.4g, %.0f %% of trials the other way%n",
                    doses[d],
                    effect.mean(d),
                    100 * effect.wrongWay(d)));
        }
        return text.toString().stripTrailing();
    }
}
