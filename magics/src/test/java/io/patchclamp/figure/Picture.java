package io.patchclamp.figure;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import javax.imageio.ImageIO;

import io.patchclamp.array.NamedArray;

/** What the tests of pictures share: matrices, and pixels read back from the PNG by another program's reader. */
final class Picture {
    static final int RED = 0x67001f;
    static final int BLUE = 0x053061;
    static final int NEUTRAL = 0xf7f7f7;

    private final BufferedImage image;

    Picture(Figure figure) {
        try {
            image = ImageIO.read(new ByteArrayInputStream(figure.png()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int width() {
        return image.getWidth();
    }

    int height() {
        return image.getHeight();
    }

    boolean has(int rgb) {
        return IntStream.range(0, width() * height()).anyMatch(i -> rgb(i % width(), i / width()) == rgb);
    }

    int rgb(int x, int y) {
        return image.getRGB(x, y) & 0xffffff;
    }

    /** The colour of a cell of the matrix, which must be the same in all its pixels. */
    int cell(HeatMapPlan plan, int token, int unit) {
        int along = plan.time().start(plan.time().cellOf(token));
        int across = plan.unit().start(plan.unit().cellOf(unit));
        int x = (plan.left() + (plan.timeOnX() ? along : across)) * Ink.SCALE;
        int y = (plan.top() + (plan.timeOnX() ? across : along)) * Ink.SCALE;
        int colour = rgb(x, y);
        for (int dx = 0; dx < plan.x().cell() * Ink.SCALE; dx++) {
            for (int dy = 0; dy < plan.y().cell() * Ink.SCALE; dy++) {
                if (rgb(x + dx, y + dy) != colour) {
                    throw new AssertionError("cell " + token + ", " + unit + " has two colours");
                }
            }
        }
        return colour;
    }

    /** How many pixels within the plot have a colour. */
    long count(HeatMapPlan plan, int colour) {
        long count = 0;
        for (int y = plan.top() * Ink.SCALE; y < plan.bottom() * Ink.SCALE; y++) {
            for (int x = plan.left() * Ink.SCALE; x < plan.right() * Ink.SCALE; x++) {
                count += rgb(x, y) == colour ? 1 : 0;
            }
        }
        return count;
    }

    static NamedArray matrix(int tokens, int units, float... data) {
        return NamedArray.of(List.of("token", "unit"), new int[] {tokens, units}, data);
    }

    static NamedArray filled(int tokens, int units, float value) {
        float[] data = new float[tokens * units];
        Arrays.fill(data, value);
        return matrix(tokens, units, data);
    }

    static float[] noise(int n, long seed) {
        Random random = new Random(seed);
        float[] data = new float[n];
        for (int i = 0; i < n; i++) {
            data[i] = (float) random.nextGaussian();
        }
        return data;
    }
}
