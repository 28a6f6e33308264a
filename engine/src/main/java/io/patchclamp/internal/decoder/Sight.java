package io.patchclamp.internal.decoder;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

import io.patchclamp.internal.djl.Scope;
import io.patchclamp.internal.djl.Tensor;

/** Which keys the queries of one feed may look at. Masks are made once for all layers with the same window. */
final class Sight {
    /** How much a mask must say. */
    enum Kind {
        /** Each query sees the keys up to its own, and there are no others. */
        CAUSAL,
        /** Every query sees every key. */
        ALL,
        /** Only a mask can tell. */
        MASKED
    }

    private final Span span;
    private final int[][] slots; // position of the key in each slot of each row, -1 for padding
    private final Scope scope;
    private final Map<Integer, Tensor> masks = new HashMap<>();

    Sight(Span span, int[][] slots, Scope scope) {
        this.span = span;
        this.slots = slots;
        this.scope = scope;
    }

    int[][] slots() {
        return slots;
    }

    /** Whether slot {@code i} holds the key of position {@code i} in every row, so that no row has padding before it. */
    boolean plain() {
        int before = slots[0].length - span.tokens();
        return Arrays.stream(span.from()).allMatch(f -> f == before);
    }

    Kind kind(int window) {
        boolean narrow = window > 0 && Arrays.stream(span.from()).max().orElse(0) + span.tokens() > window;
        if (!plain() || narrow) {
            return Kind.MASKED;
        }
        if (span.from()[0] == 0) {
            return Kind.CAUSAL;
        }
        return span.tokens() == 1 ? Kind.ALL : Kind.MASKED;
    }

    /** 0 where a query may look, minus infinity where it may not: {@code [row or 1, 1, query, slot]}. */
    Tensor mask(int window) {
        return masks.computeIfAbsent(window, this::make);
    }

    private Tensor make(int window) {
        int rows = plain() ? 1 : span.rows();
        int keys = slots[0].length;
        float[] mask = new float[rows * span.tokens() * keys];
        for (int row = 0; row < rows; row++) {
            for (int query = 0; query < span.tokens(); query++) {
                // Padded queries look at the first key: they reach nothing, and must not be NaN.
                int position = span.from()[row] + query;
                boolean real = plain() || query < span.lengths()[row];
                for (int key = 0; key < keys; key++) {
                    int at = plain() ? key : slots[row][key];
                    boolean seen = real
                            ? at >= 0 && at <= position && (window == 0 || at > position - window)
                            : at == 0 || key == keys - 1;
                    mask[(row * span.tokens() + query) * keys + key] = seen ? 0 : Float.NEGATIVE_INFINITY;
                }
            }
        }
        return scope.few(mask, rows, 1, span.tokens(), keys);
    }
}
