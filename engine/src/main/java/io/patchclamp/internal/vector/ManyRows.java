package io.patchclamp.internal.vector;

import java.nio.FloatBuffer;

/**
 * One product of many rows, as its pieces are computed. First the rows are packed, column by column, so that a vector holds
 * one column of sixteen of them; then each piece multiplies a block of rows, small enough for the cache, with a stretch of the
 * matrix. Used again and again.
 */
final class ManyRows {
    /** Vectors side by side in a panel of packed rows. */
    private static final int VECTORS = 3;

    private static final int LANES = Tiles.LANES;
    static final int PANEL = VECTORS * LANES;

    /** A block of panels stays in the second-level cache while the matrix goes by. */
    private static final int BLOCK_NUMBERS = 160_000;

    /** The longest stretch: what is written to memory in one go. */
    private static final int STRETCH = 192;

    /** Rows that are packed at once, at most: more would take memory and win nothing. */
    private static final int PACKED_NUMBERS = 4 << 20;

    private static final ThreadLocal<Scratch> SCRATCH = ThreadLocal.withInitial(Scratch::new);

    private static final class Scratch {
        final float[] tile = new float[Tiles.ROWS * PANEL];
        float[] weights = new float[0];
        float[] rows = new float[0];
        float[] result = new float[0];
    }

    private final Job packing = this::pack;
    private final Job multiplying = this::multiply;
    private float[] packed = new float[0];
    private FloatBuffer x;
    private int first;
    private int rows;
    private int width;
    private Matrix matrix;
    private float[] bias;
    private FloatBuffer out;
    private int panelsInBlock;
    private int stretch;
    private int stretches;

    /** {@code out = x · wᵀ + bias}. */
    void run(FloatBuffer x, int rows, Matrix w, float[] bias, FloatBuffer out, Crew crew) {
        this.x = x;
        this.width = w.width();
        this.matrix = w;
        this.bias = bias;
        this.out = out;
        try {
            int atOnce = Math.max(1, PACKED_NUMBERS / (width * PANEL)) * PANEL;
            for (first = 0; first < rows; first += atOnce) {
                this.rows = Math.min(atOnce, rows - first);
                some(crew);
            }
        } finally {
            // What was read must not be kept alive by having been read.
            this.x = null;
            this.matrix = null;
            this.out = null;
        }
    }

    private void some(Crew crew) {
        int panels = (rows + PANEL - 1) / PANEL;
        int needed = (rows + LANES - 1) / LANES * LANES * width;
        if (packed.length < needed) {
            packed = new float[needed];
        }
        panelsInBlock = Math.max(1, Math.min(panels, BLOCK_NUMBERS / (width * PANEL)));
        int blocks = (panels + panelsInBlock - 1) / panelsInBlock;
        // Enough pieces that no thread waits long for another at the end.
        int even = matrix.rows() * blocks / (4 * crew.size()) / Tiles.ROWS * Tiles.ROWS;
        stretch = Math.max(4 * Tiles.ROWS, Math.min(STRETCH, even));
        stretches = (matrix.rows() + stretch - 1) / stretch;
        crew.run(packing, (rows + LANES - 1) / LANES);
        crew.run(multiplying, blocks * stretches);
    }

    /** How many vectors wide the panel is: the last may be narrower. */
    private int vectors(int panel) {
        return Math.min(VECTORS, (rows - panel * PANEL + LANES - 1) / LANES);
    }

    /** One vector's worth of rows; where there are no more, zeros. */
    private void pack(int group) {
        Scratch scratch = SCRATCH.get();
        int here = Math.min(LANES, rows - group * LANES);
        if (scratch.rows.length < LANES * width) {
            scratch.rows = new float[LANES * width];
        }
        float[] from = scratch.rows;
        x.get((first + group * LANES) * width, from, 0, here * width);
        java.util.Arrays.fill(from, here * width, LANES * width, 0);
        int panel = group / VECTORS;
        int step = vectors(panel) * LANES;
        int at = panel * PANEL * width + group % VECTORS * LANES;
        for (int k = 0; k < width; k++, at += step) {
            for (int lane = 0; lane < LANES; lane++) {
                packed[at + lane] = from[lane * width + k];
            }
        }
    }

    private void multiply(int piece) {
        Scratch scratch = SCRATCH.get();
        int firstPanel = piece / stretches * panelsInBlock;
        int endPanel = Math.min((rows + PANEL - 1) / PANEL, firstPanel + panelsInBlock);
        int from = piece % stretches * stretch;
        int end = Math.min(matrix.rows(), from + stretch);
        int length = end - from;
        int block = Math.min(rows, endPanel * PANEL) - firstPanel * PANEL;
        if (scratch.weights.length < Tiles.ROWS * width) {
            scratch.weights = new float[Tiles.ROWS * width];
        }
        if (scratch.result.length < block * length) {
            scratch.result = new float[panelsInBlock * PANEL * stretch];
        }
        for (int row = from; row < end; row += Tiles.ROWS) {
            int count = Math.min(Tiles.ROWS, end - row);
            matrix.copy(row, count, scratch.weights);
            for (int panel = firstPanel; panel < endPanel; panel++) {
                int vectors = vectors(panel);
                Tiles.tile(vectors, packed, panel * PANEL * width, scratch.weights, width, scratch.tile);
                int top = (panel - firstPanel) * PANEL;
                place(
                        scratch,
                        vectors * LANES,
                        Math.min(PANEL, block - top),
                        count,
                        row,
                        top * length + row - from,
                        length);
            }
        }
        for (int m = 0; m < block; m++) {
            int to = (first + firstPanel * PANEL + m) * matrix.rows() + from;
            out.put(to, scratch.result, m * length, length);
        }
    }

    /** A tile is computed upside down: {@code [matrix row, row]} becomes {@code [row, matrix row]}. */
    private void place(Scratch scratch, int stride, int tall, int wide, int row, int at, int length) {
        float[] tile = scratch.tile;
        float[] result = scratch.result;
        for (int n = 0; n < wide; n++) {
            float added = bias == null ? 0 : bias[row + n];
            for (int m = 0; m < tall; m++) {
                result[at + m * length + n] = tile[n * stride + m] + added;
            }
        }
    }
}
