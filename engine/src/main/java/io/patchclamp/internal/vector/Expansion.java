package io.patchclamp.internal.vector;

import java.nio.FloatBuffer;

/**
 * Rows of a packed matrix as single precision, for who multiplies nothing else.
 *
 * @param from the first row
 * @param to behind the last
 * @param out {@code [to - from, matrix.width]}
 */
record Expansion(Matrix matrix, int from, int to, FloatBuffer out) implements Job {
    /** What is expanded at once stays near the processor. */
    private static final int PIECE_NUMBERS = 1 << 14;

    private static final ThreadLocal<float[]> SCRATCH = ThreadLocal.withInitial(() -> new float[0]);

    void run(Crew crew) {
        crew.run(this, (to - from + step() - 1) / step());
    }

    private int step() {
        return Math.max(1, PIECE_NUMBERS / matrix.width());
    }

    @Override
    public void piece(int piece) {
        int width = matrix.width();
        int first = piece * step();
        int count = Math.min(step(), to - from - first);
        float[] some = SCRATCH.get();
        if (some.length < count * width) {
            some = new float[step() * width];
            SCRATCH.set(some);
        }
        matrix.copy(from + first, count, some);
        out.put(first * width, some, 0, count * width);
    }
}
