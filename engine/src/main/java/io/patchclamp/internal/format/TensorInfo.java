package io.patchclamp.internal.format;

import java.util.Arrays;
import java.util.Objects;

/**
 * One tensor of a file, not yet read.
 *
 * @param name its name in the file
 * @param type how its weights are stored
 * @param shape its dimensions in the order of {@code torch}, outermost first (GGUF writes them the other way round)
 * @param offset where its first byte is, counted from the start of the file
 * @param bytes how many bytes it takes there
 */
public record TensorInfo(String name, WeightType type, long[] shape, long offset, long bytes) {
    public TensorInfo {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(type, "type");
        shape = shape.clone();
    }

    /** A copy of the dimensions, outermost first. */
    @Override
    public long[] shape() {
        return shape.clone();
    }

    /** How many weights there are. */
    public long count() {
        long count = 1;
        for (long d : shape) {
            count *= d;
        }
        return count;
    }

    /** The last dimension: how many weights follow each other in one row. A scalar is one row of one. */
    public long rowLength() {
        return shape.length == 0 ? 1 : shape[shape.length - 1];
    }

    /** How many rows there are: the product of all dimensions but the last. */
    public long rows() {
        return rowLength() == 0 ? 0 : count() / rowLength();
    }

    /** How many bytes one row takes in the file. A row is a whole number of blocks. */
    public long rowBytes() {
        return rowLength() / type.blockSize() * type.blockBytes();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TensorInfo that
                && name.equals(that.name)
                && type == that.type
                && Arrays.equals(shape, that.shape)
                && offset == that.offset
                && bytes == that.bytes;
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, type, Arrays.hashCode(shape), offset, bytes);
    }

    @Override
    public String toString() {
        return name + " " + type + " " + Arrays.toString(shape);
    }
}
