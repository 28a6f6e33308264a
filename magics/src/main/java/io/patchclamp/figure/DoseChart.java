package io.patchclamp.figure;

import java.awt.Color;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.patchclamp.stats.Interval;
import io.patchclamp.stats.LogisticCurve;
import io.patchclamp.stats.PValue;
import io.patchclamp.stats.Tail;
import io.patchclamp.sweep.DoseCurve;
import io.patchclamp.sweep.DoseEffect;
import io.patchclamp.trial.Reuse;

/** Dose and effect: each trial, their mean with its interval and curve, random vectors; below, wrong ways and perplexity. */
public final class DoseChart {
    private static final int PLOT = 230;
    private static final int AGAINST = 56;
    private static final int THIRD = 96;
    private static final int GAP = 14;
    private static final int LEFT = 76;
    private static final int WIDTH = 620;
    private static final float[] CURVE = {5, 3};
    private static final Color BAND = new Color(0xd9d9d9);
    private static final int STEPS = 120;
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
        boolean read = !effect.loss().isEmpty();
        int height = Page.legendHeight(LEFT, WIDTH - 20, legend())
                + 16
                + PLOT
                + GAP
                + AGAINST
                + (read ? GAP + THIRD : 0)
                + 44;
        String title = (effect.circular() ? Reuse.STAMP + " · " : "") + "Doses of " + effect.vector() + " at "
                + effect.site() + " (n = " + Numerals.count(effect.trials().count(), "trial") + ")";
        return Page.draw(
                WIDTH, height, title, caption(), caption() + "\n" + numbers(), PlotArea.palette(), (ink, top) -> {
                    double end = Page.legend(ink, LEFT, top + 12.0, WIDTH - 20, legend()) - 2;
                    effects(ink, end);
                    against(ink, end + PLOT + GAP, !read);
                    if (read) {
                        perplexity(ink, end + PLOT + GAP + AGAINST + GAP);
                    }
                });
    }

    private double[] across() {
        double margin = 0.04 * (doses[doses.length - 1] - doses[0]);
        return new double[] {doses[0] - margin, doses[doses.length - 1] + margin};
    }

    private void effects(Ink ink, double top) {
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
            low = Math.min(low, effect.interval(d).map(Interval::low).orElse(low));
            high = Math.max(high, effect.interval(d).map(Interval::high).orElse(high));
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
        effect.curves().forEach(curve -> curve(plot, curve));
        plot.frame();
    }

    /** The fitted curve, and half of its effect with the interval of its dose. */
    private void curve(PlotArea plot, DoseCurve curve) {
        if (curve.fit().isEmpty()) {
            return;
        }
        double sign = curve.negative() ? -1 : 1;
        double[] sizes = Arrays.stream(doses)
                .map(d -> d * sign)
                .filter(d -> d > 0)
                .sorted()
                .toArray();
        double[] at = new double[STEPS];
        double[] value = new double[STEPS];
        for (int i = 0; i < STEPS; i++) {
            at[i] = sign * (sizes[0] + (sizes[sizes.length - 1] - sizes[0]) * i / (STEPS - 1));
            value[i] = curve.at(at[i]);
        }
        plot.line(at, value, Ink.DARK, 1.4f, CURVE);
        LogisticCurve fit = curve.fit().get();
        double half = curve.at(sign * fit.ec50());
        plot.line(
                new double[] {sign * fit.interval().low(), sign * fit.interval().high()},
                new double[] {half, half},
                Ink.DARK,
                2.2f);
        plot.square(sign * fit.ec50(), half, 3.4, Ink.DARK);
    }

    /** How many trials go against the mean, or against what was registered. */
    private void against(Ink ink, double top, boolean last) {
        double[] percent = IntStream.range(0, doses.length)
                .mapToDouble(d -> 100 * effect.wrongWay(d))
                .toArray();
        double most = Math.max(50, Arrays.stream(percent).max().orElse(0));
        PlotArea plot = new PlotArea(
                ink, LEFT, top, WIDTH - LEFT - 20.0, AGAINST, across(), new double[] {-0.08 * most, 1.1 * most});
        plot.yAxis("% against");
        double half = 0.012 * (doses[doses.length - 1] - doses[0]);
        for (int d = 0; d < doses.length; d++) {
            plot.band(
                    new double[] {doses[d] - half, doses[d] + half},
                    new double[] {0, 0},
                    new double[] {percent[d], percent[d]},
                    PlotArea.colour(3));
            plot.dot(doses[d], percent[d], 2, PlotArea.colour(3), true);
        }
        plot.frame();
        if (last) {
            plot.xAxis("dose (times the vector)");
        }
    }

    private void perplexity(Ink ink, double top) {
        double[] loss = effect.loss().stream().mapToDouble(l -> l).toArray();
        double low = Arrays.stream(loss).min().orElse(0);
        double high = Arrays.stream(loss).max().orElse(1);
        double margin = Math.max(0.05, 0.1 * (high - low));
        PlotArea plot = new PlotArea(
                ink, LEFT, top, WIDTH - LEFT - 20.0, THIRD, across(), new double[] {low - margin, high + margin});
        plot.logarithmicAxis("perplexity");
        plot.line(new double[] {0, 0}, new double[] {low - margin, high + margin}, Ink.GREY, 1f, 3, 3);
        plot.line(doses, loss, PlotArea.colour(1), 2);
        for (int d = 0; d < doses.length; d++) {
            plot.dot(doses[d], loss[d], 2.6, PlotArea.colour(1), true);
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
        if (effect.curves().stream().anyMatch(c -> c.fit().isPresent())) {
            entries.add(Page.Entry.line("four-parameter curve, half effect with 95 %", Ink.DARK, false, CURVE));
        }
        entries.add(Page.Entry.box("trials against " + whatIsGoneAgainst(), PlotArea.colour(3)));
        if (!effect.loss().isEmpty()) {
            entries.add(Page.Entry.line("perplexity of neutral text", PlotArea.colour(1), true));
        }
        return entries;
    }

    private String caption() {
        return "Metric at a dose minus without: " + effect.metric() + "; without it is "
                + Numerals.baseline(effect.baseline(), effect.metric()) + ". Dose 0 leaves "
                + effect.unchangedAtZero() + " of " + effect.trials().count() + " trials as they are, to the bit."
                + effect.trend()
                        .map(t -> String.format(
                                Locale.ROOT,
                                " Mean Spearman ρ %.2f, %s (%s, %s).",
                                t.statistic(),
                                PValue.words(t.p()),
                                t.basis().method(),
                                t.basis().tail().word()))
                        .orElse("")
                + effect.curves().stream().map(c -> " " + c.words()).collect(Collectors.joining());
    }

    private String whatIsGoneAgainst() {
        return effect.direction() == Tail.TWO_SIDED ? "the mean" : "the hypothesis";
    }

    private String numbers() {
        StringBuilder text = new StringBuilder();
        for (int d = 0; d < doses.length; d++) {
            text.append(String.format(
                    Locale.ROOT,
                    "  dose %.4g: mean effect %.4g, %.0f %% of trials against %s%n",
                    doses[d],
                    effect.mean(d),
                    100 * effect.wrongWay(d),
                    whatIsGoneAgainst()));
        }
        return text.toString().stripTrailing();
    }
}
