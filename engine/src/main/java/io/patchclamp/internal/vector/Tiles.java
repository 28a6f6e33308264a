package io.patchclamp.internal.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Products of eight rows of a matrix with one, two or three vectors' worth of rows of another, held in registers from the
 * first column to the last: with 32 registers of 512 bits, 24 sums and what is added to them. Each sum is made in the order of
 * the columns, so it does not depend on which rows are computed together.
 */
final class Tiles {
    /** Rows of the matrix in a tile. */
    static final int ROWS = 8;

    private static final VectorSpecies<Float> SPECIES = Loads.SPECIES;
    static final int LANES = SPECIES.length();

    private Tiles() {}

    /**
     * Computes one tile.
     *
     * @param x packed {@code [width, vectors · LANES]}, beginning at {@code from}
     * @param w {@code [ROWS, width]}
     * @param out {@code [ROWS, vectors · LANES]}
     */
    static void tile(int vectors, float[] x, int from, float[] w, int width, float[] out) {
        switch (vectors) {
            case 1 -> one(x, from, w, width, out);
            case 2 -> two(x, from, w, width, out);
            default -> three(x, from, w, width, out);
        }
    }

    private static void one(float[] x, int from, float[] w, int width, float[] out) {
        FloatVector a00 = FloatVector.zero(SPECIES);
        FloatVector a10 = FloatVector.zero(SPECIES);
        FloatVector a20 = FloatVector.zero(SPECIES);
        FloatVector a30 = FloatVector.zero(SPECIES);
        FloatVector a40 = FloatVector.zero(SPECIES);
        FloatVector a50 = FloatVector.zero(SPECIES);
        FloatVector a60 = FloatVector.zero(SPECIES);
        FloatVector a70 = FloatVector.zero(SPECIES);
        for (int k = 0; k < width; k++) {
            int at = from + k * LANES;
            FloatVector x0 = FloatVector.fromArray(SPECIES, x, at);
            FloatVector w0 = FloatVector.broadcast(SPECIES, w[k]);
            a00 = x0.fma(w0, a00);
            FloatVector w1 = FloatVector.broadcast(SPECIES, w[width + k]);
            a10 = x0.fma(w1, a10);
            FloatVector w2 = FloatVector.broadcast(SPECIES, w[2 * width + k]);
            a20 = x0.fma(w2, a20);
            FloatVector w3 = FloatVector.broadcast(SPECIES, w[3 * width + k]);
            a30 = x0.fma(w3, a30);
            FloatVector w4 = FloatVector.broadcast(SPECIES, w[4 * width + k]);
            a40 = x0.fma(w4, a40);
            FloatVector w5 = FloatVector.broadcast(SPECIES, w[5 * width + k]);
            a50 = x0.fma(w5, a50);
            FloatVector w6 = FloatVector.broadcast(SPECIES, w[6 * width + k]);
            a60 = x0.fma(w6, a60);
            FloatVector w7 = FloatVector.broadcast(SPECIES, w[7 * width + k]);
            a70 = x0.fma(w7, a70);
        }
        a00.intoArray(out, 0);
        a10.intoArray(out, LANES);
        a20.intoArray(out, 2 * LANES);
        a30.intoArray(out, 3 * LANES);
        a40.intoArray(out, 4 * LANES);
        a50.intoArray(out, 5 * LANES);
        a60.intoArray(out, 6 * LANES);
        a70.intoArray(out, 7 * LANES);
    }

    private static void two(float[] x, int from, float[] w, int width, float[] out) {
        FloatVector a00 = FloatVector.zero(SPECIES);
        FloatVector a01 = FloatVector.zero(SPECIES);
        FloatVector a10 = FloatVector.zero(SPECIES);
        FloatVector a11 = FloatVector.zero(SPECIES);
        FloatVector a20 = FloatVector.zero(SPECIES);
        FloatVector a21 = FloatVector.zero(SPECIES);
        FloatVector a30 = FloatVector.zero(SPECIES);
        FloatVector a31 = FloatVector.zero(SPECIES);
        FloatVector a40 = FloatVector.zero(SPECIES);
        FloatVector a41 = FloatVector.zero(SPECIES);
        FloatVector a50 = FloatVector.zero(SPECIES);
        FloatVector a51 = FloatVector.zero(SPECIES);
        FloatVector a60 = FloatVector.zero(SPECIES);
        FloatVector a61 = FloatVector.zero(SPECIES);
        FloatVector a70 = FloatVector.zero(SPECIES);
        FloatVector a71 = FloatVector.zero(SPECIES);
        for (int k = 0; k < width; k++) {
            int at = from + k * 2 * LANES;
            FloatVector x0 = FloatVector.fromArray(SPECIES, x, at);
            FloatVector x1 = FloatVector.fromArray(SPECIES, x, at + LANES);
            FloatVector w0 = FloatVector.broadcast(SPECIES, w[k]);
            a00 = x0.fma(w0, a00);
            a01 = x1.fma(w0, a01);
            FloatVector w1 = FloatVector.broadcast(SPECIES, w[width + k]);
            a10 = x0.fma(w1, a10);
            a11 = x1.fma(w1, a11);
            FloatVector w2 = FloatVector.broadcast(SPECIES, w[2 * width + k]);
            a20 = x0.fma(w2, a20);
            a21 = x1.fma(w2, a21);
            FloatVector w3 = FloatVector.broadcast(SPECIES, w[3 * width + k]);
            a30 = x0.fma(w3, a30);
            a31 = x1.fma(w3, a31);
            FloatVector w4 = FloatVector.broadcast(SPECIES, w[4 * width + k]);
            a40 = x0.fma(w4, a40);
            a41 = x1.fma(w4, a41);
            FloatVector w5 = FloatVector.broadcast(SPECIES, w[5 * width + k]);
            a50 = x0.fma(w5, a50);
            a51 = x1.fma(w5, a51);
            FloatVector w6 = FloatVector.broadcast(SPECIES, w[6 * width + k]);
            a60 = x0.fma(w6, a60);
            a61 = x1.fma(w6, a61);
            FloatVector w7 = FloatVector.broadcast(SPECIES, w[7 * width + k]);
            a70 = x0.fma(w7, a70);
            a71 = x1.fma(w7, a71);
        }
        a00.intoArray(out, 0);
        a01.intoArray(out, LANES);
        a10.intoArray(out, 2 * LANES);
        a11.intoArray(out, 3 * LANES);
        a20.intoArray(out, 4 * LANES);
        a21.intoArray(out, 5 * LANES);
        a30.intoArray(out, 6 * LANES);
        a31.intoArray(out, 7 * LANES);
        a40.intoArray(out, 8 * LANES);
        a41.intoArray(out, 9 * LANES);
        a50.intoArray(out, 10 * LANES);
        a51.intoArray(out, 11 * LANES);
        a60.intoArray(out, 12 * LANES);
        a61.intoArray(out, 13 * LANES);
        a70.intoArray(out, 14 * LANES);
        a71.intoArray(out, 15 * LANES);
    }

    private static void three(float[] x, int from, float[] w, int width, float[] out) {
        FloatVector a00 = FloatVector.zero(SPECIES);
        FloatVector a01 = FloatVector.zero(SPECIES);
        FloatVector a02 = FloatVector.zero(SPECIES);
        FloatVector a10 = FloatVector.zero(SPECIES);
        FloatVector a11 = FloatVector.zero(SPECIES);
        FloatVector a12 = FloatVector.zero(SPECIES);
        FloatVector a20 = FloatVector.zero(SPECIES);
        FloatVector a21 = FloatVector.zero(SPECIES);
        FloatVector a22 = FloatVector.zero(SPECIES);
        FloatVector a30 = FloatVector.zero(SPECIES);
        FloatVector a31 = FloatVector.zero(SPECIES);
        FloatVector a32 = FloatVector.zero(SPECIES);
        FloatVector a40 = FloatVector.zero(SPECIES);
        FloatVector a41 = FloatVector.zero(SPECIES);
        FloatVector a42 = FloatVector.zero(SPECIES);
        FloatVector a50 = FloatVector.zero(SPECIES);
        FloatVector a51 = FloatVector.zero(SPECIES);
        FloatVector a52 = FloatVector.zero(SPECIES);
        FloatVector a60 = FloatVector.zero(SPECIES);
        FloatVector a61 = FloatVector.zero(SPECIES);
        FloatVector a62 = FloatVector.zero(SPECIES);
        FloatVector a70 = FloatVector.zero(SPECIES);
        FloatVector a71 = FloatVector.zero(SPECIES);
        FloatVector a72 = FloatVector.zero(SPECIES);
        for (int k = 0; k < width; k++) {
            int at = from + k * 3 * LANES;
            FloatVector x0 = FloatVector.fromArray(SPECIES, x, at);
            FloatVector x1 = FloatVector.fromArray(SPECIES, x, at + LANES);
            FloatVector x2 = FloatVector.fromArray(SPECIES, x, at + 2 * LANES);
            FloatVector w0 = FloatVector.broadcast(SPECIES, w[k]);
            a00 = x0.fma(w0, a00);
            a01 = x1.fma(w0, a01);
            a02 = x2.fma(w0, a02);
            FloatVector w1 = FloatVector.broadcast(SPECIES, w[width + k]);
            a10 = x0.fma(w1, a10);
            a11 = x1.fma(w1, a11);
            a12 = x2.fma(w1, a12);
            FloatVector w2 = FloatVector.broadcast(SPECIES, w[2 * width + k]);
            a20 = x0.fma(w2, a20);
            a21 = x1.fma(w2, a21);
            a22 = x2.fma(w2, a22);
            FloatVector w3 = FloatVector.broadcast(SPECIES, w[3 * width + k]);
            a30 = x0.fma(w3, a30);
            a31 = x1.fma(w3, a31);
            a32 = x2.fma(w3, a32);
            FloatVector w4 = FloatVector.broadcast(SPECIES, w[4 * width + k]);
            a40 = x0.fma(w4, a40);
            a41 = x1.fma(w4, a41);
            a42 = x2.fma(w4, a42);
            FloatVector w5 = FloatVector.broadcast(SPECIES, w[5 * width + k]);
            a50 = x0.fma(w5, a50);
            a51 = x1.fma(w5, a51);
            a52 = x2.fma(w5, a52);
            FloatVector w6 = FloatVector.broadcast(SPECIES, w[6 * width + k]);
            a60 = x0.fma(w6, a60);
            a61 = x1.fma(w6, a61);
            a62 = x2.fma(w6, a62);
            FloatVector w7 = FloatVector.broadcast(SPECIES, w[7 * width + k]);
            a70 = x0.fma(w7, a70);
            a71 = x1.fma(w7, a71);
            a72 = x2.fma(w7, a72);
        }
        a00.intoArray(out, 0);
        a01.intoArray(out, LANES);
        a02.intoArray(out, 2 * LANES);
        a10.intoArray(out, 3 * LANES);
        a11.intoArray(out, 4 * LANES);
        a12.intoArray(out, 5 * LANES);
        a20.intoArray(out, 6 * LANES);
        a21.intoArray(out, 7 * LANES);
        a22.intoArray(out, 8 * LANES);
        a30.intoArray(out, 9 * LANES);
        a31.intoArray(out, 10 * LANES);
        a32.intoArray(out, 11 * LANES);
        a40.intoArray(out, 12 * LANES);
        a41.intoArray(out, 13 * LANES);
        a42.intoArray(out, 14 * LANES);
        a50.intoArray(out, 15 * LANES);
        a51.intoArray(out, 16 * LANES);
        a52.intoArray(out, 17 * LANES);
        a60.intoArray(out, 18 * LANES);
        a61.intoArray(out, 19 * LANES);
        a62.intoArray(out, 20 * LANES);
        a70.intoArray(out, 21 * LANES);
        a71.intoArray(out, 22 * LANES);
        a72.intoArray(out, 23 * LANES);
    }
}
