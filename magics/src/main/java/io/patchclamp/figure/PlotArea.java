package io.patchclamp.figure;

import java.awt.Color;
import java.awt.Font;
import java.awt.geom.Path2D;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** A rectangle with two linear axes, and what is drawn within it by value. */
final class PlotArea {
    /** Okabe and Ito's colours: told apart by everyone; yellow, which is hard to see on white, comes last. */
    static final int[] COLOURS = {0x0072b2, 0xd55e00, 0x009e73, 0xcc79a7, 0xe69f00, 0x56b4e9, 0x000000, 0xf0e442};

    /** What one can count on where a name is left out: numbers, offsets, layers. */
    private static final Pattern ORDERED = Pattern.compile("[+−-]?[0-9.]+|L[0-9]+");

    private static final double LONGEST_NAME = 120;
    /** Where an axis's name stands at the leftmost, so that it stays on the page, and how much room it takes. */
    private static final double LEAST_BASELINE = 12;

    private static final double NAME = 24;

    private final Ink ink;
    private final double left;
    private final double top;
    private final double width;
    private final double height;
    private final double[] x;
    private final double[] y;

    /** {@code x} and {@code y} are the least and the greatest value shown. */
    PlotArea(Ink ink, double left, double top, double width, double height, double[] x, double[] y) {
        this.ink = ink;
        this.left = left;
        this.top = top;
        this.width = width;
        this.height = height;
        this.x = widened(x);
        this.y = widened(y);
    }

    /** An axis has a length, also where all values are one. */
    private static double[] widened(double[] limits) {
        double size = limits[1] - limits[0];
        if (size > 0 && Double.isFinite(size)) {
            return limits.clone();
        }
        double at = Double.isFinite(limits[0]) ? limits[0] : 0;
        double half = at == 0 ? 1 : 0.1 * Math.abs(at);
        return new double[] {at - half, at + half};
    }

    double x(double value) {
        return left + width * (value - x[0]) / (x[1] - x[0]);
    }

    double y(double value) {
        return top + height * (y[1] - value) / (y[1] - y[0]);
    }

    static Color colour(int index) {
        return new Color(COLOURS[index % COLOURS.length]);
    }

    /** Greys, and each colour in steps to white. */
    static List<Integer> palette() {
        List<Integer> palette = new ArrayList<>();
        for (int i = 0; i <= 40; i++) {
            palette.add(ColourScale.mix(Ink.DARK.getRGB() & 0xffffff, 0xffffff, i / 40.0));
        }
        for (int colour : COLOURS) {
            for (int i = 0; i < 24; i++) {
                palette.add(ColourScale.mix(colour, 0xffffff, i / 24.0));
            }
        }
        palette.add(0);
        return palette;
    }

    /** Round numbers within the limits, about so many. */
    static List<Double> ticks(double from, double to, int about) {
        double raw = (to - from) / about;
        double ten = Math.pow(10, Math.floor(Math.log10(raw)));
        double step = ten * (raw / ten > 7 ? 10 : raw / ten > 3.2 ? 5 : raw / ten > 1.4 ? 2 : 1);
        List<Double> ticks = new ArrayList<>();
        for (long i = (long) Math.ceil(from / step - 1e-9); i * step <= to + 1e-9 * step; i++) {
            ticks.add(i * step);
        }
        return ticks;
    }

    private static double step(List<Double> ticks) {
        return ticks.size() < 2 ? 0 : ticks.get(1) - ticks.get(0);
    }

    void frame() {
        ink.frame(Ink.GREY, left, top, width, height);
    }

    /** Numbers and faint lines at round values of y. */
    void yAxis(String label) {
        List<Double> ticks = ticks(y[0], y[1], Math.max(3, (int) (height / 40)));
        double widest = ticks.stream()
                .mapToDouble(t -> Lettering.width(Numerals.tick(t, step(ticks)), Lettering.SMALL))
                .max()
                .orElse(0);
        // Numbers that differ by little of their size are written as what they have above the first.
        double base = widest > left - AxisLabels.TICK - NAME ? ticks.get(0) : 0;
        String above = base == 0 ? "" : ", above " + Numerals.tick(base, step(ticks));
        yAxis(label + above, ticks, t -> Numerals.tick(t - base, step(ticks)));
    }

    /** The same for logarithms: numbers stand where their logarithm is. */
    void logarithmicAxis(String label) {
        double low = Math.exp(y[0]);
        double high = Math.exp(y[1]);
        List<Double> round = new ArrayList<>();
        for (double[] steps : new double[][] {{1}, {1, 3}, {1, 2, 5}, {1, 1.5, 2, 3, 4, 5, 6, 7, 8, 9}}) {
            round.clear();
            for (double ten = Math.pow(10, Math.floor(Math.log10(low))); ten <= high; ten *= 10) {
                for (double step : steps) {
                    if (ten * step >= low && ten * step <= high) {
                        round.add(Math.log(ten * step));
                    }
                }
            }
            if (round.size() >= 3) {
                break;
            }
        }
        List<Double> ticks = round.size() >= 2
                ? apart(round)
                : ticks(low, high, 3).stream().map(Math::log).toList();
        yAxis(label, ticks, t -> Numerals.tick(Math.exp(t)));
    }

    /** As many as can stand above each other; of many the decades alone, every second, third, … of them. */
    private List<Double> apart(List<Double> ticks) {
        List<Double> kept = ticks;
        for (int step = 2; touching(kept); step++) {
            int every = step;
            kept = IntStream.range(0, ticks.size())
                    .filter(i -> i % every == 0)
                    .mapToObj(ticks::get)
                    .toList();
        }
        return kept;
    }

    private boolean touching(List<Double> ticks) {
        return IntStream.range(1, ticks.size()).anyMatch(i -> y(ticks.get(i - 1)) - y(ticks.get(i)) < AxisLabels.LINE);
    }

    /** A line at 0, where it is seen. */
    void zero() {
        if (y[0] < 0 && y[1] > 0) {
            ink.line(Ink.GREY, 1, left, y(0), left + width, y(0));
        }
    }

    private void yAxis(String label, List<Double> ticks, DoubleFunction<String> shown) {
        double widest = 0;
        boolean wide = ticks.stream()
                .anyMatch(t -> Lettering.width(shown.apply(t), Lettering.LABEL) > left - AxisLabels.TICK - NAME);
        Font font = wide ? Lettering.SMALL : Lettering.LABEL;
        for (double tick : ticks) {
            String number = shown.apply(tick);
            ink.fill(new Color(0xe4e4e4), left, y(tick) - 0.25, width, 0.5);
            ink.line(Ink.GREY, 1, left - AxisLabels.TICK, y(tick), left, y(tick));
            ink.right(number, font, Ink.DARK, left - AxisLabels.TICK - 3, y(tick) + 4);
            widest = Math.max(widest, Lettering.width(number, font));
        }
        ink.upwards(
                Lettering.clip(Lettering.drawable(label), Lettering.LABEL, height + 20),
                Lettering.LABEL,
                Ink.DARK,
                Math.max(LEAST_BASELINE, left - AxisLabels.TICK - widest - 10),
                top + height / 2);
    }

    /** Numbers at round values of x. */
    void xAxis(String label) {
        List<Double> ticks = ticks(x[0], x[1], Math.max(2, (int) (width / 70)));
        for (double tick : ticks) {
            ink.line(Ink.GREY, 1, x(tick), top + height, x(tick), top + height + AxisLabels.TICK);
            ink.centred(Numerals.tick(tick, step(ticks)), Lettering.LABEL, Ink.DARK, x(tick), top + height + 16);
        }
        ink.centred(
                Lettering.clip(Lettering.drawable(label), Lettering.LABEL, width + 40),
                Lettering.LABEL,
                Ink.DARK,
                left + width / 2,
                top + height + 33);
    }

    /** Names at whole values of x from 0: all of them, slanted where they touch; but numbers and layers only as there is room. */
    void xNames(List<String> names, String label) {
        double pitch = pitch(names.size());
        boolean slanted = isSlanted(names, pitch);
        int step = Numerals.roundStep((slanted ? AxisLabels.LINE : widest(names) + 8) / pitch);
        for (int i = 0; i < names.size(); i += step) {
            ink.line(Ink.GREY, 1, x(i), top + height, x(i), top + height + AxisLabels.TICK);
            if (slanted) {
                double room = (x(i) - 4) / Math.cos(AxisLabels.SLANT); // to the page's left edge
                String name = Lettering.clip(shown(names.get(i)), Lettering.LABEL, Math.max(20, room));
                AxisLabels.slanted(ink, name, x(i), top + height);
            } else {
                ink.centred(Lettering.drawable(names.get(i)), Lettering.LABEL, Ink.DARK, x(i), top + height + 16);
            }
        }
        ink.centred(
                Lettering.clip(Lettering.drawable(label), Lettering.LABEL, width + 40),
                Lettering.LABEL,
                Ink.DARK,
                left + width / 2,
                top + height + 33 + namesRoom(names, width / (x[1] - x[0])));
    }

    private double pitch(int names) {
        return names < 2 ? width : x(1) - x(0);
    }

    /** How much more room such names take below the plot than a line does, where they are so far apart. */
    static int namesRoom(List<String> names, double pitch) {
        return isSlanted(names, pitch)
                ? AxisLabels.slantedHeight(names.stream().map(PlotArea::shown).toList()) - 22
                : 0;
    }

    private static boolean isSlanted(List<String> names, double pitch) {
        return names.size() > 1
                && widest(names) + 8 > pitch
                && !names.stream().allMatch(n -> ORDERED.matcher(n).matches());
    }

    private static double widest(List<String> names) {
        return names.stream()
                .mapToDouble(n -> Lettering.width(Lettering.drawable(n), Lettering.LABEL))
                .max()
                .orElse(1);
    }

    private static String shown(String name) {
        return Lettering.shortened(Lettering.drawable(name), Lettering.LABEL, LONGEST_NAME);
    }

    /** An area between two lines, opaque and pale. */
    void band(double[] at, double[] low, double[] high, Color colour) {
        Path2D path = new Path2D.Double();
        path.moveTo(x(at[0]), y(low[0]));
        for (int i = 1; i < at.length; i++) {
            path.lineTo(x(at[i]), y(low[i]));
        }
        for (int i = at.length - 1; i >= 0; i--) {
            path.lineTo(x(at[i]), y(high[i]));
        }
        path.closePath();
        ink.graphics().setColor(colour);
        ink.graphics().fill(path);
    }

    void line(double[] at, double[] value, Color colour, float thickness, float... dash) {
        Path2D path = new Path2D.Double();
        boolean open = false;
        for (int i = 0; i < at.length; i++) {
            if (Double.isNaN(value[i]) || Double.isNaN(at[i])) {
                open = false;
            } else if (open) {
                path.lineTo(x(at[i]), y(value[i]));
            } else {
                path.moveTo(x(at[i]), y(value[i]));
                open = true;
            }
        }
        ink.graphics().setColor(colour);
        ink.graphics()
                .setStroke(new java.awt.BasicStroke(
                        thickness,
                        java.awt.BasicStroke.CAP_BUTT,
                        java.awt.BasicStroke.JOIN_ROUND,
                        1,
                        dash.length == 0 ? null : dash,
                        0));
        ink.graphics().draw(path);
    }

    /** A line straight up at one x. */
    void bar(double at, double low, double high, Color colour) {
        ink.line(colour, 1.2, x(at), y(low), x(at), y(high));
    }

    /** A disc, or a ring with white inside. */
    void dot(double at, double value, double radius, Color colour, boolean full) {
        java.awt.geom.Ellipse2D disc =
                new java.awt.geom.Ellipse2D.Double(x(at) - radius, y(value) - radius, 2 * radius, 2 * radius);
        ink.graphics().setColor(full ? colour : Color.WHITE);
        ink.graphics().fill(disc);
        ink.graphics().setColor(colour);
        ink.graphics().setStroke(new java.awt.BasicStroke(1.4f));
        ink.graphics().draw(disc);
    }

    /** A condition's own mark. */
    void mark(double at, double value, Mark mark, Color colour) {
        if (!Double.isNaN(at) && !Double.isNaN(value)) {
            mark.paint(ink, x(at), y(value), colour);
        }
    }

    void square(double at, double value, double radius, Color colour) {
        ink.fill(colour, x(at) - radius, y(value) - radius, 2 * radius, 2 * radius);
    }
}
