package io.patchclamp.view;

import java.util.ArrayList;
import java.util.List;

import io.patchclamp.array.NamedArray;

/** An array: axes, extremes, and the numbers in its first corner. */
final class NamedArrayView {
    private static final int ROWS = 5;
    private static final int COLUMNS = 8;

    private NamedArrayView() {}

    static Part of(NamedArray array) {
        List<Part> parts = new ArrayList<>();
        parts.add(Part.heading("NamedArray " + array));
        parts.add(Part.note(summary(array.toArray())));
        if (array.size() > 0) {
            parts.add(corner(array));
        }
        return Part.stack(parts);
    }

    private static String summary(float[] data) {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        double sum = 0;
        int missing = 0;
        for (float x : data) {
            if (Float.isNaN(x)) {
                missing++;
            } else {
                least = Math.min(least, x);
                most = Math.max(most, x);
                sum += x;
            }
        }
        int present = data.length - missing;
        String numbers =
                Quantity.count(data.length, "number") + ", " + Quantity.bytes((long) data.length * Float.BYTES);
        String extremes = present == 0
                ? ""
                : "; least " + Quantity.real(least) + ", mean " + Quantity.real(sum / present) + ", most "
                        + Quantity.real(most);
        return numbers + extremes + (missing == 0 ? "" : "; " + Quantity.count(missing) + " missing (NaN)");
    }

    /** The first rows and columns of the last two axes, at index 0 of all others. */
    private static Part corner(NamedArray array) {
        int[] shape = array.shape();
        int rank = shape.length;
        int columns = rank == 0 ? 1 : shape[rank - 1];
        int rows = rank < 2 ? 1 : shape[rank - 2];
        float[] data = array.toArray();
        List<String> header =
                new ArrayList<>(List.of(rank < 2 ? "" : array.axes().get(rank - 2)));
        int shown = Math.min(columns, COLUMNS);
        for (int c = 0; c < shown; c++) {
            header.add(rank == 0 ? "" : (c == 0 ? array.axes().get(rank - 1) + " " : "") + c);
        }
        if (columns > shown) {
            header.add("…");
        }
        List<List<String>> cells = new ArrayList<>();
        for (int r = 0; r < Math.min(rows, ROWS); r++) {
            List<String> row = new ArrayList<>(List.of(rank < 2 ? "" : String.valueOf(r)));
            for (int c = 0; c < shown; c++) {
                row.add(Quantity.real(data[r * columns + c]));
            }
            if (columns > shown) {
                row.add("…");
            }
            cells.add(row);
        }
        List<Part> parts = new ArrayList<>(List.of(Part.grid(header, cells)));
        if (rows > ROWS || rank > 2) {
            parts.add(Part.note(
                    rank > 2
                            ? "the beginning of the last two axes, at index 0 of the others"
                            : "the first " + ROWS + " of " + Quantity.count(rows) + " rows"));
        }
        return Part.stack(parts);
    }
}
