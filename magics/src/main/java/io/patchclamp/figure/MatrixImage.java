package io.patchclamp.figure;

import java.util.Arrays;

/**
 * Pours a matrix into pixels: one cell is a block of whole pixels, and where values share a cell the one furthest from 0
 * is drawn with its sign, so that no peak is lost.
 *
 * @param values one a cell, row-major, NaN where all values of the cell are missing
 * @param columns cells a row
 */
record MatrixImage(float[] values, int columns) {
    /** The cells of a [token, unit] matrix, time running along x or along y. */
    static MatrixImage pool(float[] data, Axis time, Axis unit, boolean timeOnX) {
        int columns = timeOnX ? time.cells() : unit.cells();
        int stepT = timeOnX ? 1 : columns;
        int stepU = timeOnX ? columns : 1;
        float[] cells = new float[time.cells() * unit.cells()];
        Arrays.fill(cells, Float.NaN);
        for (int t = 0; t < time.items(); t++) {
            int row = time.cellOf(t) * stepT;
            for (int u = 0; u < unit.items(); u++) {
                float x = data[t * unit.items() + u];
                int at = row + u / unit.pooled() * stepU;
                if (!(Math.abs(x) <= Math.abs(cells[at])) && !Float.isNaN(x)) { // true where the cell is NaN
                    cells[at] = x;
                }
            }
        }
        return new MatrixImage(cells, columns);
    }

    /** Writes the cells, their first pixel at (left, top), into a bitmap of {@code scale} pixels a CSS pixel. */
    void blit(int[] rgb, int width, int scale, int left, int top, Axis x, Axis y, ColourScale colours) {
        for (int row = 0; row < y.cells(); row++) {
            int first = ((top + y.start(row)) * scale) * width;
            for (int column = 0; column < columns; column++) {
                int from = first + (left + x.start(column)) * scale;
                int colour = colours.rgb(values[row * columns + column]);
                Arrays.fill(rgb, from, from + x.cell() * scale, colour);
            }
            int begin = left * scale;
            int length = x.length() * scale;
            for (int line = 1; line < y.cell() * scale; line++) {
                System.arraycopy(rgb, first + begin, rgb, first + begin + line * width, length);
            }
        }
    }
}
