package io.patchclamp.figure;

import java.awt.Color;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

import io.patchclamp.epoch.Selectivity;
import io.patchclamp.stats.NullHistogram;

/** How selective units are, beside how selective they would be if labels had fallen by chance: the same bins, counts in logarithm. */
public final class NullChart {
    private static final int WIDTH = 640;
    private static final int PLOT = 220;
    private static final int LEFT = 62;
    private static final Color BARS = new Color(ColourScale.mix(PlotArea.COLOURS[0], 0xffffff, 0.5));

    private NullChart() {}

    /**
     * Draws it.
     *
     * @param found what was compared
     * @return the picture
     * @throws io.patchclamp.fault.PatchclampException if Java finds no font
     */
    public static Figure of(Selectivity found) {
        NullHistogram h = found.histogram();
        String caption = String.format(
                Locale.ROOT,
                "Blue: %,d units as observed; line: mean of %d permutations of labels%s, same bins; counts on a logarithmic "
                        + "axis (log of 1 + count). Bars above the line in a tail: more units are selective than by chance.",
                found.family().basis().family(),
                h.draws(),
                Numerals.seed(found.family().basis()));
        List<Integer> n = List.copyOf(found.family().basis().n().values());
        String title = "d′ of '" + found.first() + "' against '" + found.second() + "', observed and by chance (n = "
                + n.get(0) + ", " + n.get(1) + ")";
        return Page.draw(
                WIDTH, PLOT + 76, title, caption, caption + "\n" + words(h), PlotArea.palette(), (ink, top) -> {
                    double end = Page.legend(
                            ink,
                            LEFT,
                            top + 12.0,
                            WIDTH - 20.0,
                            List.of(
                                    Page.Entry.box("observed", BARS),
                                    Page.Entry.line("labels permuted", Ink.DARK, false)));
                    paint(ink, h, end - 4, top + PLOT + 76.0 - 44 - end + 4);
                });
    }

    private static void paint(Ink ink, NullHistogram h, double top, double height) {
        double most = IntStream.range(0, h.bins())
                .mapToDouble(b -> Math.max(h.observed(b), h.permuted(b)))
                .max()
                .orElse(1);
        PlotArea plot = new PlotArea(
                ink, LEFT, top, WIDTH - LEFT - 20.0, height, new double[] {h.edge(0), h.edge(h.bins())}, new double[] {
                    0, log(most) * 1.06
                });
        for (double count = 0; log(count) <= log(most) * 1.06; count = count == 0 ? 1 : count * 10) {
            double y = plot.y(log(count));
            ink.fill(new Color(0xe4e4e4), LEFT, y - 0.25, WIDTH - LEFT - 20.0, 0.5);
            ink.line(Ink.GREY, 1, LEFT - AxisLabels.TICK, y, LEFT, y);
            ink.right(Numerals.count((long) count), Lettering.LABEL, Ink.DARK, LEFT - AxisLabels.TICK - 3.0, y + 4);
        }
        ink.upwards("number of units", Lettering.LABEL, Ink.DARK, 14, top + height / 2);
        double[] at = new double[2 * h.bins()];
        double[] line = new double[2 * h.bins()];
        for (int b = 0; b < h.bins(); b++) {
            double left = plot.x(h.edge(b));
            double right = plot.x(h.edge(b + 1));
            double y = plot.y(log(h.observed(b)));
            ink.fill(BARS, left + 0.5, y, right - left - 1, plot.y(0) - y);
            at[2 * b] = h.edge(b);
            at[2 * b + 1] = h.edge(b + 1);
            line[2 * b] = log(h.permuted(b));
            line[2 * b + 1] = log(h.permuted(b));
        }
        plot.line(at, line, Ink.DARK, 1.6f);
        plot.frame();
        plot.xAxis("d′");
    }

    private static double log(double count) {
        return Math.log10(1 + count);
    }

    private static String words(NullHistogram h) {
        double far = 0.75 * h.edge(h.bins());
        double observed = 0;
        double permuted = 0;
        for (int b = 0; b < h.bins(); b++) {
            if (Math.abs((h.edge(b) + h.edge(b + 1)) / 2) >= far) {
                observed += h.observed(b);
                permuted += h.permuted(b);
            }
        }
        return String.format(
                Locale.ROOT,
                "  |d'| of %.2f or more: %s, by chance %.2f",
                far,
                Numerals.count(Math.round(observed), "unit"),
                permuted);
    }
}
