package io.patchclamp.internal.decoder;

import io.patchclamp.model.Point;
import io.patchclamp.model.Trace;
import io.patchclamp.model.Variant;
import io.patchclamp.model.Write;

/**
 * One variant in a rolling batch.
 *
 * @param trace the text it is a variant of
 * @param reader hears its logits
 * @param number its number in the caller's list
 * @param variant what is forced
 * @param firstLayer the first block it must be run through; -1 if already the embedding differs; the number of blocks if
 *     only what comes after them does
 */
record Cell(LayeredTrace trace, Trace.Reader reader, int number, Variant variant, int firstLayer) {
    static Cell of(LayeredTrace trace, Trace.Reader reader, int number, Variant variant, int layers) {
        int first = layers;
        for (Write write : variant.writes()) {
            if (write.layer() >= 0) {
                first = Math.min(first, write.layer());
            } else if (write.point() == Point.EMBED_TOKENS
                    || write.point() == Point.EMBED_POSITIONS
                    || write.point() == Point.EMBED) {
                first = -1;
            }
        }
        return new Cell(trace, reader, number, variant, first);
    }
}
