package io.patchclamp.model;

import java.util.List;
import java.util.Objects;

/**
 * What is asked of one text: {@link Trace#run} as something to hand over.
 *
 * @param trace the text
 * @param variants in any order
 * @param readAt the positions after which logits are read, as in {@link Trace#run}
 * @param reader hears each variant's logits
 */
public record VariantRuns(Trace trace, List<Variant> variants, int[] readAt, Trace.Reader reader) {
    public VariantRuns {
        Objects.requireNonNull(trace, "trace");
        variants = List.copyOf(variants);
        readAt = readAt.clone();
        Objects.requireNonNull(reader, "reader");
    }

    @Override
    public int[] readAt() {
        return readAt.clone();
    }
}
