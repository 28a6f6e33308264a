package io.patchclamp.figure;

import java.util.List;
import java.util.function.BiConsumer;

/** A title above a plot and a caption below it, as every picture here has them. */
final class Page {
    static final int PAD = 12;
    static final int LINE = 15;
    static final int TITLE = 18;

    private Page() {}

    /** Draws: {@code plot} gets the page and where its own part of {@code height} begins. */
    static Figure draw(
            int width,
            int height,
            String title,
            String caption,
            String text,
            List<Integer> palette,
            BiConsumer<Ink, Integer> plot) {
        Lettering.requireFonts();
        List<String> above = Lettering.wrap(Lettering.drawable(title), Lettering.TITLE, width - 2.0 * PAD);
        List<String> below = Lettering.wrap(Lettering.drawable(caption), Lettering.LABEL, width - 2.0 * PAD);
        int top = PAD + above.size() * TITLE + 4;
        int whole = top + height + below.size() * LINE + PAD;
        try (Ink ink = new Ink(width, whole)) {
            for (int i = 0; i < above.size(); i++) {
                ink.left(above.get(i), Lettering.TITLE, Ink.DARK, PAD, PAD + 12.0 + i * TITLE);
            }
            plot.accept(ink, top);
            for (int i = 0; i < below.size(); i++) {
                ink.left(below.get(i), Lettering.LABEL, Ink.DARK, PAD, top + height + 10.0 + i * LINE);
            }
            byte[] png = Png.encode(ink.pixels(), width * Ink.SCALE, whole * Ink.SCALE, palette, caption);
            return new Drawing(png, width, whole, caption, text);
        }
    }

    /** Colour samples with names, side by side from a place on; says where the next line begins. */
    static double legend(Ink ink, double left, double baseline, double right, List<Entry> entries) {
        double at = left;
        double line = baseline;
        for (Entry entry : entries) {
            double length = 26 + Lettering.width(entry.name(), Lettering.LABEL) + 18;
            if (at > left && at + length > right) {
                at = left;
                line += LINE;
            }
            entry.sample().accept(ink, new double[] {at, line});
            ink.left(Lettering.drawable(entry.name()), Lettering.LABEL, Ink.DARK, at + 26, line);
            at += length;
        }
        return line + LINE;
    }

    /** A name in a legend, and how its sample of 20 by 8 pixels is drawn, its lower left corner given. */
    record Entry(String name, BiConsumer<Ink, double[]> sample) {
        static Entry line(String name, java.awt.Color colour, boolean dot) {
            return line(name, colour, dot, new float[0]);
        }

        static Entry line(String name, java.awt.Color colour, boolean dot, float... dash) {
            return new Entry(name, (ink, at) -> {
                ink.graphics().setColor(colour);
                ink.graphics()
                        .setStroke(new java.awt.BasicStroke(
                                2,
                                java.awt.BasicStroke.CAP_BUTT,
                                java.awt.BasicStroke.JOIN_ROUND,
                                1,
                                dash.length == 0 ? null : dash,
                                0));
                ink.graphics().draw(new java.awt.geom.Line2D.Double(at[0], at[1] - 4, at[0] + 20, at[1] - 4));
                if (dot) {
                    ink.fill(colour, at[0] + 7.5, at[1] - 6.5, 5, 5);
                }
            });
        }

        static Entry dashed(String name, java.awt.Color colour) {
            return new Entry(name, (ink, at) -> {
                for (int i = 0; i < 20; i += 7) {
                    ink.line(colour, 1.4, at[0] + i, at[1] - 4, at[0] + i + 4, at[1] - 4);
                }
            });
        }

        static Entry box(String name, java.awt.Color colour) {
            return new Entry(name, (ink, at) -> ink.fill(colour, at[0], at[1] - 8, 20, 8));
        }
    }
}
