package io.patchclamp.record;

import java.util.List;
import java.util.Objects;

import io.patchclamp.model.Tokens;
import io.patchclamp.trial.Trials;

/**
 * One trial of a recording: the stimulus, what was added to it, and what each recorded row is.
 *
 * @param item the stimulus
 * @param prompt its tokens
 * @param generated ids of the tokens the model added, empty without generation
 * @param visible all tokens, prompt then generated, made visible
 * @param text what the model added, as text
 * @param rows for each recorded row, the token it stands for, as an index into prompt then generated; -1 for a mean
 * @param steps for each recorded row, the forward pass that made it: 0 for the prompt, then 1, 2, …; -1 for a mean
 */
public record RecordedTrial(
        Trials.Item item,
        Tokens prompt,
        List<Integer> generated,
        List<String> visible,
        String text,
        List<Integer> rows,
        List<Integer> steps) {
    public RecordedTrial {
        Objects.requireNonNull(item, "item");
        Objects.requireNonNull(prompt, "prompt");
        generated = List.copyOf(generated);
        visible = List.copyOf(visible);
        rows = List.copyOf(rows);
        steps = List.copyOf(steps);
        if (rows.size() != steps.size()) {
            throw new IllegalArgumentException(rows.size() + " rows, " + steps.size() + " steps");
        }
    }
}
