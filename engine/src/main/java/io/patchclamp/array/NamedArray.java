package io.patchclamp.array;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Single-precision numbers with named axes, row-major, immutable. Missing cells are NaN.
 *
 * <p>Ownership: {@link #of} copies nothing and takes the array over; {@link #toArray} copies.
 */
public final class NamedArray {
    private final List<String> axes;
    private final int[] shape;
    private final int[] strides;
    private final float[] data;

    private NamedArray(List<String> axes, int[] shape, float[] data) {
        this.axes = List.copyOf(axes);
        this.shape = shape.clone();
        this.data = Objects.requireNonNull(data, "data");
        if (axes.size() != shape.length) {
            throw new IllegalArgumentException("axes " + axes + " name " + axes.size() + " dimensions, shape "
                    + Arrays.toString(shape) + " has " + shape.length);
        }
        this.strides = new int[shape.length];
        long size = 1;
        for (int i = shape.length - 1; i >= 0; i--) {
            strides[i] = (int) size;
            size *= shape[i];
        }
        if (size != data.length) {
            throw new IllegalArgumentException(
                    "shape " + Arrays.toString(shape) + " holds " + size + " numbers, got " + data.length);
        }
    }

    /**
     * An array over the given numbers, which it takes over.
     *
     * @param axes the axes' names, outermost first
     * @param shape the axes' lengths
     * @param data the numbers, row-major; not to be changed afterwards
     * @return the array
     */
    public static NamedArray of(List<String> axes, int[] shape, float[] data) {
        return new NamedArray(axes, shape, data);
    }

    /**
     * The axes' names.
     *
     * @return outermost first
     */
    public List<String> axes() {
        return axes;
    }

    /**
     * The axes' lengths.
     *
     * @return a copy, outermost first
     */
    public int[] shape() {
        return shape.clone();
    }

    /**
     * The length of one axis.
     *
     * @param axis its name
     * @return its length
     * @throws IllegalArgumentException if there is no such axis
     */
    public int length(String axis) {
        int at = axes.indexOf(axis);
        if (at < 0) {
            throw new IllegalArgumentException("no axis '" + axis + "' in " + this);
        }
        return shape[at];
    }

    /**
     * How many numbers there are.
     *
     * @return the product of the axes' lengths
     */
    public int size() {
        return data.length;
    }

    /**
     * One number.
     *
     * @param index one index an axis, outermost first
     * @return the number there
     * @throws IndexOutOfBoundsException if an index is outside its axis
     */
    public float get(int... index) {
        if (index.length != shape.length) {
            throw new IllegalArgumentException(index.length + " indices for " + this);
        }
        int at = 0;
        for (int i = 0; i < index.length; i++) {
            at += Objects.checkIndex(index[i], shape[i]) * strides[i];
        }
        return data[at];
    }

    /**
     * What lies under one index of the outermost axis.
     *
     * @param index the index on the first axis
     * @return a copy, with one axis fewer
     */
    public NamedArray at(int index) {
        Objects.checkIndex(index, shape[0]);
        int step = strides[0];
        return new NamedArray(
                axes.subList(1, axes.size()),
                Arrays.copyOfRange(shape, 1, shape.length),
                Arrays.copyOfRange(data, index * step, (index + 1) * step));
    }

    /**
     * All numbers.
     *
     * @return a copy, row-major
     */
    public float[] toArray() {
        return data.clone();
    }

    /**
     * Copies a stretch of the row-major numbers.
     *
     * @param from the first number's row-major index
     * @param target where to
     * @param offset the first index written in the target
     * @param count how many
     */
    public void copyTo(int from, float[] target, int offset, int count) {
        System.arraycopy(data, from, target, offset, count);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NamedArray that
                && axes.equals(that.axes)
                && Arrays.equals(shape, that.shape)
                && Arrays.equals(data, that.data);
    }

    @Override
    public int hashCode() {
        return Objects.hash(axes, Arrays.hashCode(shape), Arrays.hashCode(data));
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("[");
        for (int i = 0; i < shape.length; i++) {
            text.append(i == 0 ? "" : ", ").append(axes.get(i)).append(' ').append(shape[i]);
        }
        return text.append(']').toString();
    }
}
