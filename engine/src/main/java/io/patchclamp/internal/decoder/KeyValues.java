package io.patchclamp.internal.decoder;

import io.patchclamp.internal.djl.Scope;
import io.patchclamp.internal.djl.Tensor;

/** The keys and values that the queries of a feed look at: those read before, and those of the feed itself. */
interface KeyValues {
    /** Keys and values together, {@code [row, kv_head, slot, d_head]}. */
    record Pair(Tensor keys, Tensor values) {}

    /**
     * Adds a feed's own.
     *
     * @param keys {@code [row, kv_head, token, d_head]}
     * @param values {@code [row, kv_head, token, d_head]}
     * @param here owns the result if the memory does not
     * @return all there are, those of the feed last
     */
    Pair with(int layer, Tensor keys, Tensor values, Scope here);
}
