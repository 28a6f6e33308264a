package io.patchclamp.figure;

import java.util.List;
import java.util.Locale;

import io.patchclamp.epoch.Discrimination;
import io.patchclamp.epoch.Discrimination.Rates;
import io.patchclamp.epoch.Tuning;

/** Hits over false alarms of an observer who sees one unit's number, for each threshold: a square with its diagonal. */
public final class RocChart {
    private static final int LEFT = 62;
    private static final int SQUARE = 250;
    private static final int WIDTH = LEFT + SQUARE + 28;

    private RocChart() {}

    /**
     * Draws it.
     *
     * @param tuning of a unit to two values
     * @return the picture
     * @throws io.patchclamp.fault.PatchclampException if Java finds no font
     * @throws java.util.NoSuchElementException if there are not two values
     */
    public static Figure of(Tuning tuning) {
        Discrimination two = tuning.two().orElseThrow();
        List<Integer> n = tuning.points().stream().map(Tuning.Point::n).toList();
        String title = String.format(
                Locale.ROOT,
                "%s: AUC %.3f ± %.3f (n = %d, %d)",
                tuning.unit().name(),
                two.auc().value(),
                two.aucError(),
                n.get(0),
                n.get(1));
        String caption = String.format(
                Locale.ROOT,
                "Each threshold on the unit's number: hits are '%s' (n = %d) at or above it, false alarms '%s' (n = %d)."
                        + " AUC with DeLong's standard error%s; d' = %.2f%s. Diagonal: chance.",
                two.first(),
                n.get(0),
                two.second(),
                n.get(1),
                interval(two.auc()),
                two.dPrime().value(),
                interval(two.dPrime()));
        return Page.draw(WIDTH, SQUARE + 56, title, caption, caption, PlotArea.palette(), (ink, top) -> {
            double[] limits = {0, 1};
            PlotArea plot = new PlotArea(ink, LEFT, top + 8.0, SQUARE, SQUARE, limits, limits);
            plot.yAxis("hits: '" + two.first() + "' at or above");
            plot.line(limits, limits, Ink.GREY, 1, 4, 3);
            double[] x = two.curve().stream().mapToDouble(Rates::falseAlarms).toArray();
            double[] y = two.curve().stream().mapToDouble(Rates::hits).toArray();
            plot.line(x, y, PlotArea.colour(0), 2);
            plot.frame();
            plot.xAxis("false alarms: '" + two.second() + "' at or above");
        });
    }

    private static String interval(io.patchclamp.stats.Effect effect) {
        return effect.interval()
                .map(i -> String.format(Locale.ROOT, ", 95 %% %.2f to %.2f", i.low(), i.high()))
                .orElse(", no interval: the samples do not overlap");
    }
}
