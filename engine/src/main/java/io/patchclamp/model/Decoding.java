package io.patchclamp.model;

import java.util.List;

/**
 * Sequences being read side by side, with their keys and values kept so that each token is computed once. Owns native
 * memory until closed. For one thread at a time.
 */
public interface Decoding extends AutoCloseable {
    /**
     * Reads more tokens: one forward pass.
     *
     * <p>Rows of unequal length may be fed once, as the first and only feed: shorter rows are padded on the right, where
     * causal attention cannot see the padding. Cost: one pass over the weights; attention is fused unless scores or
     * pattern are tapped or written.
     *
     * @param tokens token ids, {@code [row][token]}, at least one token a row
     * @param taps where to read
     * @param writes what to force; applied in order, before any tap at the same place
     * @return logits after each row's last token, {@code [row][vocab]}
     * @throws IllegalStateException if closed, or if rows of unequal length were fed before
     * @throws io.patchclamp.fault.PatchclampException if a token id is not in the vocabulary or the context is full
     * @throws io.patchclamp.fault.CancelledException if the thread was interrupted
     */
    float[][] feed(int[][] tokens, List<Tap> taps, List<Write> writes);

    /**
     * How many tokens of each row were read so far.
     *
     * @return the position of the next token
     */
    int position();

    @Override
    void close();
}
