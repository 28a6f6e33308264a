package io.patchclamp.internal.load;

import java.util.function.LongUnaryOperator;

/**
 * How the rows of a stored weight become the rows of ours.
 *
 * @param row our row of each stored row; null if they are the same
 * @param columns whether the file stores {@code [in, out]} and we {@code [out, in]}
 * @param shift added to every number
 */
record Placement(LongUnaryOperator row, boolean columns, float shift) {
    /** As it is. */
    static final Placement SAME = new Placement(null, false, 0);

    /**
     * Row {@code 2 i + c} of a head in the file is row {@code c · d/2 + i} of that head in {@code transformers}: the
     * converter puts the two dimensions that rotate together side by side.
     */
    static Placement pairsApart(int head) {
        return new Placement(row -> pairApart(row, head), false, 0);
    }

    static long pairApart(long row, int head) {
        long within = row % head;
        return row - within + within % 2 * (head / 2) + within / 2;
    }

    /** Query, key and value rows of each head in turn become all query rows, all key rows, all value rows. */
    static Placement headsApart(int heads, int headDim) {
        return new Placement(
                row -> {
                    long head = row / (3L * headDim);
                    long kind = row / headDim % 3;
                    return (kind * heads + head) * headDim + row % headDim;
                },
                false,
                0);
    }

    static Placement columnsFirst() {
        return new Placement(null, true, 0);
    }

    static Placement shifted(float shift) {
        return new Placement(null, false, shift);
    }

    /** Our row of a stored one. */
    long ours(long stored) {
        return row == null ? stored : row.applyAsLong(stored);
    }

    boolean inOrder() {
        return row == null && !columns && shift == 0;
    }
}
