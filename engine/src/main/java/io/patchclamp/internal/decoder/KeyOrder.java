package io.patchclamp.internal.decoder;

import java.util.Arrays;

import io.patchclamp.model.Point;

/** Attention of rows of unequal length, its keys put in the order of their positions as if each row were alone. */
final class KeyOrder {
    private final int[][] slots;
    private final int firstRow;
    private final int[] shape; // [row, head, query, slot]
    private final int keys;

    KeyOrder(int[][] slots, int firstRow, int[] shape) {
        this.slots = slots;
        this.firstRow = firstRow;
        this.shape = shape;
        this.keys = Arrays.stream(slots).flatMapToInt(Arrays::stream).max().orElse(0) + 1;
    }

    int[] shape() {
        return new int[] {shape[0], shape[1], shape[2], keys};
    }

    float[] byPosition(float[] data, Point point) {
        float[] out = new float[shape[0] * shape[1] * shape[2] * keys];
        Arrays.fill(out, point == Point.SCORES ? Float.NEGATIVE_INFINITY : 0);
        int lines = shape[1] * shape[2];
        for (int row = 0; row < shape[0]; row++) {
            for (int line = 0; line < lines; line++) {
                int from = (row * lines + line) * shape[3];
                int to = (row * lines + line) * keys;
                for (int slot = 0; slot < shape[3]; slot++) {
                    int position = slots[firstRow + row][slot];
                    if (position >= 0) {
                        out[to + position] = data[from + slot];
                    }
                }
            }
        }
        return out;
    }

    /** Puts what was changed in the order of positions back to where the run has its keys. */
    void back(float[] byPosition, float... data) {
        int lines = shape[1] * shape[2];
        for (int row = 0; row < shape[0]; row++) {
            for (int line = 0; line < lines; line++) {
                int to = (row * lines + line) * shape[3];
                int from = (row * lines + line) * keys;
                for (int slot = 0; slot < shape[3]; slot++) {
                    int position = slots[firstRow + row][slot];
                    if (position >= 0) {
                        data[to + slot] = byPosition[from + position];
                    }
                }
            }
        }
    }
}
