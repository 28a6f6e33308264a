package io.patchclamp.internal.vector;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Root-mean-square norms of rows, each read and written once. */
final class RowNorms implements Job {
    /** So many numbers are one piece. */
    private static final int PIECE_NUMBERS = 1 << 15;

    private static final VectorSpecies<Float> SPECIES = Loads.SPECIES;
    private static final ThreadLocal<float[]> ROW = ThreadLocal.withInitial(() -> new float[0]);

    private FloatBuffer x;
    private FloatBuffer out;
    private float[] weight = new float[0];
    private float epsilon;
    private int rows;
    private int width;
    private int step;

    /** {@code out = weight · (x / √(mean of x² + epsilon))}, row by row. */
    void run(ByteBuffer x, int rows, ByteBuffer weight, int width, float epsilon, ByteBuffer out, Crew crew) {
        if (this.weight.length < width) {
            this.weight = new float[width];
        }
        weight.asFloatBuffer().get(this.weight, 0, width);
        this.x = x.asFloatBuffer();
        this.out = out.asFloatBuffer();
        this.epsilon = epsilon;
        this.rows = rows;
        this.width = width;
        step = Math.max(1, PIECE_NUMBERS / width);
        int pieces = (rows + step - 1) / step;
        try {
            (pieces == 1 ? Crew.NONE : crew).run(this, pieces);
        } finally {
            this.x = null;
            this.out = null;
        }
    }

    @Override
    public void piece(int piece) {
        float[] row = ROW.get();
        if (row.length < width) {
            row = new float[width];
            ROW.set(row);
        }
        for (int i = piece * step, end = Math.min(rows, i + step); i < end; i++) {
            x.get(i * width, row, 0, width);
            float mean = squares(row, width) / width;
            scale(row, weight, width, (float) (1 / Math.sqrt(mean + epsilon)));
            out.put(i * width, row, 0, width);
        }
    }

    private static float squares(float[] row, int width) {
        FloatVector sum = FloatVector.zero(SPECIES);
        int k = 0;
        for (int end = SPECIES.loopBound(width); k < end; k += SPECIES.length()) {
            FloatVector v = FloatVector.fromArray(SPECIES, row, k);
            sum = v.fma(v, sum);
        }
        float all = LaneSum.of(sum);
        for (; k < width; k++) {
            all = Math.fma(row[k], row[k], all);
        }
        return all;
    }

    private static void scale(float[] row, float[] weight, int width, float by) {
        for (int k = 0; k < width; k++) {
            row[k] = weight[k] * (row[k] * by);
        }
    }
}
