package io.patchclamp.figure;

import java.awt.Color;
import java.awt.geom.Path2D;
import java.util.List;
import java.util.function.DoubleFunction;

/** The scale beside an image, or below it: what every picture with colours has. */
final class ColourBar {
    /** How much room an upright one takes to the right of an image, with its numbers and its name. */
    static final int ROOM = 104;

    /** How wide an upright one is. */
    static final int WIDTH = 12;

    /** How high one is that lies. */
    static final int HEIGHT = 8;

    private static final int TIP = 8;

    /** A number beside it: where, from 0 to 1, and how it is written. */
    record Tick(double share, String text) {}

    private ColourBar() {}

    /**
     * Colours from below, share by share, in half pixels, which devices have; both ends are drawn as they are. Each is laid
     * over the one before it, so that none is mixed with white where it begins between two pixels.
     */
    static void upright(Ink ink, double x, double top, double width, double length, DoubleFunction<Color> colour) {
        int steps = (int) (Ink.SCALE * length);
        for (int i = 0; i < steps; i++) {
            ink.fill(
                    colour.apply(1 - (double) i / Math.max(1, steps - 1)),
                    x,
                    top + (double) i / Ink.SCALE,
                    width,
                    (double) (steps - i) / Ink.SCALE);
        }
        ink.frame(Ink.GREY, x, top, width, (double) steps / Ink.SCALE);
    }

    /** Numbers right of an upright one. */
    static void numbers(Ink ink, double x, double top, double length, List<Tick> ticks) {
        for (Tick tick : ticks) {
            double y = top + length * (1 - tick.share());
            ink.line(Ink.GREY, 1, x, y, x + AxisLabels.TICK, y);
            ink.left(tick.text(), Lettering.LABEL, Ink.DARK, x + AxisLabels.TICK + 3, y + 4);
        }
    }

    /** How much room numbers take, ticks included. */
    static double numbersRoom(List<Tick> ticks) {
        return AxisLabels.TICK
                + 3
                + ticks.stream()
                        .mapToDouble(t -> Lettering.width(t.text(), Lettering.LABEL))
                        .max()
                        .orElse(0);
    }

    /** One that lies: colours from the left, numbers below, and behind it what it is. */
    static void lying(
            Ink ink, double x, double y, double length, DoubleFunction<Color> colour, List<Tick> ticks, String label) {
        int steps = (int) (Ink.SCALE * length);
        for (int i = 0; i < steps; i++) {
            ink.fill(
                    colour.apply((double) i / Math.max(1, steps - 1)),
                    x + (double) i / Ink.SCALE,
                    y,
                    (double) (steps - i) / Ink.SCALE,
                    HEIGHT);
        }
        ink.frame(Ink.GREY, x, y, (double) steps / Ink.SCALE, HEIGHT);
        for (Tick tick : ticks) {
            double at = x + length * tick.share();
            if (tick.share() <= 0) {
                ink.left(tick.text(), Lettering.SMALL, Ink.DARK, at, y + 19);
            } else if (tick.share() >= 1) {
                ink.right(tick.text(), Lettering.SMALL, Ink.DARK, at, y + 19);
            } else {
                ink.centred(tick.text(), Lettering.SMALL, Ink.DARK, at, y + 19);
            }
        }
        if (!label.isEmpty()) {
            ink.left(label, Lettering.LABEL, Ink.DARK, x + length + 10, y + HEIGHT);
        }
    }

    /**
     * The red-blue scale upright: both limits, 0, what it is, and grey for what is missing. It runs out in a tip where
     * numbers are beyond a limit.
     */
    static void upright(Ink ink, double x, double top, double length, ColourScale scale, String label) {
        double first = top + TIP;
        double colours = length - 2 * TIP;
        upright(ink, x, first, WIDTH, colours, signed());
        if (scale.above() > 0) {
            tip(ink, x, first, -1, ColourScale.rgbOfStep(ColourScale.STEPS));
        }
        if (scale.below() > 0) {
            tip(ink, x, first + colours, 1, ColourScale.rgbOfStep(-ColourScale.STEPS));
        }
        numbers(ink, x + WIDTH, first, colours, ticks(scale));
        ink.upwards(
                Lettering.clip(label, Lettering.LABEL, length + 20),
                Lettering.LABEL,
                Ink.DARK,
                x + WIDTH + HeatMapPlan.barTickWidth(scale) + 14,
                top + length / 2);
        missing(ink, x, top + length + 9, scale);
    }

    private static void tip(Ink ink, double x, double y, int direction, int rgb) {
        double end = y + direction * (TIP - 1.0);
        Path2D path = new Path2D.Double();
        path.moveTo(x, y);
        path.lineTo(x + WIDTH / 2.0, end);
        path.lineTo(x + WIDTH, y);
        path.closePath();
        ink.graphics().setColor(new Color(rgb));
        ink.graphics().fill(path);
        ink.line(Ink.GREY, 0.5, x, y, x + WIDTH / 2.0, end);
        ink.line(Ink.GREY, 0.5, x + WIDTH, y, x + WIDTH / 2.0, end);
    }

    /** What grey is, if there is some. */
    static void missing(Ink ink, double x, double y, ColourScale scale) {
        if (scale.missing() > 0) {
            ink.fill(new Color(ColourScale.MISSING_RGB), x, y, WIDTH, 9);
            ink.frame(Ink.GREY, x, y, WIDTH, 9);
            ink.left("missing", Lettering.SMALL, Ink.DARK, x + WIDTH + AxisLabels.TICK + 1, y + 8);
        }
    }

    /** Red and blue by share: 0 is the lower limit, a half is 0. */
    static DoubleFunction<Color> signed() {
        return share -> new Color(ColourScale.rgbOfStep((int) (ColourScale.STEPS * (2 * share - 1))));
    }

    /** Both limits and 0. */
    static List<Tick> ticks(ColourScale scale) {
        return symmetric(scale.limit());
    }

    /** The same of a limit. */
    static List<Tick> symmetric(double limit) {
        return List.of(new Tick(0, Numerals.tick(-limit)), new Tick(0.5, "0"), new Tick(1, Numerals.value(limit)));
    }
}
