package io.patchclamp.internal.decoder;

import java.util.Arrays;

/**
 * Which tokens one feed reads: rows side by side, each from its own position on, padded on the right to the longest.
 *
 * @param from the position of each row's first token
 * @param lengths how many tokens of each row are real
 * @param tokens how many tokens the longest has
 * @param whole how long each row is taken to be by angles that depend on it
 */
record Span(int[] from, int[] lengths, int tokens, int[] whole) {
    /** Rows that are as long as they are with the last of these tokens. */
    static Span of(int[] from, int[] lengths) {
        int[] whole = new int[from.length];
        Arrays.setAll(whole, row -> from[row] + lengths[row]);
        return of(from, lengths, whole);
    }

    static Span of(int[] from, int[] lengths, int[] whole) {
        return new Span(from, lengths, Arrays.stream(lengths).max().orElse(0), whole);
    }

    int rows() {
        return from.length;
    }

    /** Whether all rows begin at one position. */
    boolean together() {
        return Arrays.stream(from).allMatch(f -> f == from[0]);
    }

    /**
     * Which key each slot holds once this is read.
     *
     * @param before the positions of the keys in the slots that are there, one array a row
     * @return those and one slot more a token, -1 for padding
     */
    int[][] slotsAfter(int[][] before) {
        int[][] out = new int[rows()][];
        for (int row = 0; row < rows(); row++) {
            int there = before[row].length;
            out[row] = Arrays.copyOf(before[row], there + tokens);
            for (int i = 0; i < tokens; i++) {
                out[row][there + i] = i < lengths[row] ? from[row] + i : -1;
            }
        }
        return out;
    }

    /** The same where nothing was read before. */
    int[][] slots() {
        return slotsAfter(new int[rows()][0]);
    }
}
