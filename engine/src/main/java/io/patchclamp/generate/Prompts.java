package io.patchclamp.generate;

import java.util.List;

import io.patchclamp.fault.PatchclampException;
import io.patchclamp.model.Model;
import io.patchclamp.model.Tokens;
import io.patchclamp.trial.Trials;

/** Prompts on their way into a model. */
public final class Prompts {
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
}
