package io.patchclamp.model;

import java.util.List;

/**
 * One way a text is run otherwise than it was.
 *
 * @param writes what is forced, in order; each sees a slab of this one row
 * @param fromToken the first position at which any of them changes anything; what comes before is not computed again
 */
public record Variant(List<Write> writes, int fromToken) {
    public Variant {
        writes = List.copyOf(writes);
        if (fromToken < 0) {
            throw new IllegalArgumentException("a variant from token " + fromToken);
        }
    }
}
