package io.patchclamp.internal.vector;

import java.nio.FloatBuffer;
import java.util.Arrays;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@code out = x · w} for few rows, where reading the matrix takes the time: each piece reads a stretch of it in order and
 * makes sums of its own, which are added at the end, always in the same order. How many stretches there are does not depend on who
 * has time to read them: other sums would have other bits. Used again and again.
 */
final class TurnedFew {
    /** With more rows computing takes longer than reading, and sums of one's own grow large. */
    static final int MOST_ROWS = 64;

    private static final VectorSpecies<Float> SPECIES = Loads.SPECIES;
    private static final int LANES = Tiles.LANES;
    private static final int PANEL = 3 * LANES;

    /** What is packed at once stays in the second-level cache. */
    private static final int PACKED_NUMBERS = 100_000;

    private static final ThreadLocal<Scratch> SCRATCH = ThreadLocal.withInitial(Scratch::new);

    private static final class Scratch {
        final float[] tile = new float[Tiles.ROWS * PANEL];
        float[] packed = new float[0];
        float[] group = new float[0];
        private float[] row = new float[0];

        float[] unpacked(int width) {
            if (row.length < width) {
                row = new float[width];
            }
            return row;
        }
    }

    private final Job multiplying = this::multiply;
    private final Job adding = this::add;
    private final int mostStretches;

    /** By stretch: {@code [group of rows, row, padded column]}, in a group panel by panel. */
    private float[][] sums = new float[0][];

    private float[] x = new float[0];
    private Matrix matrix;
    private FloatBuffer out;
    private int rows;
    private int groups;
    private int padded;
    private int stretches;
    private int deepest;

    /** @param threads among how many the matrix is divided, whether or not so many are there */
    TurnedFew(int threads) {
        mostStretches = 2 * threads;
    }

    /**
     * {@code out = x · w}.
     *
     * @param x {@code [rows, w.rows]}
     * @param out {@code [rows, w.width]}
     */
    void run(FloatBuffer x, int rows, Matrix w, FloatBuffer out, Crew crew) {
        int count = rows * w.rows();
        if (this.x.length < count) {
            this.x = new float[count];
        }
        x.get(this.x, 0, count);
        this.matrix = w;
        this.out = out;
        this.rows = rows;
        groups = (rows + Tiles.ROWS - 1) / Tiles.ROWS;
        padded = (w.width() + LANES - 1) / LANES * LANES;
        deepest = Math.max(Tiles.ROWS, PACKED_NUMBERS / padded);
        stretches = Math.max(1, Math.min(mostStretches, w.rows() / Tiles.ROWS));
        if (sums.length < stretches) {
            sums = Arrays.copyOf(sums, stretches);
        }
        try {
            crew.run(multiplying, stretches);
            crew.run(adding, groups);
        } finally {
            // What was read must not be kept alive by having been read.
            this.matrix = null;
            this.out = null;
        }
    }

    private int begin(int stretch) {
        return (int) ((long) matrix.rows() * stretch / stretches);
    }

    private void multiply(int stretch) throws Throwable {
        Scratch scratch = SCRATCH.get();
        int size = groups * Tiles.ROWS * padded;
        if (sums[stretch] == null || sums[stretch].length < size) {
            sums[stretch] = new float[size];
        }
        float[] sum = sums[stretch];
        Arrays.fill(sum, 0, size, 0);
        if (scratch.packed.length < deepest * padded) {
            scratch.packed = new float[deepest * padded];
        }
        if (scratch.group.length < Tiles.ROWS * deepest) {
            scratch.group = new float[Tiles.ROWS * deepest];
        }
        int end = begin(stretch + 1);
        for (int first = begin(stretch); first < end; first += deepest) {
            int deep = Math.min(deepest, end - first);
            pack(first, deep, scratch.packed);
            for (int g = 0; g < groups; g++) {
                group(g, first, deep, scratch.group);
                for (int column = 0; column < padded; column += PANEL) {
                    int wide = Math.min(PANEL, padded - column);
                    Tiles.tile(wide / LANES, scratch.packed, column * deep, scratch.group, deep, scratch.tile);
                    more(scratch.tile, sum, (g * padded + column) * Tiles.ROWS, Tiles.ROWS * wide);
                }
            }
        }
    }

    /** Some rows of the matrix, panel by panel. */
    private void pack(int first, int deep, float[] packed) throws Throwable {
        int width = matrix.width();
        int whole = width / LANES * LANES;
        float[] unpacked = matrix.packed() ? SCRATCH.get().unpacked(width) : null;
        for (int i = 0; i < deep; i++) {
            int window = matrix.windowOf(first + i);
            int from = matrix.within(first + i) * width;
            Object memory = matrix.memory(window);
            if (unpacked != null) {
                matrix.copy(first + i, 1, unpacked);
            }
            for (int column = 0; column < padded; column += PANEL) {
                int wide = Math.min(PANEL, padded - column);
                int to = column * deep + i * wide;
                for (int k = 0; k < wide && column + k < whole; k += LANES) {
                    FloatVector some = unpacked != null
                            ? FloatVector.fromArray(SPECIES, unpacked, column + k)
                            : Dots.load(memory, (from + column + k) * Float.BYTES);
                    some.intoArray(packed, to + k);
                }
            }
            if (whole < width) {
                int wide = padded - (padded - 1) / PANEL * PANEL;
                int to = (padded - wide) * deep + i * wide + wide - LANES;
                FloatBuffer numbers = matrix.numbers(window);
                for (int k = whole; k < padded; k++) {
                    float last = k >= width ? 0 : unpacked != null ? unpacked[k] : numbers.get(from + k);
                    packed[to + k - whole] = last;
                }
            }
        }
    }

    private void group(int g, int first, int deep, float[] group) {
        for (int m = 0; m < Tiles.ROWS; m++) {
            int row = g * Tiles.ROWS + m;
            if (row < rows) {
                System.arraycopy(x, row * matrix.rows() + first, group, m * deep, deep);
            } else {
                Arrays.fill(group, m * deep, (m + 1) * deep, 0);
            }
        }
    }

    private static void more(float[] tile, float[] sum, int at, int count) {
        for (int i = 0; i < count; i += LANES) {
            FloatVector.fromArray(SPECIES, sum, at + i)
                    .add(FloatVector.fromArray(SPECIES, tile, i))
                    .intoArray(sum, at + i);
        }
    }

    private void add(int g) {
        int size = Tiles.ROWS * padded;
        float[] sum = sums[0];
        for (int stretch = 1; stretch < stretches; stretch++) {
            float[] other = sums[stretch];
            for (int i = g * size; i < (g + 1) * size; i += LANES) {
                FloatVector.fromArray(SPECIES, sum, i)
                        .add(FloatVector.fromArray(SPECIES, other, i))
                        .intoArray(sum, i);
            }
        }
        for (int row = g * Tiles.ROWS; row < Math.min(rows, (g + 1) * Tiles.ROWS); row++) {
            for (int column = 0; column < matrix.width(); column += PANEL) {
                int wide = Math.min(PANEL, padded - column);
                int at = (g * padded + column) * Tiles.ROWS + row % Tiles.ROWS * wide;
                out.put(row * matrix.width() + column, sum, at, Math.min(wide, matrix.width() - column));
            }
        }
    }
}
