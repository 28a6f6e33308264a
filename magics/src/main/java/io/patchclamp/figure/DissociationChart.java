package io.patchclamp.figure;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

import io.patchclamp.lesion.Dissociated;
import io.patchclamp.stats.Interval;
import io.patchclamp.stats.Intervals;
import io.patchclamp.stats.PValue;

/**
 * Two lesions by two tasks: a line a lesion from task to task, its mean over items with an interval, every item a ring.
 * Tasks in different units have a scale each: then only the crossing can be seen, not the sizes.
 */
public final class DissociationChart {
    private static final int PLOT = 270;
    private static final int SIDE = 150;
    private static final int LEFT = 76;
    private static final double SHIFT = 0.16;

    private final Dissociated result;

    private DissociationChart(Dissociated result) {
        this.result = result;
    }

    /**
     * Draws it.
     *
     * @param result what was found
     * @return the picture
     * @throws io.patchclamp.fault.PatchclampException if Java finds no font
     */
    public static Figure of(Dissociated result) {
        return new DissociationChart(result).draw();
    }

    private Figure draw() {
        boolean together = unit(0).equals(unit(1));
        int width = together ? 520 : LEFT + 2 * SIDE + 2 * LEFT + 60;
        String title = claim() + " (n = " + result.effects().get(0).size() + " and "
                + result.effects().get(2).size() + " items)";
        List<Page.Entry> entries = List.of(
                Page.Entry.line("without " + name(0), PlotArea.colour(0), true, EvokedPanel.dash(0)),
                Page.Entry.line("without " + name(1), PlotArea.colour(1), true, EvokedPanel.dash(1)));
        int legend = Page.legendHeight(LEFT, width - 20, entries);
        return Page.draw(
                width,
                legend + PLOT + 44,
                title,
                caption(),
                caption() + "\n" + numbers(),
                PlotArea.palette(),
                (ink, top) -> {
                    double end = Page.legend(ink, LEFT, top + 12.0, width - 20, entries);
                    if (together) {
                        panel(ink, LEFT, end - 2, width - LEFT - 20.0, 0, 1);
                    } else {
                        panel(ink, LEFT, end - 2, SIDE, 0, 0);
                        panel(ink, LEFT + SIDE + LEFT + 30.0, end - 2, SIDE, 1, 1);
                    }
                });
    }

    private void panel(Ink ink, double left, double top, double width, int from, int to) {
        double low = 0;
        double high = 0;
        for (int i = 2 * from; i < 2 * to + 2; i++) {
            for (double e : result.effects().get(i)) {
                low = Math.min(low, e);
                high = Math.max(high, e);
            }
            Optional<Interval> mean = interval(result.effects().get(i));
            low = Math.min(low, mean.map(Interval::low).orElse(low));
            high = Math.max(high, mean.map(Interval::high).orElse(high));
        }
        double margin = high == low ? 1 : 0.07 * (high - low);
        int tasks = to - from + 1;
        double[] ends = {-0.5, tasks - 0.5};
        PlotArea plot =
                new PlotArea(ink, left, top, width, PLOT - 10.0, ends, new double[] {low - margin, high + margin});
        plot.yAxis("Δ metric" + (unit(from).isEmpty() ? "" : " (" + unit(from) + ")"));
        plot.line(ends, new double[] {0, 0}, Ink.GREY, 1.2f);
        SplittableRandom jitter = new SplittableRandom(1);
        for (int set = 0; set < 2; set++) {
            double shift = set == 0 ? -SHIFT : SHIFT;
            double[] at = new double[tasks];
            double[] mean = new double[tasks];
            for (int t = 0; t < tasks; t++) {
                List<Double> effects = result.effects().get(2 * (from + t) + set);
                at[t] = t + shift;
                mean[t] = effects.stream().mapToDouble(x -> x).average().orElse(Double.NaN);
                for (double e : effects) {
                    plot.dot(at[t] - 0.07 + 0.14 * jitter.nextDouble(), e, 1.7, pale(set), false);
                }
            }
            plot.line(at, mean, PlotArea.colour(set), 2, EvokedPanel.dash(set));
            for (int t = 0; t < tasks; t++) {
                double x = at[t];
                java.awt.Color colour = PlotArea.colour(set);
                interval(result.effects().get(2 * (from + t) + set))
                        .ifPresent(ci -> plot.bar(x, ci.low(), ci.high(), colour));
                plot.dot(at[t], mean[t], 4, PlotArea.colour(set), true);
            }
        }
        plot.frame();
        plot.xNames(
                result.tasks().subList(from, to + 1).stream()
                        .map(t -> Lettering.clip(Lettering.drawable(t.name()), Lettering.LABEL, width / tasks - 8))
                        .toList(),
                from == to ? "" : "task");
    }

    private static Optional<Interval> interval(List<Double> effects) {
        double[] x = effects.stream().mapToDouble(v -> v).toArray();
        return java.util.Arrays.stream(x).distinct().count() > 1
                ? Optional.of(Intervals.mean(x, 0.95))
                : Optional.empty();
    }

    private static java.awt.Color pale(int set) {
        return new java.awt.Color(ColourScale.mix(PlotArea.COLOURS[set], 0xffffff, 0.6));
    }

    private String name(int set) {
        return set == 0
                ? result.asked().first().name()
                : result.asked().second().name();
    }

    private String unit(int task) {
        return result.tasks().get(task).metric().unit();
    }

    private String claim() {
        return result.isDouble(0.05)
                ? "A double dissociation"
                : result.crossed()
                        ? "Lines cross, no double dissociation"
                        : "Lines do not cross: no double dissociation";
    }

    private String caption() {
        return String.format(
                Locale.ROOT,
                "Metric (%s) without the units less with them; dots: mean over items, bars: 95 %% t interval, rings: items."
                        + " Interaction of lesion and task: %s; lesions differ on %s: %s, on %s: %s.",
                result.tasks().stream()
                        .map(t -> t.metric().toString())
                        .distinct()
                        .collect(Collectors.joining(", then ")),
                PValue.words(result.interaction().p()),
                result.tasks().get(0).name(),
                PValue.words(result.within().get(0).p()),
                result.tasks().get(1).name(),
                PValue.words(result.within().get(1).p()));
    }

    private String numbers() {
        StringBuilder text = new StringBuilder("  means:");
        for (List<Double> effects : result.effects()) {
            text.append(String.format(
                    Locale.ROOT,
                    " %.4g",
                    effects.stream().mapToDouble(x -> x).average().orElse(Double.NaN)));
        }
        return text.toString();
    }
}
