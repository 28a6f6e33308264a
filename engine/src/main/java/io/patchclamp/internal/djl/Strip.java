package io.patchclamp.internal.djl;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;

/**
 * Vectors {@code [row, head, slot, width]} that grow slot by slot, in place: the memory has room for more, and is exchanged for a
 * larger one only when that is full. Java and libtorch both read it there.
 */
public final class Strip implements AutoCloseable {
    /** What one buffer can show. */
    private static final long MOST_NUMBERS = Integer.MAX_VALUE / Float.BYTES;

    private static final int LEAST_ROOM = 32;

    private final Scope scope;
    private final int heads;
    private final int width;
    private int rows;
    private int slots;
    private int capacity;
    private Tensor memory;
    private ByteBuffer bytes; // null if there are too many numbers for one buffer: then there is no room for more
    private FloatBuffer numbers;

    private Strip(Scope scope, long... shape) {
        this.scope = scope;
        this.rows = (int) shape[0];
        this.heads = (int) shape[1];
        this.slots = (int) shape[2];
        this.width = (int) shape[3];
    }

    /**
     * A strip that begins with a copy of some vectors.
     *
     * @param scope owns the memory
     * @param first {@code [row, head, slot, width]}
     * @return the strip
     */
    public static Strip of(Scope scope, Tensor first) {
        Strip strip = new Strip(scope, first.shape());
        if (strip.allocate()) {
            strip.put(first, 0);
        } else {
            strip.memory = scope.adopt(first.narrow(2, 0, strip.slots));
        }
        return strip;
    }

    private boolean allocate() {
        long roomy = slots + Math.max(LEAST_ROOM, slots / 2);
        if (roomy * rows * heads * width > MOST_NUMBERS) {
            capacity = slots;
            bytes = null;
            return false;
        }
        capacity = (int) roomy;
        memory = scope.empty(rows, heads, capacity, width);
        bytes = scope.window(memory, 0, rows);
        numbers = bytes.asFloatBuffer();
        return true;
    }

    private void put(Tensor x, int slot) {
        float[] data = x.data() == null ? x.toArray() : x.data();
        int length = data.length / (rows * heads);
        for (int i = 0; i < rows * heads; i++) {
            numbers.put((i * capacity + slot) * width, data, i * length, length);
        }
    }

    /**
     * Puts more vectors behind those that are there.
     *
     * @param more {@code [row, head, slot, width]}
     */
    public void add(Tensor more) {
        int count = (int) more.shape()[2];
        if (slots + count <= capacity) {
            put(more, slots);
            slots += count;
            return;
        }
        Tensor before = memory;
        FloatBuffer old = bytes == null ? null : numbers;
        int there = slots;
        int step = capacity * width;
        slots += count;
        if (old != null && allocate()) {
            for (int i = 0; i < rows * heads; i++) {
                numbers.put(i * capacity * width, old, i * step, there * width);
            }
            put(more, there);
        } else {
            try (Scope here = scope.inner()) {
                Tensor known = here.adopt(before.narrow(2, 0, there));
                memory = scope.adopt(known.append(more, 2));
            }
        }
        before.close();
    }

    /**
     * What is there, without a copy.
     *
     * @param here owns what libtorch may have to be shown
     * @return {@code [row, head, slot, width]}, to be read before anything is added
     */
    public Tensor all(Scope here) {
        return here.view(this, rows, heads, slots, width);
    }

    /**
     * Goes on with some of the rows.
     *
     * @param which their numbers, in order
     */
    public void keep(int... which) {
        Tensor before = memory;
        FloatBuffer old = bytes == null ? null : numbers;
        int step = capacity * width;
        rows = which.length;
        if (old != null && allocate()) {
            for (int i = 0; i < rows * heads; i++) {
                int from = (which[i / heads] * heads + i % heads) * step;
                numbers.put(i * capacity * width, old, from, slots * width);
            }
        } else {
            try (Scope here = scope.inner()) {
                Tensor ids = here.ids(Arrays.stream(which).asLongStream().toArray(), rows);
                Tensor flat = here.adopt(before.reshape(before.shape()[0], (long) heads * slots * width));
                memory = scope.adopt(here.adopt(ids.lookUp(flat)).reshape(rows, heads, slots, width));
            }
        }
        before.close();
    }

    PtNDArray array(PtNDManager manager) {
        PtNDArray whole = JniUtils.slice(memory.array(), 2, 0, slots, 1);
        whole.attach(manager);
        return whole;
    }

    /** Null if libtorch alone can read it. */
    ByteBuffer bytes() {
        return bytes;
    }

    int capacity() {
        return capacity;
    }

    @Override
    public void close() {
        memory.close();
    }
}
