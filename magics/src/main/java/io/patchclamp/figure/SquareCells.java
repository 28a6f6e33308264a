package io.patchclamp.figure;

import java.awt.Color;
import java.util.ArrayList;
import java.util.List;

/**
 * A square matrix in colour: viridis from 0 where no cell is below, else red and blue, white at 0. The diagonal is grey
 * where it says nothing; missing cells are grey.
 */
final class SquareCells {
    private static final int[] VIRIDIS = {
        0x440154, 0x482878, 0x3e4989, 0x31688e, 0x26828e, 0x1f9e89, 0x35b779, 0x6ece58, 0xb5de2b, 0xfde725
    };
    private static final int STEPS = 60;
    /** What share of the width that is meant a square has at least. */
    private static final double SMALLEST = 0.8;

    static final Color MISSING = new Color(ColourScale.MISSING_RGB);

    private final double[][] cells;
    private final boolean diagonal;
    private final double limit;
    private final boolean signed;

    SquareCells(double[][] cells, boolean diagonal) {
        this(cells, diagonal, false);
    }

    /** Red and blue also where no cell is below 0, if there are some in squares beside it. */
    SquareCells(double[][] cells, boolean diagonal, boolean signedBeside) {
        this.cells = cells;
        this.diagonal = diagonal;
        double least = 0;
        double most = 0;
        for (int i = 0; i < cells.length; i++) {
            for (int j = 0; j < cells.length; j++) {
                if ((diagonal || i != j) && Double.isFinite(cells[i][j])) {
                    least = Math.min(least, cells[i][j]);
                    most = Math.max(most, cells[i][j]);
                }
            }
        }
        signed = least < 0 || signedBeside;
        double size = Math.max(most, -least);
        limit = size > 0 ? size : 1;
    }

    /** The colours of both scales, coarse enough to leave a palette room for lines and letters. */
    static List<Integer> palette() {
        List<Integer> palette = new ArrayList<>();
        for (int i = 0; i <= STEPS; i++) {
            palette.add(viridis((double) i / STEPS));
        }
        for (int step = -ColourScale.STEPS; step <= ColourScale.STEPS; step += 2) {
            palette.add(ColourScale.rgbOfStep(step));
        }
        for (int i = 0; i <= 30; i++) {
            palette.add(ColourScale.mix(Ink.DARK.getRGB() & 0xffffff, 0xffffff, i / 30.0));
        }
        for (int c = 0; c < 6; c++) {
            for (int i = 0; i < 8; i++) {
                palette.add(ColourScale.mix(PlotArea.COLOURS[c], 0xffffff, i / 8.0));
            }
        }
        palette.add(ColourScale.MISSING_RGB);
        return palette;
    }

    /** Viridis in the steps that the palette has; 0 and 1 are its ends. */
    static Color shade(double share) {
        return new Color(viridis(Math.rint(Math.max(0, Math.min(1, share)) * STEPS) / STEPS));
    }

    private static int viridis(double share) {
        double at = Math.max(0, Math.min(1, share)) * (VIRIDIS.length - 1);
        int left = Math.min((int) at, VIRIDIS.length - 2);
        return ColourScale.mix(VIRIDIS[left], VIRIDIS[left + 1], at - left);
    }

    /** How many rows and columns share one of a square that is meant to be so wide: 1 where there is room for all. */
    static int pooled(int n, double size) {
        return Math.max(1, (int) Math.ceil(n / (2 * size)));
    }

    /** How wide a square of n rows comes out that is meant to be so wide: all cells have as many whole half pixels. */
    static double width(int n, double size) {
        int shown = (n + pooled(n, size) - 1) / pooled(n, size);
        double cell = Math.max(0.5, Math.floor(2 * size / shown) / 2);
        return shown * (shown * cell < SMALLEST * size ? cell + 0.5 : cell);
    }

    /** The number furthest from 0 of those that share a cell. */
    private double number(int row, int column, int pooled) {
        double furthest = Double.NaN;
        for (int i = row * pooled; i < Math.min(cells.length, (row + 1) * pooled); i++) {
            for (int j = column * pooled; j < Math.min(cells.length, (column + 1) * pooled); j++) {
                double x = cells[i][j];
                boolean shown = (diagonal || i != j) && Double.isFinite(x);
                furthest = shown && !(Math.abs(x) <= Math.abs(furthest)) ? x : furthest;
            }
        }
        return furthest;
    }

    private Color colour(double x) {
        if (Double.isNaN(x)) {
            return MISSING;
        }
        if (!signed) {
            return new Color(viridis(Math.rint(x / limit * STEPS) / STEPS));
        }
        return new Color(ColourScale.rgbOfStep(2 * (int) Math.round(x / limit * ColourScale.STEPS / 2)));
    }

    /** Says how wide the square came out, as {@link #width} does. */
    double paint(Ink ink, double left, double top, double size) {
        int pooled = pooled(cells.length, size);
        int n = (cells.length + pooled - 1) / pooled;
        double width = width(cells.length, size);
        double cell = width / n;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                ink.cell(colour(number(i, j, pooled)), left + j * cell, top + i * cell, cell, cell);
            }
        }
        ink.frame(Ink.GREY, left, top, width, width);
        return width;
    }

    /** A bar with its ends written, and what it is behind it. */
    void bar(Ink ink, double left, double top, double width, String label) {
        ColourBar.lying(
                ink,
                left,
                top,
                width,
                signed
                        ? share -> new Color(
                                ColourScale.rgbOfStep(2 * (int) Math.round((2 * share - 1) * ColourScale.STEPS / 2)))
                        : SquareCells::shade,
                signed
                        ? ColourBar.symmetric(limit)
                        : List.of(new ColourBar.Tick(0, "0"), new ColourBar.Tick(1, Numerals.value(limit))),
                label);
    }
}
