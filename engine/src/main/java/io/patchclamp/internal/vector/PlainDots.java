package io.patchclamp.internal.vector;

/**
 * Scalar products of few rows with the rows of a matrix, without vectors: some rows of the matrix are copied near the processor in one
 * go, which is fast, and multiplied there four at a time, each with two sums, so that no addition waits for the one before.
 */
final class PlainDots {
    /** A fifth of what is nearest to the processor: more was 8 % slower. */
    private static final int CHUNK_NUMBERS = 2_400;

    private static final ThreadLocal<float[]> CHUNK = ThreadLocal.withInitial(() -> new float[CHUNK_NUMBERS]);

    private PlainDots() {}

    static void rows(FewRows p, FewRows.Target t, int first, int end) {
        int width = p.width;
        int atOnce = Math.max(4, CHUNK_NUMBERS / width / 4 * 4);
        float[] chunk = CHUNK.get();
        if (chunk.length < atOnce * width) {
            chunk = new float[atOnce * width];
            CHUNK.set(chunk);
        }
        for (int row = first; row < end; row += atOnce) {
            int count = Math.min(atOnce, end - row);
            t.window().numbers.get(row * width, chunk, 0, count * width);
            for (int m = 0; m < p.rows; m++) {
                int target = m * t.outs() + t.window().base + row;
                int i = 0;
                for (; i + 4 <= count; i += 4) {
                    four(chunk, i * width, p.x, m * width, width, t.out(), target + i);
                }
                for (; i < count; i++) {
                    t.out()[target + i] = one(chunk, i * width, p.x, m * width, width);
                }
            }
        }
        if (t.bias() != null) {
            for (int m = 0; m < p.rows; m++) {
                int target = m * t.outs();
                for (int row = t.window().base + first; row < t.window().base + end; row++) {
                    t.out()[target + row] += t.bias()[row];
                }
            }
        }
    }

    static float one(float[] w, int at, float[] x, int from, int width) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        int k = 0;
        for (; k < width - 3; k += 4) {
            a += w[at + k] * x[from + k];
            b += w[at + k + 1] * x[from + k + 1];
            c += w[at + k + 2] * x[from + k + 2];
            d += w[at + k + 3] * x[from + k + 3];
        }
        for (; k < width; k++) {
            a += w[at + k] * x[from + k];
        }
        return a + b + (c + d);
    }

    private static void four(float[] w, int at, float[] x, int from, int width, float[] out, int target) {
        int second = at + width;
        int third = second + width;
        int fourth = third + width;
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        float e = 0;
        float f = 0;
        float g = 0;
        float h = 0;
        int k = 0;
        for (; k < width - 1; k += 2) {
            float even = x[from + k];
            float odd = x[from + k + 1];
            a += w[at + k] * even;
            b += w[second + k] * even;
            c += w[third + k] * even;
            d += w[fourth + k] * even;
            e += w[at + k + 1] * odd;
            f += w[second + k + 1] * odd;
            g += w[third + k + 1] * odd;
            h += w[fourth + k + 1] * odd;
        }
        if (k < width) {
            a += w[at + k] * x[from + k];
            b += w[second + k] * x[from + k];
            c += w[third + k] * x[from + k];
            d += w[fourth + k] * x[from + k];
        }
        out[target] = a + e;
        out[target + 1] = b + f;
        out[target + 2] = c + g;
        out[target + 3] = d + h;
    }
}
