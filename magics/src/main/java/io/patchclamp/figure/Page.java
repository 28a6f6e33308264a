package io.patchclamp.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** A title above a plot and a caption below it, as every picture here has them. */
final class Page {
    static final int PAD = 12;
    static final int LINE = 15;
    static final int TITLE = 18;

    private static final int SAMPLE = 30;
    /** From where a sample begins to where its name does. */
    private static final double NAME = SAMPLE + 6.0;

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
        List<String> above =
                Lettering.wrap(Numerals.minuses(Lettering.drawable(title)), Lettering.TITLE, width - 2.0 * PAD);
        List<String> below =
                Lettering.wrap(Numerals.minuses(Lettering.drawable(caption)), Lettering.LABEL, width - 2.0 * PAD);
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

    /** How high colour samples with names come out, in as many lines as they need between two sides. */
    static int legendHeight(double left, double right, List<Entry> entries) {
        return (int) (laid(left, right, entries).stream()
                        .mapToDouble(place -> place[1])
                        .max()
                        .orElse(-LINE)
                + LINE);
    }

    /** Where each sample begins, the first line at 0. */
    private static List<double[]> laid(double left, double right, List<Entry> entries) {
        List<double[]> places = new ArrayList<>();
        double at = left;
        double line = 0;
        for (Entry entry : entries) {
            double length = NAME + Lettering.width(name(entry, left, right), Lettering.LABEL) + 18;
            if (at > left && at + length - 18 > right) {
                at = left;
                line += LINE;
            }
            places.add(new double[] {at, line});
            at += length;
        }
        return places;
    }

    private static String name(Entry entry, double left, double right) {
        return Lettering.clip(Lettering.drawable(entry.name()), Lettering.LABEL, right - left - NAME);
    }

    /** Colour samples with names, side by side from a place on; says where the next line begins. */
    static double legend(Ink ink, double left, double baseline, double right, List<Entry> entries) {
        List<double[]> places = laid(left, right, entries);
        for (int i = 0; i < entries.size(); i++) {
            double at = places.get(i)[0];
            double line = baseline + places.get(i)[1];
            entries.get(i).sample().accept(ink, new double[] {at, line});
            ink.left(name(entries.get(i), left, right), Lettering.LABEL, Ink.DARK, at + NAME, line);
        }
        return baseline + legendHeight(left, right, entries);
    }

    /** A name in a legend, and how its sample of 30 by 8 pixels is drawn, its lower left corner given. */
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
                ink.graphics().draw(new java.awt.geom.Line2D.Double(at[0], at[1] - 4, at[0] + SAMPLE, at[1] - 4));
                if (dot) { // at both ends: in the middle it would hide what a line is broken by
                    ink.graphics().fill(new java.awt.geom.Ellipse2D.Double(at[0], at[1] - 7, 6, 6));
                    ink.graphics().fill(new java.awt.geom.Ellipse2D.Double(at[0] + SAMPLE - 6, at[1] - 7, 6, 6));
                }
            });
        }

        static Entry mark(String name, Mark mark, java.awt.Color colour) {
            return new Entry(name, (ink, at) -> mark.paint(ink, at[0] + SAMPLE / 2.0, at[1] - 4, colour));
        }

        static Entry box(String name, java.awt.Color colour) {
            return new Entry(name, (ink, at) -> ink.fill(colour, at[0], at[1] - 8, SAMPLE, 8));
        }
    }
}
