package io.patchclamp.record;

import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

import io.patchclamp.array.NamedArray;
import io.patchclamp.internal.format.CsvCell;
import io.patchclamp.internal.format.StoredArray;
import io.patchclamp.internal.format.WeightType;

/**
 * A small array to be exported.
 *
 * @param name the name it is found under
 * @param shape its axes' lengths
 * @param numbers row-major, a {@code float[]} or a {@code long[]}
 */
public record ResultArray(String name, int[] shape, Object numbers) {
    private static final int CHUNK = 1 << 14;

    /**
     * An array of 32-bit floats, all missing: NaN.
     *
     * @param name the name it is found under
     * @param shape its axes' lengths
     * @return to be filled with {@link #put}
     */
    public static ResultArray floats(String name, int... shape) {
        float[] numbers = new float[size(shape)];
        Arrays.fill(numbers, Float.NaN);
        return new ResultArray(name, shape, numbers);
    }

    /**
     * An array with the numbers of another.
     *
     * @param name the name it is found under
     * @param array its numbers and shape
     * @return a copy
     */
    public static ResultArray of(String name, NamedArray array) {
        return new ResultArray(name, array.shape(), array.toArray());
    }

    /**
     * An array of one axis.
     *
     * @param name the name it is found under
     * @param numbers its numbers
     * @return 32-bit floats
     */
    public static ResultArray of(String name, List<Double> numbers) {
        ResultArray line = floats(name, numbers.size());
        for (int i = 0; i < numbers.size(); i++) {
            line.put(numbers.get(i), i);
        }
        return line;
    }

    /**
     * An array of 64-bit whole numbers, all missing: -1.
     *
     * @param name the name it is found under
     * @param shape its axes' lengths
     * @return to be filled with {@link #put}
     */
    public static ResultArray ids(String name, int... shape) {
        long[] numbers = new long[size(shape)];
        Arrays.fill(numbers, -1);
        return new ResultArray(name, shape, numbers);
    }

    private static int size(int... shape) {
        return Arrays.stream(shape).reduce(1, Math::multiplyExact);
    }

    /**
     * Puts one number.
     *
     * @param number the number
     * @param index where, one an axis
     */
    public void put(double number, int... index) {
        int at = 0;
        for (int i = 0; i < index.length; i++) {
            at = at * shape[i] + index[i];
        }
        if (numbers instanceof float[] floats) {
            floats[at] = (float) number;
        } else {
            ((long[]) numbers)[at] = (long) number;
        }
    }

    StoredArray stored() {
        boolean floats = numbers instanceof float[];
        long[] lengths = Arrays.stream(shape).asLongStream().toArray();
        return new StoredArray(name, floats ? WeightType.F32 : WeightType.I64, lengths, this::writeTo);
    }

    /** How many numbers there are. */
    int size() {
        return Array.getLength(numbers);
    }

    /** Some at a time, so that an interrupt is heard. */
    private void writeTo(OutputStream out) throws IOException {
        int width = numbers instanceof float[] ? Float.BYTES : Long.BYTES;
        for (int from = 0; from < size(); from += CHUNK) {
            int count = Math.min(CHUNK, size() - from);
            ByteBuffer bytes = ByteBuffer.allocate(count * width).order(ByteOrder.LITTLE_ENDIAN);
            if (numbers instanceof float[] floats) {
                bytes.asFloatBuffer().put(floats, from, count);
            } else {
                bytes.asLongBuffer().put((long[]) numbers, from, count);
            }
            out.write(bytes.array());
        }
    }

    /** Arrays of arrays, as the HDF5 library wants them. */
    Object nested() {
        return nested(0, new int[1]);
    }

    private Object nested(int axis, int[] read) {
        Class<?> type = numbers instanceof float[] ? float.class : long.class;
        Object nested = Array.newInstance(type, Arrays.copyOfRange(shape, axis, shape.length));
        if (axis == shape.length - 1) {
            System.arraycopy(numbers, read[0], nested, 0, shape[axis]);
            read[0] += shape[axis];
        } else {
            for (int i = 0; i < shape[axis]; i++) {
                Array.set(nested, i, nested(axis + 1, read));
            }
        }
        return nested;
    }

    /** One line a number: name, up to four indices, the number. */
    void lines(Writer csv, Tally tally) throws IOException {
        int[] index = new int[shape.length];
        for (int at = 0; at < size(); at++) {
            csv.append(CsvCell.of(name));
            for (int i = 0; i < 4; i++) {
                csv.append(',').append(i < index.length ? String.valueOf(index[i]) : "");
            }
            csv.append(',').append(String.valueOf(Array.get(numbers, at))).append('\n');
            for (int i = index.length - 1; i >= 0 && ++index[i] == shape[i]; i--) {
                index[i] = 0;
            }
            if ((at + 1) % CHUNK == 0) {
                tally.add(CHUNK);
            }
        }
        tally.add(size() % CHUNK);
    }
}
