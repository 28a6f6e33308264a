package io.patchclamp.figure;

import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

import io.patchclamp.geometry.PcaReading;

/** The first two components, trials as dots or conditions as paths, and how much each component holds. */
public final class PcaChart {
    private static final int SIDE = 320;
    private static final int SCREE = 200;
    private static final int LEFT = 70;
    private static final int BETWEEN = 86;

    private final PcaReading reading;
    private final double[][] scores;

    private PcaChart(PcaReading reading) {
        this.reading = reading;
        int rows = reading.scores().shape()[0];
        scores = new double[rows][2];
        for (int i = 0; i < rows; i++) {
            scores[i][0] = reading.scores().get(i, 0);
            scores[i][1] = reading.scores().shape()[1] > 1 ? reading.scores().get(i, 1) : 0;
        }
    }

    /**
     * Draws it.
     *
     * @param reading what was found
     * @return the picture
     * @throws io.patchclamp.fault.PatchclampException if Java finds no font
     */
    public static Figure of(PcaReading reading) {
        return new PcaChart(reading).draw();
    }

    private Figure draw() {
        int width = LEFT + SIDE + BETWEEN + SCREE + 20;
        int legend = Page.legendHeight(LEFT, width - 20, legend());
        int height = legend + SIDE + (legend > 0 ? 50 : 52);
        int trials = (int) reading.of().stream().filter(c -> c >= 0).count();
        String title = reading.isPath()
                ? "'" + reading.column().orElseThrow() + "' through "
                        + Numerals.count(
                                reading.steps().size(), reading.course().word()) + " (n = " + trials + " trials in "
                        + reading.conditions().size() + " conditions)"
                : "Components of " + reading.steps().get(0) + " (n = " + trials + " trials)";
        return Page.draw(
                width, height, title, caption(), caption() + "\n" + numbers(), PlotArea.palette(), (ink, top) -> {
                    double end = top + 8.0;
                    if (legend > 0) {
                        end = Page.legend(ink, LEFT, top + 12.0, width - 20, legend()) - 6;
                    }
                    plane(ink, end);
                    scree(ink, end);
                });
    }

    private List<Page.Entry> legend() {
        List<Page.Entry> entries = new ArrayList<>();
        for (int c = 0; c < reading.conditions().size() && reading.column().isPresent(); c++) {
            String name = reading.conditions().get(c);
            entries.add(
                    reading.isPath()
                            ? Page.Entry.line(name, PlotArea.colour(c), true, EvokedPanel.dash(c))
                            : Page.Entry.mark(name, Mark.of(c), PlotArea.colour(c)));
        }
        return entries;
    }

    /** Both axes in the same units, so that distances are what they look like. */
    private void plane(Ink ink, double top) {
        double[] x =
                IntStream.range(0, scores.length).mapToDouble(i -> scores[i][0]).toArray();
        double[] y =
                IntStream.range(0, scores.length).mapToDouble(i -> scores[i][1]).toArray();
        double[] span = {least(x), most(x), least(y), most(y)};
        double half = Math.max(span[1] - span[0], span[3] - span[2]) * 0.55;
        half = half > 0 ? half : 1;
        double mx = (span[0] + span[1]) / 2;
        double my = (span[2] + span[3]) / 2;
        PlotArea plot = new PlotArea(
                ink, LEFT, top, SIDE, SIDE, new double[] {mx - half, mx + half}, new double[] {my - half, my + half});
        plot.yAxis("component 2 (" + percent(1) + ")");
        if (reading.isPath()) {
            paths(plot);
        } else {
            int at = 0;
            for (int condition : reading.of()) {
                if (condition >= 0) {
                    plot.mark(x[at], y[at], Mark.of(condition), PlotArea.colour(condition));
                    at++;
                }
            }
        }
        plot.frame();
        plot.xAxis("component 1 (" + percent(0) + ")");
    }

    private void paths(PlotArea plot) {
        int steps = reading.steps().size();
        for (int c = 0; c < reading.conditions().size(); c++) {
            int from = c * steps;
            double[] x = IntStream.range(0, steps)
                    .mapToDouble(s -> scores[from + s][0])
                    .toArray();
            double[] y = IntStream.range(0, steps)
                    .mapToDouble(s -> scores[from + s][1])
                    .toArray();
            Color colour = PlotArea.colour(c);
            plot.line(x, y, colour, 1.6f, EvokedPanel.dash(c));
            for (int s = 1; s + 1 < steps; s++) {
                plot.dot(x[s], y[s], 1.4, colour, true);
            }
            int event = reading.course().offsets().indexOf(0);
            if (event > 0 && event < steps - 1) {
                plot.dot(x[event], y[event], 3.4, colour, true);
            }
            plot.dot(x[0], y[0], 4, colour, false);
            plot.square(x[steps - 1], y[steps - 1], 4, colour);
        }
    }

    private void scree(Ink ink, double top) {
        int shown = Math.min(10, reading.variances().size());
        double left = LEFT + (double) SIDE + BETWEEN;
        PlotArea plot =
                new PlotArea(ink, left, top, SCREE, SIDE, new double[] {-0.7, shown - 0.3}, new double[] {0, 1.04});
        plot.yAxis("share of the variance");
        double sum = 0;
        double[] at = new double[shown];
        double[] together = new double[shown];
        for (int k = 0; k < shown; k++) {
            double share = reading.share(k);
            sum += share;
            at[k] = k;
            together[k] = sum;
            plot.band(new double[] {k - 0.3, k + 0.3}, new double[] {0, 0}, new double[] {share, share}, Ink.PALE);
        }
        plot.line(at, together, Ink.DARK, 1.6f);
        for (int k = 0; k < shown; k++) {
            plot.dot(at[k], together[k], 2, Ink.DARK, true);
        }
        int held = Math.min(shown, reading.held().size());
        if (held > 0) {
            double[] values = IntStream.range(0, held)
                    .mapToDouble(k -> Math.max(0, reading.held().get(k)))
                    .toArray();
            plot.line(java.util.Arrays.copyOf(at, held), values, PlotArea.colour(1), 1.6f, 5, 3);
        }
        plot.frame();
        plot.xNames(IntStream.rangeClosed(1, shown).mapToObj(String::valueOf).toList(), "component");
    }

    private static double least(double[] x) {
        return java.util.Arrays.stream(x).min().orElse(0);
    }

    private static double most(double[] x) {
        return java.util.Arrays.stream(x).max().orElse(1);
    }

    private String percent(int component) {
        return component < reading.variances().size()
                ? String.format(Locale.ROOT, "%.1f %% of the variance", 100 * reading.share(component))
                : "none";
    }

    private String caption() {
        String left = reading.isPath()
                ? "Left: means of conditions"
                        + (reading.provenance()
                                        .details()
                                        .getOrDefault("less", "")
                                        .contains("at each step")
                                ? " less the mean of all at each step"
                                : "")
                        + ", ○ " + reading.steps().get(0) + ", ■ "
                        + reading.steps().get(reading.steps().size() - 1)
                        + (reading.course().offsets().indexOf(0) > 0 ? ", the larger ● the event" : "")
                : "Left: each dot a trial";
        String held =
                reading.held().isEmpty() ? "." : ", dashed: held in trials that were left out, by axes of the others.";
        return left + "; both axes in the same units. Right: bars each component, line their sum" + held
                + String.format(
                        Locale.ROOT,
                        " Participation ratio %.2f of at most %d.",
                        reading.participation(),
                        reading.variances().size());
    }

    private String numbers() {
        int shown = Math.min(5, reading.variances().size());
        StringBuilder text = new StringBuilder("  shares:");
        for (int k = 0; k < shown; k++) {
            text.append(String.format(Locale.ROOT, " %.3f", reading.share(k)));
        }
        return text.toString();
    }
}
