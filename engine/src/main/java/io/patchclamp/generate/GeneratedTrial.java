package io.patchclamp.generate;

import java.util.List;
import java.util.Objects;

import io.patchclamp.model.Tokens;
import io.patchclamp.trial.Trials;

/**
 * One prompt and what the model made of it.
 *
 * @param item the stimulus
 * @param prompt its tokens
 * @param tokens what was added, in order; ends with the end-of-text token if the model ended the text itself
 * @param text what was added as text, without the end-of-text token
 * @param ended whether the model ended the text itself
 * @param forwardPasses how many passes it took: one for the prompt, one for each further token
 */
public record GeneratedTrial(
        Trials.Item item, Tokens prompt, List<GeneratedToken> tokens, String text, boolean ended, int forwardPasses) {
    public GeneratedTrial {
        Objects.requireNonNull(item, "item");
        Objects.requireNonNull(prompt, "prompt");
        tokens = List.copyOf(tokens);
    }
}
