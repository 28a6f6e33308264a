package io.patchclamp.internal.vector;

import java.nio.ByteBuffer;

/** One product of few rows, as its pieces are computed: what is read, where it goes. Used again and again. */
final class FewRows implements Job {
    /** A piece is read in a few microseconds. */
    private static final int PIECE_BYTES = 1 << 17;

    float[] x = new float[0];
    int rows;
    int width;
    Object memory;
    ByteBuffer raw;
    int base;
    int count;
    int outs;
    ByteBuffer bias;
    ByteBuffer out;
    private int step;

    /** {@code out = x · wᵀ + bias}. */
    void run(ByteBuffer numbers, int rows, Matrix w, ByteBuffer bias, ByteBuffer out, Crew crew) {
        int length = rows * w.width();
        if (x.length < length) {
            x = new float[length];
        }
        numbers.asFloatBuffer().get(x, 0, length);
        this.rows = rows;
        this.width = w.width();
        this.outs = w.rows();
        this.bias = bias;
        this.out = out;
        step = Math.max(1, PIECE_BYTES / (width * Float.BYTES));
        try {
            for (int i = 0; i < w.windows(); i++) {
                w.show(this, i);
                crew.run(this, (count + step - 1) / step);
            }
        } finally {
            // What was read must not be kept alive by having been read.
            this.memory = null;
            this.raw = null;
            this.bias = null;
            this.out = null;
        }
    }

    @Override
    public void piece(int piece) throws Throwable {
        int first = piece * step;
        Dots.rows(this, first, Math.min(count, first + step));
    }
}
