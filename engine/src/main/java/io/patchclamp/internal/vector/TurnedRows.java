package io.patchclamp.internal.vector;

import java.lang.invoke.MethodHandle;
import java.nio.FloatBuffer;
import java.util.Arrays;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * One product of rows with a matrix that is read by its columns, {@code out = x · w}: the way back through a projection. Each
 * piece packs a few columns of the matrix, a block of its rows at a time, and multiplies them with all rows. Used again and
 * again.
 */
final class TurnedRows {
    private static final VectorSpecies<Float> SPECIES = Loads.SPECIES;
    private static final MethodHandle LOAD = Loads.LOAD;
    private static final int LANES = Tiles.LANES;

    /** Columns that are packed side by side. */
    private static final int PANEL = 3 * LANES;

    /** Rows of the matrix in a block: with them a panel stays in the second-level cache, what it is multiplied with in the first. */
    private static final int BLOCK = 768;

    /** Rows that one piece gives, at most. */
    private static final int STRETCH = 256;

    private static final ThreadLocal<Scratch> SCRATCH = ThreadLocal.withInitial(Scratch::new);

    private static final class Scratch {
        final float[] packed = new float[BLOCK * PANEL];
        final float[] tile = new float[Tiles.ROWS * PANEL];
        float[] result = new float[0];
        float[] unpacked = new float[0];
    }

    private final Job multiplying = this::multiply;

    /** By block and group of rows: {@code [Tiles.ROWS, rows of the block]}. */
    private float[][] groups = new float[0][];

    private Matrix matrix;
    private FloatBuffer out;
    private int rows;
    private int inBlocks;
    private int inGroups;
    private int panels;

    /**
     * {@code out = x · w}.
     *
     * @param x {@code [rows, w.rows]}
     * @param out {@code [rows, w.width]}
     */
    void run(FloatBuffer x, int rows, Matrix w, FloatBuffer out, Crew crew) {
        this.matrix = w;
        this.out = out;
        this.rows = rows;
        inBlocks = (w.rows() + BLOCK - 1) / BLOCK;
        inGroups = (rows + Tiles.ROWS - 1) / Tiles.ROWS;
        panels = (w.width() + PANEL - 1) / PANEL;
        group(x);
        try {
            crew.run(multiplying, panels * ((rows + STRETCH - 1) / STRETCH));
        } finally {
            // What was read must not be kept alive by having been read.
            this.matrix = null;
            this.out = null;
        }
    }

    private void group(FloatBuffer x) {
        if (groups.length < inBlocks * inGroups) {
            groups = Arrays.copyOf(groups, inBlocks * inGroups);
        }
        for (int block = 0; block < inBlocks; block++) {
            int deep = deep(block);
            for (int g = 0; g < inGroups; g++) {
                int at = block * inGroups + g;
                if (groups[at] == null || groups[at].length < Tiles.ROWS * deep) {
                    groups[at] = new float[Tiles.ROWS * deep];
                }
                int here = Math.min(Tiles.ROWS, rows - g * Tiles.ROWS);
                for (int m = 0; m < here; m++) {
                    x.get((g * Tiles.ROWS + m) * matrix.rows() + block * BLOCK, groups[at], m * deep, deep);
                }
                Arrays.fill(groups[at], here * deep, Tiles.ROWS * deep, 0);
            }
        }
    }

    private int deep(int block) {
        return Math.min(BLOCK, matrix.rows() - block * BLOCK);
    }

    private void multiply(int piece) throws Throwable {
        Scratch scratch = SCRATCH.get();
        int column = piece % panels * PANEL;
        int from = piece / panels * STRETCH;
        int end = Math.min(rows, from + STRETCH);
        int wide = Math.min(PANEL, matrix.width() - column);
        int vectors = (wide + LANES - 1) / LANES;
        int step = vectors * LANES;
        int needed = (end - from + Tiles.ROWS - 1) / Tiles.ROWS * Tiles.ROWS * step;
        if (scratch.result.length < needed) {
            scratch.result = new float[needed];
        }
        Arrays.fill(scratch.result, 0, needed, 0);
        for (int block = 0; block < inBlocks; block++) {
            int deep = deep(block);
            pack(block * BLOCK, deep, column, wide, step, scratch.packed);
            for (int row = from; row < end; row += Tiles.ROWS) {
                float[] group = groups[block * inGroups + row / Tiles.ROWS];
                Tiles.tile(vectors, scratch.packed, 0, group, deep, scratch.tile);
                add(scratch.tile, scratch.result, (row - from) * step, Tiles.ROWS * step);
            }
        }
        for (int row = from; row < end; row++) {
            out.put(row * matrix.width() + column, scratch.result, (row - from) * step, wide);
        }
    }

    private void pack(int first, int deep, int column, int wide, int step, float[] packed) throws Throwable {
        if (matrix.packed()) {
            unpack(first, deep, column, wide, step, packed);
            return;
        }
        int whole = wide / LANES * LANES;
        for (int done = 0; done < deep; ) {
            int window = matrix.windowOf(first + done);
            int within = matrix.within(first + done);
            int count = Math.min(deep - done, matrix.inWindow(window) - within);
            Object memory = matrix.memory(window);
            FloatBuffer numbers = matrix.numbers(window);
            for (int i = 0; i < count; i++) {
                int from = (within + i) * matrix.width() + column;
                int to = (done + i) * step;
                for (int k = 0; k < whole; k += LANES) {
                    FloatVector v = (FloatVector) LOAD.invokeExact(memory, (long) (from + k) * Float.BYTES);
                    v.intoArray(packed, to + k);
                }
                for (int k = whole; k < step; k++) {
                    packed[to + k] = k < wide ? numbers.get(from + k) : 0;
                }
            }
            done += count;
        }
    }

    private void unpack(int first, int deep, int column, int wide, int step, float[] packed) {
        Scratch scratch = SCRATCH.get();
        int begin = matrix.blockOf(column);
        int end = Math.min(matrix.width(), matrix.blockOf(column + wide - 1) + matrix.blockSize());
        if (scratch.unpacked.length < end - begin) {
            scratch.unpacked = new float[end - begin];
        }
        for (int i = 0; i < deep; i++) {
            matrix.copy(first + i, begin, end, scratch.unpacked);
            System.arraycopy(scratch.unpacked, column - begin, packed, i * step, wide);
            Arrays.fill(packed, i * step + wide, (i + 1) * step, 0);
        }
    }

    private static void add(float[] tile, float[] result, int at, int count) {
        for (int i = 0; i < count; i += LANES) {
            FloatVector sum = FloatVector.fromArray(SPECIES, result, at + i);
            sum.add(FloatVector.fromArray(SPECIES, tile, i)).intoArray(result, at + i);
        }
    }
}
