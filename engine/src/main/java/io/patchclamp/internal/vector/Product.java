package io.patchclamp.internal.vector;

import java.nio.ByteBuffer;

/** One product, as its pieces are computed: what is read, where it goes. Used again and again. */
final class Product {
    /** A piece is read in a few microseconds. */
    static final int PIECE_BYTES = 1 << 17;

    float[] x = new float[0];
    int rows;
    int width;
    Object memory;
    ByteBuffer raw;
    int base;
    int count;
    int outs;
    int step;
    ByteBuffer bias;
    ByteBuffer out;

    void piece(int piece) throws Throwable {
        int first = piece * step;
        Dots.rows(this, first, Math.min(count, first + step));
    }
}
