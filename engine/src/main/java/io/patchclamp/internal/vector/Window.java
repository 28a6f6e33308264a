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

    Window(ByteBuffer raw, int base, int count) {
        this.raw = raw;
        this.numbers = raw.asFloatBuffer();
        this.memory = Vectors.HERE ? Loads.memory(raw) : raw;
        this.base = base;
        this.count = count;
    }
}
