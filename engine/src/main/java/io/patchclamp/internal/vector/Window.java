package io.patchclamp.internal.vector;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

/** Some whole rows of a matrix, as far as one buffer reaches. */
final class Window {
    /** What vectors are read from; the buffer itself where there are none. */
    final Object memory;

    final ByteBuffer raw;
    final FloatBuffer numbers;
    final int base;
    final int count;
    final Packing packing;
    private final int width;

    /** @param packing how the numbers lie there; those of another than {@code F32} are seen by {@link #copy} alone */
    Window(ByteBuffer raw, Packing packing, int width, int base, int count) {
        this.raw = raw;
        this.numbers = raw.asFloatBuffer();
        this.memory = Vectors.HERE ? Loads.memory(raw) : raw;
        this.packing = packing;
        this.width = width;
        this.base = base;
        this.count = count;
    }

    /** Of plain numbers, of which others know what they are. */
    Window(ByteBuffer raw) {
        this(raw, Packing.F32, 1, 0, raw.remaining() / Float.BYTES);
    }

    boolean packed() {
        return packing != Packing.F32;
    }

    /** Where a row begins. */
    int at(int row) {
        return row * packing.bytes(width);
    }

    /** Copies some rows as single precision. */
    void copy(int row, int rows, float[] target, int to) {
        if (packed()) {
            unpack(at(row), rows * width, target, to);
        } else {
            numbers.get(row * width, target, to, rows * width);
        }
    }

    /** Copies columns {@code from} to {@code to}, exclusive, of one row, which are whole blocks. */
    void copy(int row, int from, int to, float[] target) {
        unpack(at(row) + packing.bytes(from), to - from, target, 0);
    }

    private void unpack(int at, int count, float[] target, int to) {
        try {
            Unpacking.unpack(this, packing, at, count, target, to);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("unpacking: " + e, e);
        }
    }
}
