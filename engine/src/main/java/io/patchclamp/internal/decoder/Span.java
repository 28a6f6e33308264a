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

    /** The rows that remain of one that goes on side by side. */
    Span append(Span other) {
        return Span.of(join(from, other.from), join(lengths, other.lengths), join(whole, other.whole));
    }

    private static int[] join(int[] a, int[] b) {
        int[] out = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, out, a.length, b.length);
        return out;
    }
}
