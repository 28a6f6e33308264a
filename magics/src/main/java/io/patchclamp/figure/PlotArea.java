package io.patchclamp.figure;

import java.awt.Color;
import java.awt.geom.Path2D;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/** A rectangle with two linear axes, and what is drawn within it by value. */
final class PlotArea {
    /** Okabe and Ito's colours: told apart by everyone. */
    static final int[] COLOURS = {0x0072b2, 0xd55e00, 0x009e73, 0xcc79a7, 0xe69f00, 0x56b4e9, 0xf0e442, 0x000000};

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
        this.x = x.clone();
        this.y = y.clone();
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
        double step = ten * (raw / ten > 5 ? 10 : raw / ten > 2 ? 5 : raw / ten > 1 ? 2 : 1);
        List<Double> ticks = new ArrayList<>();
        for (long i = (long) Math.ceil(from / step - 1e-9); i * step <= to + 1e-9 * step; i++) {
            ticks.add(i * step);
        }
        return ticks;
    }

    void frame() {
        ink.frame(Ink.GREY, left, top, width, height);
    }

    /** Numbers and faint lines at round values of y. */
    void yAxis(String label) {
        yAxis(label, ticks(y[0], y[1], Math.max(3, (int) (height / 40))), t -> t);
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
                ? round
                : ticks(low, high, 3).stream().map(Math::log).toList();
        yAxis(label, ticks, Math::exp);
    }

    private void yAxis(String label, List<Double> ticks, DoubleUnaryOperator shown) {
        double widest = 0;
        for (double tick : ticks) {
            String number = Numerals.tick(shown.applyAsDouble(tick));
            ink.fill(new Color(0xe4e4e4), left, y(tick) - 0.25, width, 0.5);
            ink.line(Ink.GREY, 1, left - AxisLabels.TICK, y(tick), left, y(tick));
            ink.right(number, Lettering.LABEL, Ink.DARK, left - AxisLabels.TICK - 3, y(tick) + 4);
            widest = Math.max(widest, Lettering.width(number, Lettering.LABEL));
        }
        ink.upwards(
                Lettering.clip(label, Lettering.LABEL, height + 20),
                Lettering.LABEL,
                Ink.DARK,
                left - AxisLabels.TICK - widest - 10,
                top + height / 2);
    }

    /** Numbers at round values of x. */
    void xAxis(String label) {
        for (double tick : ticks(x[0], x[1], Math.max(2, (int) (width / 70)))) {
            ink.line(Ink.GREY, 1, x(tick), top + height, x(tick), top + height + AxisLabels.TICK);
            ink.centred(Numerals.tick(tick), Lettering.LABEL, Ink.DARK, x(tick), top + height + 16);
        }
        ink.centred(
                Lettering.clip(label, Lettering.LABEL, width + 40),
                Lettering.LABEL,
                Ink.DARK,
                left + width / 2,
                top + height + 33);
    }

    /** Names at whole values of x from 0: all of them, or every second, fifth, … as there is room. */
    void xNames(List<String> names, String label) {
        double widest = names.stream()
                .mapToDouble(n -> Lettering.width(n, Lettering.LABEL))
                .max()
                .orElse(1);
        double pitch = names.size() < 2 ? width : x(1) - x(0);
        int step = Numerals.roundStep((widest + 8) / pitch);
        for (int i = 0; i < names.size(); i += step) {
            ink.line(Ink.GREY, 1, x(i), top + height, x(i), top + height + AxisLabels.TICK);
            ink.centred(names.get(i), Lettering.LABEL, Ink.DARK, x(i), top + height + 16);
        }
        ink.centred(label, Lettering.LABEL, Ink.DARK, left + width / 2, top + height + 33);
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

    void square(double at, double value, double radius, Color colour) {
        ink.fill(colour, x(at) - radius, y(value) - radius, 2 * radius, 2 * radius);
    }
}
