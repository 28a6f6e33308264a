package io.patchclamp.model;

import java.util.List;

/**
 * One text read once and kept layer by layer, so that variants of it are computed only from where they can differ: from
 * the first edited layer, from the first edited token, many side by side. Owns native memory until closed: about
 * {@code 4 · layers · tokens · (d_model + 2 · kv_heads · d_head)} bytes. For one thread at a time.
 */
public interface Trace extends AutoCloseable {
    /**
     * The text.
     *
     * @return token ids, a copy
     */
    int[] tokens();

    /**
     * The logits of the text as it is.
     *
     * @param position after which token
     * @return one number a vocabulary entry
     */
    float[] logits(int position);

    /**
     * Runs variants. Cost: one pass for each variant over the layers from its first write on and the tokens from
     * {@link Variant#fromToken} on; a variant that writes nothing costs nothing.
     *
     * @param variants in any order
     * @param readAt the positions after which logits are read; none where the writes are there to look: then no block runs
     *     behind the last that is written in
     * @param reader hears each variant's logits, in an order of its own, on this thread
     * @throws io.patchclamp.fault.CancelledException if the thread was interrupted
     */
    void run(List<Variant> variants, int[] readAt, Reader reader);

    @Override
    void close();

    /** Hears results. */
    interface Reader {
        /**
         * One variant's logits.
         *
         * @param variant its number in the list
         * @param logits one array of the vocabulary's length for each position read
         */
        void read(int variant, float[][] logits);
    }
}
