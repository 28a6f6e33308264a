package io.patchclamp.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.patchclamp.fault.PatchclampException;
import io.patchclamp.provenance.Provenance;

/**
 * A loaded language model, read-only, with every internal place open. Owns native memory until closed: about four bytes
 * a parameter.
 */
public interface Model extends AutoCloseable {
    /**
     * The name it was loaded under.
     *
     * @return such as {@code smollm2}
     */
    String name();

    /**
     * The numbers that fix its arithmetic.
     *
     * @return the configuration
     */
    ModelConfig config();

    /**
     * Its modules as {@code transformers} names and nests them.
     *
     * @return the tree, with what goes into each module and what comes out
     */
    ModuleTree modules();

    /**
     * Its tokenizer.
     *
     * @return never null
     */
    Tokenizer tokenizer();

    /**
     * How it wants a conversation written, if its files say so.
     *
     * @return the template
     * @throws io.patchclamp.fault.PatchclampException if there is one and it cannot be read
     */
    default Optional<ChatTemplate> chatTemplate() {
        return tokenizer().chatTemplate();
    }

    /**
     * A conversation as the model reads it.
     *
     * @param chat such as {@code Chat.of("Who are you?")}
     * @return its text and tokens; nothing is put before what the template writes
     * @throws io.patchclamp.fault.PatchclampException if the model has no chat template, or it refuses the chat
     */
    default Tokens chat(Chat chat) {
        ChatTemplate template = chatTemplate()
                .orElseThrow(() -> new PatchclampException(
                        "'" + name() + "' has no chat template: it continues text, and was not taught to talk.",
                        "the text as it is; or ChatTemplate.of(text) of another model, and"
                                + " model.tokenizer().encodeWhole(template.render(chat))"));
        return tokenizer().encodeWhole(template.render(chat));
    }

    /**
     * Where it came from.
     *
     * @return source, hash, weight format
     */
    Provenance provenance();

    /**
     * Every weight as loaded, under its HuggingFace name, with its shape.
     *
     * @return in the order of the module tree
     */
    List<Weight> weights();

    /**
     * Begins to read.
     *
     * @return an empty sequence, owned by the caller
     * @throws io.patchclamp.fault.PatchclampException if the model is closed
     */
    Decoding begin();

    /**
     * Reads whole texts in one forward pass and remembers nothing of them: less memory than a {@link #begin() decoding}, and the
     * same bits.
     *
     * @param tokens token ids, {@code [row][token]}, at least one token a row
     * @param taps where to read
     * @param writes what to force; applied in order, before any tap at the same place
     * @return logits after each row's last token, {@code [row][vocab]}
     * @throws io.patchclamp.fault.PatchclampException if the model is closed or a token id is not in the vocabulary
     * @throws io.patchclamp.fault.CancelledException if the thread was interrupted
     * @see Decoding#feed
     */
    float[][] read(int[][] tokens, List<Tap> taps, List<Write> writes);

    /**
     * The same for what taps see: logits are computed only if one of them asks, or a write is to be made there. For a short text that
     * spares a fifth of the weights.
     *
     * @param tokens token ids, {@code [row][token]}, at least one token a row
     * @param taps where to read
     * @param writes what to force; applied in order, before any tap at the same place
     * @throws io.patchclamp.fault.PatchclampException if the model is closed or a token id is not in the vocabulary
     * @throws io.patchclamp.fault.CancelledException if the thread was interrupted
     */
    void observe(int[][] tokens, List<Tap> taps, List<Write> writes);

    /**
     * Reads a text and keeps what is needed to run variants of it.
     *
     * @param tokens at least one
     * @return the text as it was read, owned by the caller
     * @throws io.patchclamp.fault.PatchclampException if the model is closed, a token unknown or the text too long
     */
    Trace trace(int[] tokens);

    /**
     * Reads texts as {@link #trace} does; those of one length side by side, which is faster where they are short.
     *
     * @param texts token ids of each text, at least one
     * @return a trace a text, each owned by the caller
     * @throws io.patchclamp.fault.PatchclampException if the model is closed, a token unknown or a text too long; then none
     *     is open
     */
    default List<Trace> traces(List<int[]> texts) {
        List<Trace> open = new ArrayList<>();
        try {
            texts.forEach(text -> open.add(trace(text)));
            return open;
        } catch (RuntimeException | Error e) {
            open.forEach(Trace::close);
            throw e;
        }
    }

    /**
     * Runs variants of several texts: those of texts of one length that are read at the same positions side by side, which is
     * faster where one text has few. Numbers are those of {@link Trace#run} but for the round-off of other shapes.
     *
     * @param texts what is asked of each, of traces of this model
     * @throws io.patchclamp.fault.CancelledException if the thread was interrupted
     */
    default void run(List<VariantRuns> texts) {
        texts.forEach(text -> text.trace().run(text.variants(), text.readAt(), text.reader()));
    }

    /**
     * Reads texts and differentiates. Cost: one forward and one backward pass.
     *
     * @param tokens {@code [row][token]}, at least one token a row
     * @param writes what is forced; nothing flows back through what was forced
     * @param readAt the position of each row after which the objective reads the logits
     * @param sites where gradients are wanted, whole sites under short names; not {@code attn.head_out}, {@code attn.qkv}
     *     and {@code mlp.gate_up}, which the pass does not go through
     * @param objective what is differentiated
     * @return one for each site, in the same order
     * @throws io.patchclamp.fault.PatchclampException if a site is none of those, or as for {@link Decoding#feed}
     */
    List<Gradient> differentiate(
            int[][] tokens, List<Write> writes, int[] readAt, List<Site> sites, Objective objective);

    /**
     * What states of the residual stream would say if they were the last: the last norm and the unembedding.
     *
     * @param residual {@code [row][d_model]}
     * @return logits, {@code [row][vocab]}
     * @throws io.patchclamp.fault.PatchclampException if the model is closed
     */
    float[][] unembed(float[][] residual);

    /**
     * What reads a weighted sum of logits off the last residual stream, with the last norm's scale held at what it is
     * there. A mean that the norm subtracts is linear and stays in it; the norm's and the unembedding's biases are the
     * constant. A soft cap is left out: it is not linear.
     *
     * @param slope the weight of each logit, {@code [vocab]}
     * @param residual the state whose scale is held, {@code [d_model]}
     * @return what gives that sum for this very state
     * @throws io.patchclamp.fault.PatchclampException if the model is closed
     */
    Direction logitDirection(float[] slope, float[] residual);

    /**
     * The same reading, as it is seen before a block's output projection: of {@code attn.z} or {@code mlp.neurons}.
     *
     * @param point {@link Point#Z} or {@link Point#NEURONS}
     * @param layer which block
     * @param residual weights on the residual stream, {@code [d_model]}
     * @param projected what the projection gave, {@code attn.proj} or {@code mlp.proj}, {@code [d_model]}: where it is
     *     normed before it is added, that norm's scale is held at what it is there. Not read otherwise
     * @return what gives the same number from there; its constant is the bias's share
     * @throws io.patchclamp.fault.PatchclampException if the model is closed
     */
    Direction pulledBack(Point point, int layer, float[] residual, float[] projected);

    /**
     * Every place where an electrode can go, and the names it goes by.
     *
     * @return the sites of this model
     */
    default Sites sites() {
        return Sites.of(modules());
    }

    /**
     * Chooses sites.
     *
     * @param selector such as {@code L-1.mlp.neurons[0..99]}; see {@link Selector}
     * @return what it names here, in the order of the forward pass
     * @throws io.patchclamp.fault.SelectorException if it names nothing, or not what is there
     */
    default Selection select(String selector) {
        return Selector.parse(selector).in(sites());
    }

    /**
     * Gives native memory back. Returns at once: what other threads compute with the model ends at its next layer, with a
     * {@link io.patchclamp.fault.PatchclampException} that says so, and the last of them frees the memory.
     */
    @Override
    void close();

    /**
     * One loaded weight.
     *
     * @param name its HuggingFace name, such as {@code model.layers.0.mlp.up_proj.weight}
     * @param shape its axes' lengths, as {@code transformers} has them
     * @param stored how the file stores it, such as {@code Q4_1}
     */
    record Weight(String name, List<Integer> shape, String stored) {
        public Weight {
            shape = List.copyOf(shape);
        }

        /**
         * How many numbers it has.
         *
         * @return the product of the axes' lengths
         */
        public long count() {
            return shape.stream().mapToLong(Integer::longValue).reduce(1, (a, b) -> a * b);
        }
    }
}
