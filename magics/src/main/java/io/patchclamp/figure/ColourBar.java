package io.patchclamp.figure;

import java.awt.Color;

/** The red-blue scale beside an image: both limits, 0, what it is, and grey for what is missing. */
final class ColourBar {
    /** How much room it takes to the right of an image. */
    static final int ROOM = 104;

    private static final int WIDTH = 12;

    private ColourBar() {}

    static void paint(Ink ink, double x, double top, double length, ColourScale scale, String label) {
        int steps = (int) (2 * length);
        for (int i = 0; i < steps; i++) {
            int step = (int) (ColourScale.STEPS * (1 - 2.0 * i / Math.max(1, steps - 1)));
            ink.fill(new Color(ColourScale.rgbOfStep(step)), x, top + i / 2.0, WIDTH, 0.5);
        }
        ink.frame(Ink.GREY, x, top, WIDTH, steps / 2.0);
        String[] ticks = HeatMapPlan.barTicks(scale);
        for (int i = 0; i < ticks.length; i++) {
            double y = top + length * (1 - i / 2.0);
            ink.line(Ink.GREY, 1, x + WIDTH, y, x + WIDTH + AxisLabels.TICK, y);
            ink.left(ticks[i], Lettering.LABEL, Ink.DARK, x + WIDTH + AxisLabels.TICK + 3, y + 4);
        }
        ink.upwards(
                Lettering.clip(label, Lettering.LABEL, length + 20),
                Lettering.LABEL,
                Ink.DARK,
                x + WIDTH + HeatMapPlan.barTickWidth(scale) + 14,
                top + length / 2);
        if (scale.missing() > 0) {
            ink.fill(new Color(ColourScale.MISSING_RGB), x, top + length + 9, WIDTH, 9);
            ink.left("missing", Lettering.SMALL, Ink.DARK, x + WIDTH + 4, top + length + 17);
        }
    }
}
