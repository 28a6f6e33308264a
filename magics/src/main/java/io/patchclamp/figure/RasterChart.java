package io.patchclamp.figure;

import java.awt.Color;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.patchclamp.epoch.Evoked.Point;
import io.patchclamp.epoch.Raster;

/**
 * Trials by tokens of one unit. On the left as an image, with the evoked response under it; on the right a tick wherever a
 * number is above the threshold, with the share of trials that have one under it. A band shows the conditions.
 */
public final class RasterChart {
    private static final int LEFT = 66;
    private static final int BAND = 8;
    private static final int LOWER = 110;
    private static final int NAMED = 6;

    private static final Color GREY = new Color(ColourScale.MISSING_RGB);

    private final Raster raster;
    private final int trials;
    private final Axis x;
    private final Axis y;
    private final float[] values;
    private final ColourScale scale;
    private final List<Integer> offsets;

    private RasterChart(Raster raster) {
        this.raster = raster;
        this.trials = raster.rows().size();
        Reached reached = Reached.of(raster.evoked());
        this.offsets = reached.offsets();
        this.values = reached.of(raster.values().toArray());
        this.x = Axis.fit(offsets.size(), 0, 300, 36, 160);
        this.y = Axis.fit(trials, 0, 360, 14, 80);
        this.scale = ColourScale.atPercentile(values, values.length, 0, 99);
    }

    /**
     * Draws it.
     *
     * @param raster the trials
     * @return the picture
     * @throws io.patchclamp.fault.PatchclampException if Java finds no font
     */
    public static Figure of(Raster raster) {
        return new RasterChart(raster).draw();
    }

    private Figure draw() {
        int second = LEFT + x.length() + ColourBar.ROOM + 50;
        int width = second + x.length() + 24;
        int height = 16
                + Page.legendHeight(LEFT, width - 20, EvokedChart.legend(raster.evoked()))
                + y.length()
                + 16
                + LOWER
                + EvokedPanel.BELOW;
        String title = raster.evoked().unit().name() + " trial by trial (n = " + Numerals.count(trials, "trial") + ")";
        String caption = caption();
        return Page.draw(width, height, title, caption, caption, palette(), (ink, top) -> {
            int above = (int)
                    Math.ceil(Page.legend(ink, LEFT, top + 12.0, width - 20, EvokedChart.legend(raster.evoked())));
            MatrixImage.pool(values, y, x, false)
                    .blit(ink.pixels(), width * Ink.SCALE, Ink.SCALE, LEFT, above, x, y, scale);
            ticks(ink, second, above);
            for (int left : new int[] {LEFT, second}) {
                frame(ink, left, above);
            }
            rows(ink, above);
            ColourBar.upright(
                    ink,
                    LEFT + x.length() + 10.0,
                    above,
                    y.length(),
                    scale,
                    EvokedChart.activation(raster.provenance()));
            int below = above + y.length() + 12;
            evoked(ink, below);
            share(ink, second, below);
        });
    }

    /** Every second step of the scale leaves room for the colours of all conditions, which are those of other pictures. */
    private static List<Integer> palette() {
        List<Integer> palette = new ArrayList<>(List.of(ColourScale.MISSING_RGB));
        for (int step = -ColourScale.STEPS; step <= ColourScale.STEPS; step += 2) {
            palette.add(ColourScale.rgbOfStep(step));
        }
        for (int i = 0; i <= 23; i++) {
            palette.add(ColourScale.mix(Ink.DARK.getRGB() & 0xffffff, 0xffffff, i / 23.0));
        }
        for (int colour : PlotArea.COLOURS) {
            for (int i = 0; i < 15; i++) {
                palette.add(ColourScale.mix(colour, 0xffffff, i / 15.0));
            }
        }
        return palette;
    }

    private void frame(Ink ink, int left, int above) {
        ink.frame(Ink.GREY, left, above, x.length(), y.length());
        int zero = offsets.indexOf(0);
        if (zero >= 0) {
            double at = left + x.centre(zero) - x.cell() / 2.0;
            ink.line(Ink.DARK, 1, at, above - 3.0, at, above + y.length() + 3.0);
        }
        for (int t = 0; t < trials; t++) {
            double from = above + y.start(y.cellOf(t));
            ink.fill(band(condition(t)), left - BAND - 3.0, from, BAND, y.cell());
        }
    }

    /** Conditions that have no colour of their own are two greys in turn. */
    private Color band(int condition) {
        return EvokedPanel.isCrowd(raster.evoked().lines().size())
                ? condition % 2 == 0 ? Ink.DARK : Ink.PALE
                : PlotArea.colour(condition);
    }

    private int condition(int trial) {
        List<String> names =
                raster.evoked().lines().stream().map(l -> l.condition()).toList();
        return Math.max(0, names.indexOf(raster.rows().get(trial).condition()));
    }

    private void rows(Ink ink, int above) {
        int step = Numerals.roundStep((double) AxisLabels.LINE * y.pooled() / y.cell());
        for (int t = 0; t < trials; t += step) {
            String name = String.valueOf(raster.rows().get(t).number());
            ink.right(name, Lettering.LABEL, Ink.DARK, LEFT - BAND - 8.0, above + y.centre(t) + 4);
        }
        ink.upwards("trial", Lettering.LABEL, Ink.DARK, HeatMapPlan.PAD + 8.0, above + y.length() / 2.0);
    }

    /** Grey where all trials of a row are missing, as in the image. */
    private void ticks(Ink ink, int left, int above) {
        float[] cells = MatrixImage.pool(values, y, x, false).values();
        for (int i = 0; i < cells.length; i++) {
            if (Float.isNaN(cells[i])) {
                double atX = left + x.start(i % x.cells());
                ink.fill(GREY, atX, above + y.start(i / x.cells()), x.cell(), y.cell());
            }
        }
        for (int t = 0; t < trials; t++) {
            for (int o = 0; o < offsets.size(); o++) {
                if (values[t * offsets.size() + o] > raster.threshold()) {
                    double atY = above + y.start(y.cellOf(t));
                    double gap = y.cell() > 2 ? 0.5 : 0;
                    ink.fill(Ink.DARK, left + x.centre(o) - 1, atY + gap, 2, y.cell() - 2 * gap);
                }
            }
        }
    }

    private void evoked(Ink ink, int below) {
        List<List<Point>> lines = EvokedPanel.points(raster.evoked());
        EvokedPanel panel = new EvokedPanel(ink, LEFT, below, x.length(), LOWER, offsets, lines, false);
        panel.axes("mean (" + EvokedChart.activation(raster.provenance()).replaceFirst(".*\\(", ""), true);
        panel.lines(lines, PlotArea::colour);
        panel.below("token offset", lines);
    }

    /** How many of the trials that have an offset are above the threshold there. */
    private void share(Ink ink, int left, int below) {
        Map<Integer, List<Integer>> members = new LinkedHashMap<>();
        IntStream.range(0, trials).forEach(t -> members.computeIfAbsent(condition(t), k -> new ArrayList<>())
                .add(t));
        List<List<Point>> lines = new ArrayList<>();
        members.forEach((condition, rows) -> {
            List<Point> points = new ArrayList<>();
            for (int o = 0; o < offsets.size(); o++) {
                int n = 0;
                int over = 0;
                for (int t : rows) {
                    float value = values[t * offsets.size() + o];
                    n += Float.isNaN(value) ? 0 : 1;
                    over += value > raster.threshold() ? 1 : 0;
                }
                points.add(new Point(offsets.get(o), n, (double) over / n, Double.NaN, Double.NaN));
            }
            lines.add(points);
        });
        EvokedPanel panel = new EvokedPanel(ink, left, below, x.length(), LOWER, offsets, shareLimits(lines));
        panel.axes("share of trials", true);
        panel.lines(lines, PlotArea::colour);
        panel.below("token offset", lines);
    }

    /** No share is below 0, also where no trial is above the threshold; the line at 0 is seen. */
    static double[] shareLimits(List<List<Point>> lines) {
        double most = lines.stream()
                .flatMap(List::stream)
                .mapToDouble(Point::mean)
                .filter(Double::isFinite)
                .max()
                .orElse(0);
        double end = most == 0 ? 1 : most;
        return new double[] {-0.08 * end, 1.08 * end};
    }

    /** What the band says in colours, in words. */
    private String bands() {
        List<String> names =
                raster.evoked().lines().stream().map(l -> l.condition()).toList();
        if (names.size() < 2) {
            return "";
        }
        if (EvokedPanel.isCrowd(names.size())) {
            return " (dark and pale in turn)";
        }
        return names.size() > NAMED
                ? " (from the top as in the legend)"
                : " (from the top " + String.join(", ", names) + ")";
    }

    private String caption() {
        String pooled = y.pooled() == 1
                ? ""
                : " " + y.pooled() + " trials share a row of the image, and the number furthest from 0 is drawn.";
        String clipped = scale.clipped() == 0 ? "" : ", " + Numerals.count(scale.clipped(), "number") + " beyond it";
        String crowd = EvokedChart.crowd(raster.evoked());
        return "Left: activation, colour full at ±" + Numerals.value(scale.limit()) + " (" + scale.reason() + ")"
                + clipped
                + "; right: ticks above " + Numerals.value(raster.threshold()) + " (" + raster.chosen() + "), "
                + Numerals.count(raster.ticks(), "tick") + "; rows by " + raster.sortedBy() + bands()
                + ", numbers are the recording's; vertical line: the event; below: mean"
                + (crowd.isEmpty() ? " with 95 % t interval" : ", " + crowd) + ", and the share"
                + " of trials above the threshold." + EvokedPanel.cut(EvokedPanel.points(raster.evoked()))
                + Reached.of(raster.evoked()).words() + pooled
                + " "
                + String.join(
                        " ",
                        raster.evoked().notes().stream()
                                .map(EvokedChart::sentence)
                                .toList()) + " "
                + raster.evoked().log() + ".";
    }
}
