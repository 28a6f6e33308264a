package io.patchclamp.record;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.patchclamp.generate.Prompts;
import io.patchclamp.model.Model;
import io.patchclamp.model.Tokens;
import io.patchclamp.trial.Trials;

/**
 * One trial's text as the model read it: its prompt, and what was added to it while it was recorded.
 *
 * @param text the prompt
 * @param ids all tokens, prompt then generated
 * @param visible each token made visible
 * @param columns the trial's conditions
 */
public record TokenText(String text, List<Integer> ids, List<String> visible, Map<String, String> columns) {
    public TokenText {
        Objects.requireNonNull(text, "text");
        ids = List.copyOf(ids);
        visible = List.copyOf(visible);
        columns = Map.copyOf(columns);
    }

    /**
     * Prompts.
     *
     * @param model whose tokenizer
     * @param trials the stimuli
     * @return one a trial, in order
     * @throws io.patchclamp.fault.PatchclampException if one has no token, or too many
     */
    public static List<TokenText> of(Model model, Trials trials) {
        return trials.items().stream()
                .map(item -> {
                    Tokens tokens = Prompts.tokens(model, item);
                    return new TokenText(item.prompt(), tokens.ids(), tokens.visible(), item.columns());
                })
                .toList();
    }

    /**
     * What was read while something was recorded.
     *
     * @param recording its trials are taken, and with them the generated tokens that were read on: all but the last
     * @return one a trial, in order
     */
    public static List<TokenText> of(Recording recording) {
        List<TokenText> texts = new ArrayList<>();
        for (int t = 0; t < recording.trials().size(); t++) {
            RecordedTrial trial = recording.trials().get(t);
            List<Integer> ids = new ArrayList<>(trial.prompt().ids());
            int readOn =
                    Math.min(trial.generated().size(), recording.forwardPasses().get(t) - 1);
            ids.addAll(trial.generated().subList(0, readOn));
            texts.add(new TokenText(
                    trial.item().prompt(),
                    ids,
                    trial.visible().subList(0, ids.size()),
                    trial.item().columns()));
        }
        return List.copyOf(texts);
    }

    /**
     * How many tokens there are.
     *
     * @return at least one
     */
    public int count() {
        return ids.size();
    }

    /**
     * The ids as an array.
     *
     * @return a fresh array
     */
    public int[] toArray() {
        return ids.stream().mapToInt(Integer::intValue).toArray();
    }
}
