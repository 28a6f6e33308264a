package io.patchclamp.generate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

import io.patchclamp.model.Decoding;
import io.patchclamp.model.Model;
import io.patchclamp.model.Tap;
import io.patchclamp.model.Tokens;
import io.patchclamp.model.Write;
import io.patchclamp.trial.Trials;

/**
 * Prompts read and continued side by side, token by token, in a single walk: what is tapped is tapped in the pass that
 * generates. A row that ends leaves the batch, and the others go on.
 */
public final class Continuation {
    private final Model model;
    private final Trials trials;
    private final List<Tokens> prompts;
    private final int newTokens;
    private final Sampling sampling;

    /**
     * A walk to come.
     *
     * @param model who
     * @param trials the stimuli
     * @param prompts their tokens, one a trial
     * @param newTokens how many tokens to add at most, 1 or more
     * @param sampling how tokens are chosen; a draw depends on the seed, the trial's number and the step alone
     */
    public Continuation(Model model, Trials trials, List<Tokens> prompts, int newTokens, Sampling sampling) {
        if (newTokens < 1) {
            throw new IllegalArgumentException("at least one new token is needed, got " + newTokens);
        }
        this.model = model;
        this.trials = trials;
        this.prompts = prompts;
        this.newTokens = newTokens;
        this.sampling = sampling;
    }

    /** One row on its way. */
    private static final class Row {
        private final int trial;
        private final Tokens prompt;
        private final List<GeneratedToken> added = new ArrayList<>();
        private boolean ended;
        private int passes;

        private Row(int trial, Tokens prompt) {
            this.trial = trial;
            this.prompt = prompt;
        }
    }

    /**
     * Reads some prompts and lets the model go on.
     *
     * <p>Cost: {@code newTokens} forward passes at most; the last token chosen is never fed.
     *
     * @param numbers which trials, by number
     * @param taps electrodes that read, asked for before every pass with the numbers of the trials in its rows
     * @param writes electrodes that force, likewise
     * @param afterToken told the number of tokens added so far to all of them, after each pass
     * @return the prompts and what was added, in the order asked for
     */
    public List<GeneratedTrial> run(
            int[] numbers,
            Function<int[], List<Tap>> taps,
            Function<int[], List<Write>> writes,
            IntConsumer afterToken) {
        List<Row> rows =
                Arrays.stream(numbers).mapToObj(t -> new Row(t, prompts.get(t))).toList();
        List<Integer> endOfText = model.tokenizer().endOfText();
        List<Row> alive = new ArrayList<>(rows);
        int[][] next = rows.stream().map(r -> r.prompt.toArray()).toArray(int[][]::new);
        int done = 0;
        try (Decoding decoding = model.begin()) {
            while (!alive.isEmpty()) {
                int[] reading = alive.stream().mapToInt(r -> r.trial).toArray();
                float[][] logits = decoding.feed(next, taps.apply(reading), writes.apply(reading));
                for (int i = 0; i < alive.size(); i++) {
                    step(alive.get(i), logits[i], endOfText);
                }
                done += alive.size();
                afterToken.accept(done);
                int[] stay = IntStream.range(0, alive.size())
                        .filter(i -> goesOn(alive, i))
                        .toArray();
                if (stay.length < alive.size() && stay.length > 0) {
                    decoding.keep(stay);
                }
                List<Row> left = Arrays.stream(stay).mapToObj(alive::get).toList();
                alive.clear();
                alive.addAll(left);
                next = left.stream()
                        .map(r -> new int[] {r.added.get(r.added.size() - 1).id()})
                        .toArray(int[][]::new);
            }
        }
        return rows.stream().map(this::result).toList();
    }

    private boolean goesOn(List<Row> alive, int i) {
        Row row = alive.get(i);
        return !row.ended && row.added.size() < newTokens;
    }

    private void step(Row row, float[] logits, List<Integer> endOfText) {
        row.passes++;
        int id = NextToken.choose(logits, sampling, row.trial, row.added.size());
        double z = NextToken.logNormaliser(logits);
        row.added.add(new GeneratedToken(
                id, model.tokenizer().visible(id), logits[id] - z, NextToken.top(logits, z, model.tokenizer())));
        row.ended = endOfText.contains(id);
    }

    private GeneratedTrial result(Row row) {
        int spoken = row.ended ? row.added.size() - 1 : row.added.size();
        int[] ids =
                row.added.stream().limit(spoken).mapToInt(GeneratedToken::id).toArray();
        return new GeneratedTrial(
                trials.items().get(row.trial),
                row.prompt,
                row.added,
                model.tokenizer().decode(ids),
                row.ended,
                row.passes);
    }
}
