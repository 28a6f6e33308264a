package io.patchclamp.figure;

import java.awt.Font;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import javax.imageio.ImageIO;

/** A line that is written under any picture and cannot be cut off from its caption: what was expected, or what is wrong. */
public final class Stamp {
    private static final int MOST_COLOURS = 256;
    private static final int GREYS = 12;
    /** What must not be overlooked is written in bold. */
    private static final Pattern WARNING = Pattern.compile("CIRCULAR|POST HOC");

    private Stamp() {}

    /**
     * Writes it.
     *
     * @param figure the picture
     * @param line what is written, wrapped where it is long
     * @return the picture with the line below it, in its caption and in its words
     */
    public static Figure on(Figure figure, String line) {
        Font font = WARNING.matcher(line).find() ? Lettering.WARNING : Lettering.LABEL;
        List<String> lines = Lettering.wrap(Lettering.drawable(line), font, figure.cssWidth() - 2.0 * Page.PAD);
        int height = figure.cssHeight() + lines.size() * Page.LINE + Page.PAD / 2;
        BufferedImage before = decoded(figure.png());
        try (Ink ink = new Ink(figure.cssWidth(), height)) {
            int[] page = ink.pixels();
            int width = figure.cssWidth() * Ink.SCALE;
            // The lowest row is the old frame, and stays: it parts the picture from what is said of it.
            before.getRGB(0, 0, width, before.getHeight(), page, 0, width);
            for (int i = 0; i < lines.size(); i++) {
                ink.left(lines.get(i), font, Ink.DARK, Page.PAD, figure.cssHeight() + 12.0 + i * Page.LINE);
            }
            String caption = figure.caption() + " " + line;
            byte[] png = Png.encode(page, width, height * Ink.SCALE, palette(before), caption);
            return new Drawing(png, figure.cssWidth(), height, caption, figure.text() + "\n" + line);
        }
    }

    private static BufferedImage decoded(byte[] png) {
        try {
            return ImageIO.read(new ByteArrayInputStream(png));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The picture's own colours, and greys for the letters as far as there is room. */
    private static List<Integer> palette(BufferedImage image) {
        Set<Integer> colours = new LinkedHashSet<>();
        if (image.getColorModel() instanceof IndexColorModel indexed) {
            for (int i = 0; i < indexed.getMapSize(); i++) {
                colours.add(indexed.getRGB(i) & 0xffffff);
            }
        }
        for (int i = 0; i < GREYS && colours.size() < MOST_COLOURS; i++) {
            colours.add(ColourScale.mix(Ink.DARK.getRGB() & 0xffffff, 0xffffff, i / (GREYS - 1.0)));
        }
        return List.copyOf(colours);
    }
}
