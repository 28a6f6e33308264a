package io.patchclamp.internal.vector;

import java.util.Arrays;

/** Products of the same few rows with one matrix or several, as their pieces are computed. Used again and again. */
final class FewRows implements Job {
    /** A piece is read in a few microseconds. */
    private static final int PIECE_BYTES = 1 << 17;

    float[] x = new float[0];
    int rows;
    int width;
    private Target[] targets = new Target[0];
    private int[] firstPiece = new int[0]; // of each target, and behind the last
    private int step;

    /** Some rows of a matrix, and where what they give goes. */
    record Target(Window window, float[] bias, float[] out, int outs) {}

    /** {@code out[i] = x · w[i]ᵀ + bias[i]} for matrices of one width. */
    void run(float[] numbers, int rows, Matrix[] w, float[][] bias, float[][] out, Crew crew) {
        this.x = numbers;
        this.rows = rows;
        this.width = w[0].width();
        step = Math.max(1, PIECE_BYTES / (width * Float.BYTES));
        int parts = 0;
        for (Matrix m : w) {
            parts += m.windows().length;
        }
        targets = new Target[parts];
        firstPiece = new int[parts + 1];
        parts = 0;
        for (int i = 0; i < w.length; i++) {
            for (Window window : w[i].windows()) {
                targets[parts] = new Target(window, bias[i], out[i], w[i].rows());
                firstPiece[parts + 1] = firstPiece[parts] + (window.count + step - 1) / step;
                parts++;
            }
        }
        try {
            crew.run(this, firstPiece[parts]);
        } finally {
            // What was read must not be kept alive by having been read.
            x = null;
            Arrays.fill(targets, null);
        }
    }

    @Override
    public void piece(int piece) throws Throwable {
        int i = 0;
        while (piece >= firstPiece[i + 1]) {
            i++;
        }
        int first = (piece - firstPiece[i]) * step;
        int end = Math.min(targets[i].window.count, first + step);
        if (Vectors.HERE) {
            Dots.rows(this, targets[i], first, end);
        } else {
            PlainDots.rows(this, targets[i], first, end);
        }
    }
}
