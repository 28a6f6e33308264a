package io.patchclamp.stats;

import io.patchclamp.fault.PatchclampException;

/** Items of the same cells: {@code [item][cell]}, cells row by row. */
record Plane(double[][] values, int rows, int columns) {
    static Plane of(double[][] items) {
        int columns = items.length == 0 ? 0 : items[0].length;
        for (int i = 0; i < items.length; i++) {
            same(i, items[i].length, columns);
            finite(items[i], i);
        }
        return new Plane(items, 1, columns);
    }

    static Plane of(double[][][] items) {
        int rows = items.length == 0 ? 0 : items[0].length;
        int columns = rows == 0 ? 0 : items[0][0].length;
        double[][] flat = new double[items.length][rows * columns];
        for (int i = 0; i < items.length; i++) {
            same(i, items[i].length, rows);
            for (int r = 0; r < rows; r++) {
                same(i, items[i][r].length, columns);
                System.arraycopy(items[i][r], 0, flat[i], r * columns, columns);
            }
            finite(flat[i], i);
        }
        return new Plane(flat, rows, columns);
    }

    Plane with(Plane other) {
        if (rows != other.rows || columns != other.columns) {
            throw new PatchclampException(
                    "The first condition has " + rows + " × " + columns + " cells, the second " + other.rows + " × "
                            + other.columns + ".",
                    "the same layers and offsets for both");
        }
        double[][] all = java.util.Arrays.copyOf(values, items() + other.items());
        System.arraycopy(other.values, 0, all, items(), other.items());
        return new Plane(all, rows, columns);
    }

    int items() {
        return values.length;
    }

    int cells() {
        return rows * columns;
    }

    private static void finite(double[] item, int i) {
        for (double v : item) {
            if (Double.isInfinite(v)) {
                throw new PatchclampException(
                        "Item " + i + " has a cell that is infinite.", "NaN where an item has no number");
            }
        }
    }

    private static void same(int item, int length, int expected) {
        if (length != expected || length == 0) {
            throw new PatchclampException(
                    "Item " + item + " has " + length + " cells in a line, and item 0 has " + expected + ".",
                    "the same cells for each item, at least one; NaN where an item has no number");
        }
    }
}
