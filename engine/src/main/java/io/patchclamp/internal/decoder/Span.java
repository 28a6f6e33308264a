package io.patchclamp.internal.decoder;

import java.util.Arrays;

/**
 * Which tokens one feed reads: rows side by side, each from its own position on, padded on the right to the longest.
 *
 * @param from the position of each row's first token
 * @param lengths how many tokens of each row are real
 * @param tokens how many tokens the longest has
 */
record Span(int[] from, int[] lengths, int tokens) {
    static Span of(int[] from, int[] lengths) {
        return new Span(from, lengths, Arrays.stream(lengths).max().orElse(0));
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
        return Span.of(join(from, other.from), join(lengths, other.lengths));
    }

    private static int[] join(int[] a, int[] b) {
        int[] out = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, out, a.length, b.length);
        return out;
    }
}
