package io.patchclamp.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

import io.patchclamp.edit.Edit;
import io.patchclamp.edit.Intervention;
import io.patchclamp.model.Model;
import io.patchclamp.model.Tokens;
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
    private final int batch;
    private final Progress progress;

    private Generator(Model model, int newTokens, Sampling sampling, List<Edit> edits, int batch, Progress progress) {
        this.model = Objects.requireNonNull(model, "model");
        if (newTokens < 1) {
            throw new IllegalArgumentException("at least one new token is needed, got " + newTokens);
        }
        this.newTokens = newTokens;
        this.sampling = sampling;
        this.edits = List.copyOf(edits);
        if (batch < 1) {
            throw new IllegalArgumentException("a batch has at least one trial, got " + batch);
        }
        this.batch = batch;
        this.progress = Objects.requireNonNull(progress, "progress");
    }

    /**
     * A generator of 20 tokens at most, each the most probable one.
     *
     * @param model who speaks
     * @return the generator
     */
    public static Generator on(Model model) {
        return new Generator(model, 20, Sampling.GREEDY, List.of(), 8, Progress.SILENT);
    }

    /**
     * How many tokens to add at most; fewer if the model ends the text.
     *
     * @param count 1 or more
     * @return a changed copy
     */
    public Generator newTokens(int count) {
        return new Generator(model, count, sampling, edits, batch, progress);
    }

    /**
     * How tokens are chosen.
     *
     * @param sampling the most probable each time, or a draw that the seed, the trial and the step fix
     * @return a changed copy
     */
    public Generator sampling(Sampling sampling) {
        return new Generator(model, newTokens, sampling, edits, batch, progress);
    }

    /**
     * How even the draw is.
     *
     * @param temperature 0 for the most probable token, 1 for the model's own distribution
     * @return a changed copy
     */
    public Generator temperature(double temperature) {
        return new Generator(
                model,
                newTokens,
                new Sampling(temperature, sampling.topK(), sampling.topP(), sampling.seed()),
                edits,
                batch,
                progress);
    }

    /**
     * How many tokens are drawn from.
     *
     * @param topK the most probable so many; 0 for all; only matters with a temperature above 0
     * @return a changed copy
     */
    public Generator topK(int topK) {
        return new Generator(
                model,
                newTokens,
                new Sampling(sampling.temperature(), topK, sampling.topP(), sampling.seed()),
                edits,
                batch,
                progress);
    }

    /**
     * How many trials are continued side by side. It changes speed, and numbers by no more than round-off.
     *
     * @param trials 1 or more
     * @return a changed copy
     */
    public Generator batch(int trials) {
        return new Generator(model, newTokens, sampling, edits, trials, progress);
    }

    /**
     * How much of the distribution is drawn from.
     *
     * @param topP above 0, at most 1; only matters with a temperature above 0
     * @return a changed copy
     */
    public Generator topP(double topP) {
        return new Generator(
                model,
                newTokens,
                new Sampling(sampling.temperature(), sampling.topK(), topP, sampling.seed()),
                edits,
                batch,
                progress);
    }

    /**
     * What makes a draw reproducible.
     *
     * @param seed any number
     * @return a changed copy
     */
    public Generator seed(long seed) {
        return new Generator(
                model,
                newTokens,
                new Sampling(sampling.temperature(), sampling.topK(), sampling.topP(), seed),
                edits,
                batch,
                progress);
    }

    /**
     * What is forced while the model speaks.
     *
     * @param edits applied in order; what each did is in the result's receipts
     * @return a changed copy
     */
    public Generator edits(List<Edit> edits) {
        return new Generator(model, newTokens, sampling, edits, batch, progress);
    }

    /**
     * Who hears how far it is.
     *
     * @param progress counts tokens
     * @return a changed copy
     */
    public Generator progress(Progress progress) {
        return new Generator(model, newTokens, sampling, edits, batch, progress);
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
        List<Tokens> prompts = Prompts.all(model, trials);
        Intervention intervention = Intervention.of(model, edits, trials, prompts, newTokens);
        List<GeneratedTrial> out = new ArrayList<>();
        long total = (long) trials.count() * newTokens;
        Continuation walk = new Continuation(model, trials, prompts, newTokens, sampling);
        for (int first = 0; first < trials.count(); first += batch) {
            long before = (long) first * newTokens;
            int[] numbers = IntStream.range(first, Math.min(trials.count(), first + batch))
                    .toArray();
            out.addAll(walk.run(
                    numbers,
                    rows -> List.of(),
                    intervention::writes,
                    tokens -> progress.at("generating", before + tokens, total, "tokens")));
        }
        return new Generation(provenance(), out, intervention.receipts());
    }

    private Provenance provenance() {
        Provenance made = model.provenance().with("new tokens", String.valueOf(newTokens));
        if (sampling.temperature() > 0) {
            made = made.with("temperature", String.valueOf(sampling.temperature()))
                    .with("top-k", String.valueOf(sampling.topK()))
                    .with("top-p", String.valueOf(sampling.topP()))
                    .with("seed", String.valueOf(sampling.seed()));
        }
        return Edit.noted(made, edits);
    }
}
