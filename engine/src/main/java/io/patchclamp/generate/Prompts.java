package io.patchclamp.generate;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import io.patchclamp.fault.PatchclampException;
import io.patchclamp.model.Model;
import io.patchclamp.model.Tokens;
import io.patchclamp.model.Write;
import io.patchclamp.progress.Progress;
import io.patchclamp.trial.Trials;

/** Prompts on their way into a model. */
public final class Prompts {
    private static final int SIDE_BY_SIDE = 8;

    private Prompts() {}

    /**
     * All prompts' tokens.
     *
     * @param model whose tokenizer
     * @param trials the stimuli
     * @return one a trial, in order
     * @throws PatchclampException if one has no token, or too many
     */
    public static List<Tokens> all(Model model, Trials trials) {
        return trials.items().stream().map(item -> tokens(model, item)).toList();
    }

    /**
     * A prompt's tokens.
     *
     * @param model whose tokenizer
     * @param item the stimulus
     * @return at least one token, and no more than the context holds
     * @throws PatchclampException if there is none, or there are too many
     */
    public static Tokens tokens(Model model, Trials.Item item) {
        Progress.checkCancelled("reading prompts");
        Tokens tokens = item.whole()
                ? model.tokenizer().encodeWhole(item.prompt())
                : model.tokenizer().encode(item.prompt());
        if (tokens.count() == 0) {
            throw new PatchclampException(
                    "The prompt is empty: it has no tokens, so there is nothing to read.",
                    "write at least one character");
        }
        if (tokens.count() > model.config().longest()) {
            throw new PatchclampException(
                    "The prompt has " + tokens.count() + " tokens; the context of " + model.name() + " holds "
                            + model.config().longest() + ".",
                    "a shorter prompt");
        }
        return tokens;
    }

    /**
     * Which trials are read side by side where whole passes are compared.
     *
     * @param trials how many there are
     * @return their numbers, eight at a time
     */
    public static List<int[]> sideBySide(int trials) {
        return IntStream.range(0, (trials + SIDE_BY_SIDE - 1) / SIDE_BY_SIDE)
                .mapToObj(b -> IntStream.range(b * SIDE_BY_SIDE, Math.min(trials, (b + 1) * SIDE_BY_SIDE))
                        .toArray())
                .toList();
    }

    /**
     * What some prompts end in: one whole pass, of which nothing is remembered.
     *
     * @param model who reads
     * @param prompts of all trials
     * @param writes what is forced
     * @param batch which trials are read, side by side
     * @return the logits after the last token, {@code [trial of the batch][vocab]}
     */
    public static float[][] logits(Model model, List<Tokens> prompts, List<Write> writes, int... batch) {
        int[][] tokens =
                Arrays.stream(batch).mapToObj(t -> prompts.get(t).toArray()).toArray(int[][]::new);
        return model.read(tokens, List.of(), writes);
    }
}
