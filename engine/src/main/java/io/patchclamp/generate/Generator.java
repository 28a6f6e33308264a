package io.patchclamp.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.patchclamp.edit.Edit;
import io.patchclamp.edit.Intervention;
import io.patchclamp.model.Model;
import io.patchclamp.progress.Progress;
import io.patchclamp.provenance.Provenance;
import io.patchclamp.trial.Trials;

/**
 * Lets a model continue texts. Immutable: each {@code with…}-like call gives a changed copy.
 *
 * <p>Cost: one forward pass a new token, each over all weights.
 */
public final class Generator {
    private final Model model;
    private final int newTokens;
    private final Sampling sampling;
    private final List<Edit> edits;
    private final Progress progress;

    private Generator(Model model, int newTokens, Sampling sampling, List<Edit> edits, Progress progress) {
        this.model = Objects.requireNonNull(model, "model");
        if (newTokens < 1) {
            throw new IllegalArgumentException("at least one new token is needed, got " + newTokens);
        }
        this.newTokens = newTokens;
        this.sampling = sampling;
        this.edits = List.copyOf(edits);
        this.progress = Objects.requireNonNull(progress, "progress");
    }

    /**
     * A generator of 20 tokens at most, each the most probable one.
     *
     * @param model who speaks
     * @return the generator
     */
    public static Generator on(Model model) {
        return new Generator(model, 20, Sampling.GREEDY, List.of(), Progress.SILENT);
    }

    /**
     * How many tokens to add at most; fewer if the model ends the text.
     *
     * @param count 1 or more
     * @return a changed copy
     */
    public Generator newTokens(int count) {
        return new Generator(model, count, sampling, edits, progress);
    }

    /**
     * How even the draw is.
     *
     * @param temperature 0 for the most probable token, 1 for the model's own distribution
     * @return a changed copy
     */
    public Generator temperature(double temperature) {
        return new Generator(
                model, newTokens, new Sampling(temperature, sampling.topP(), sampling.seed()), edits, progress);
    }

    /**
     * How much of the distribution is drawn from.
     *
     * @param topP above 0, at most 1; only matters with a temperature above 0
     * @return a changed copy
     */
    public Generator topP(double topP) {
        return new Generator(
                model, newTokens, new Sampling(sampling.temperature(), topP, sampling.seed()), edits, progress);
    }

    /**
     * What makes a draw reproducible.
     *
     * @param seed any number
     * @return a changed copy
     */
    public Generator seed(long seed) {
        return new Generator(
                model, newTokens, new Sampling(sampling.temperature(), sampling.topP(), seed), edits, progress);
    }

    /**
     * What is forced while the model speaks.
     *
     * @param edits applied in order; what each did is in the result's receipts
     * @return a changed copy
     */
    public Generator edits(List<Edit> edits) {
        return new Generator(model, newTokens, sampling, edits, progress);
    }

    /**
     * Who hears how far it is.
     *
     * @param progress counts tokens
     * @return a changed copy
     */
    public Generator progress(Progress progress) {
        return new Generator(model, newTokens, sampling, edits, progress);
    }

    /**
     * Continues each prompt.
     *
     * @param trials the prompts
     * @return what was added to each
     * @throws io.patchclamp.fault.PatchclampException if a prompt is empty or does not fit, or an edit holds at no token
     * @throws io.patchclamp.fault.CancelledException if the thread was interrupted
     */
    public Generation generate(Trials trials) {
        Intervention intervention = Intervention.of(model, edits, trials, Prompts.all(model, trials), newTokens);
        List<GeneratedTrial> out = new ArrayList<>();
        long total = (long) trials.count() * newTokens;
        for (int i = 0; i < trials.count(); i++) {
            long before = (long) i * newTokens;
            out.add(Continuation.run(
                    model,
                    trials.items().get(i),
                    i,
                    newTokens,
                    sampling,
                    List.of(),
                    intervention.writes(i),
                    passes -> progress.at("generating", before + passes, total, "tokens")));
        }
        return new Generation(provenance(), out, intervention.receipts());
    }

    private Provenance provenance() {
        Provenance made = model.provenance().with("new tokens", String.valueOf(newTokens));
        if (sampling.temperature() > 0) {
            made = made.with("temperature", String.valueOf(sampling.temperature()))
                    .with("top-p", String.valueOf(sampling.topP()))
                    .with("seed", String.valueOf(sampling.seed()));
        }
        return Edit.noted(made, edits);
    }
}
