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
     * <p>Rows may be of unequal length: shorter ones are padded on the right, where nothing looks, and each row goes on
     * from its own last token. Cost: one pass over the weights; attention is fused unless scores or pattern are tapped
     * or written.
     *
     * <p>Where rotary angles depend on how long a text is, they are those of the text as it is with these tokens; but in
     * Qwen 1 those of the text as it was first fed, its prompt. A text that outgrows the original context of
     * Phi-3's LongRoPE is read again from its beginning, with what was forced, and is not seen by taps a second time; in
     * other families with LongRoPE, and with dynamic scaling, what was read stays as it was turned. So it is in
     * {@code transformers}; a text read at once differs there from the same text read in pieces.
     *
     * @param tokens token ids, {@code [row][token]}, at least one token a row
     * @param taps where to read
     * @param writes what to force; applied in order, before any tap at the same place
     * @return logits after each row's last token, {@code [row][vocab]}
     * @throws IllegalStateException if closed, or if an earlier feed was interrupted
     * @throws io.patchclamp.fault.PatchclampException if a token id is not in the vocabulary or the context is full
     * @throws io.patchclamp.fault.CancelledException if the thread was interrupted
     */
    float[][] feed(int[][] tokens, List<Tap> taps, List<Write> writes);

    /**
     * Goes on with some of the rows only, in the order given.
     *
     * @param rows numbers of rows as they are now; each at most once
     */
    void keep(int... rows);

    /**
     * How many tokens of the first row were read so far.
     *
     * @return the position of its next token
     */
    int position();

    /**
     * How many tokens of one row were read so far.
     *
     * @param row which row
     * @return the position of its next token
     */
    int position(int row);

    @Override
    void close();
}
