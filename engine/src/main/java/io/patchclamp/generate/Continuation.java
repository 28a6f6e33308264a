package io.patchclamp.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

import io.patchclamp.model.Decoding;
import io.patchclamp.model.Model;
import io.patchclamp.model.Tap;
import io.patchclamp.model.Tokens;
import io.patchclamp.model.Write;
import io.patchclamp.trial.Trials;

/**
 * One prompt read and continued, token by token, in a single walk: what is tapped is tapped in the pass that generates.
 */
public final class Continuation {
    private Continuation() {}

    /**
     * Reads a prompt and lets the model go on.
     *
     * <p>Cost: {@code newTokens} forward passes at most; the last token chosen is never fed.
     *
     * @param model who
     * @param item the stimulus
     * @param trial its number, for reproducible draws
     * @param newTokens how many tokens to add at most, 1 or more
     * @param sampling how tokens are chosen
     * @param taps electrodes that read, at every pass
     * @param writes electrodes that force, at every pass
     * @param afterPass told the number of passes made, after each
     * @return the prompt and what was added
     */
    public static GeneratedTrial run(
            Model model,
            Trials.Item item,
            int trial,
            int newTokens,
            Sampling sampling,
            List<Tap> taps,
            List<Write> writes,
            IntConsumer afterPass) {
        if (newTokens < 1) {
            throw new IllegalArgumentException("at least one new token is needed, got " + newTokens);
        }
        Tokens prompt = Prompts.tokens(model, item);
        List<Integer> endOfText = model.tokenizer().endOfText();
        List<GeneratedToken> added = new ArrayList<>();
        boolean ended = false;
        int passes = 0;
        try (Decoding decoding = model.begin()) {
            int[] next = prompt.toArray();
            while (!ended && added.size() < newTokens) {
                float[] logits = decoding.feed(new int[][] {next}, taps, writes)[0];
                afterPass.accept(++passes);
                int id = NextToken.choose(logits, sampling, trial, added.size());
                added.add(new GeneratedToken(
                        id,
                        model.tokenizer().visible(id),
                        logits[id] - NextToken.logNormaliser(logits),
                        NextToken.top(logits, model.tokenizer())));
                ended = endOfText.contains(id);
                next = new int[] {id};
            }
        }
        int spoken = ended ? added.size() - 1 : added.size();
        int[] ids = added.stream().limit(spoken).mapToInt(GeneratedToken::id).toArray();
        return new GeneratedTrial(item, prompt, added, model.tokenizer().decode(ids), ended, passes);
    }
}
