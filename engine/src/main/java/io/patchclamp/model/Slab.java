package io.patchclamp.model;

import java.util.Objects;

/**
 * What is at one site during one feed: all rows of the batch, all tokens fed. Live: a {@link Write} changes the numbers
 * in {@link #data()} and the run goes on with what it left there.
 *
 * <p>Shape {@code [row, token, unit…]}, or {@code [row, head, query, key]} for attention, row-major. Rows shorter than
 * the longest are padded on the right; what stands in padding means nothing and reaches nothing.
 */
public final class Slab {
    private final Point point;
    private final int layer;
    private final int[] shape;
    private final int[] firstPositions;
    private final int[] lengths;
    private final float[] data;

    /**
     * A slab over the given numbers.
     *
     * @param point where
     * @param layer in which block, or -1
     * @param shape the axes' lengths, {@code [row, token, unit…]} or {@code [row, head, query, key]}
     * @param firstPosition the position in the sequence of the first token fed
     * @param lengths how many of the tokens fed are real, one a row
     * @param data the numbers, row-major, shared with the run
     */
    public Slab(Point point, int layer, int[] shape, int firstPosition, int[] lengths, float[] data) {
        this(point, layer, shape, everyRow(firstPosition, shape[0]), lengths, data);
    }

    /**
     * A slab whose rows begin at positions of their own.
     *
     * @param point where
     * @param layer in which block, or -1
     * @param shape the axes' lengths, {@code [row, token, unit…]} or {@code [row, head, query, key]}
     * @param firstPositions the position in its sequence of each row's first token fed
     * @param lengths how many of the tokens fed are real, one a row
     * @param data the numbers, row-major, shared with the run
     */
    public Slab(Point point, int layer, int[] shape, int[] firstPositions, int[] lengths, float[] data) {
        this.point = Objects.requireNonNull(point, "point");
        this.layer = layer;
        this.shape = shape.clone();
        this.firstPositions = firstPositions.clone();
        this.lengths = lengths.clone();
        this.data = Objects.requireNonNull(data, "data");
    }

    private static int[] everyRow(int firstPosition, int rows) {
        int[] out = new int[rows];
        java.util.Arrays.fill(out, firstPosition);
        return out;
    }

    /**
     * Where this is.
     *
     * @return the point
     */
    public Point point() {
        return point;
    }

    /**
     * In which block this is.
     *
     * @return the layer, or -1
     */
    public int layer() {
        return layer;
    }

    /**
     * The axes' lengths.
     *
     * @return a copy
     */
    public int[] shape() {
        return shape.clone();
    }

    /**
     * How many sequences are read side by side.
     *
     * @return the number of rows
     */
    public int rows() {
        return shape[0];
    }

    /**
     * How many tokens of one row are real.
     *
     * @param row which row
     * @return the number of tokens fed in this row, padding not counted
     */
    public int length(int row) {
        return lengths[row];
    }

    /**
     * The position in its sequence of a token fed.
     *
     * @param row which row
     * @param token which of the tokens fed in this row, 0 for the first
     * @return counted from the beginning of the row, padding not counted
     */
    public int position(int row, int token) {
        return firstPositions[row] + token;
    }

    /**
     * The numbers.
     *
     * @return the live array, row-major; changes reach the run when made by a {@link Write}
     */
    public float[] data() {
        return data;
    }
}
