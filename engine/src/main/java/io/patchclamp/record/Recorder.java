package io.patchclamp.record;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import io.patchclamp.edit.Activations;
import io.patchclamp.edit.Edit;
import io.patchclamp.edit.TokenChoice;
import io.patchclamp.fault.PatchclampException;
import io.patchclamp.generate.Sampling;
import io.patchclamp.model.Model;
import io.patchclamp.model.Selection;
import io.patchclamp.model.Selector;
import io.patchclamp.progress.Progress;
import io.patchclamp.provenance.Provenance;
import io.patchclamp.stats.Hypothesis;
import io.patchclamp.trial.Ledger;
import io.patchclamp.trial.Trials;

/**
 * Records what goes on at some sites while a model reads some trials. Immutable: each setting gives a changed copy.
 *
 * <p>Cost: one forward pass a batch of trials; with {@link #newTokens} one pass a token and trial. Memory: four bytes a
 * recorded number, see {@link Selection#bytesPerToken}.
 */
public final class Recorder {
    /** Under what the hash of the chat template that wrote prompts is in the provenance. */
    static final String CHAT_TEMPLATE = "chat template sha256";

    private final Model model;
    private final Selection selection;
    private final Settings settings;
    private final List<Edit> edits;
    private final List<Hypothesis> expected;
    private final Progress progress;

    record Settings(
            int newTokens,
            Sampling sampling,
            Pool pool,
            TokenChoice tokens,
            int windowFrom,
            int windowTo,
            int batch,
            long memory,
            boolean partial) {}

    private Recorder(
            Model model,
            Selection selection,
            Settings settings,
            List<Edit> edits,
            List<Hypothesis> expected,
            Progress progress) {
        this.model = Objects.requireNonNull(model, "model");
        this.selection = selection;
        this.settings = settings;
        this.edits = List.copyOf(edits);
        this.expected = List.copyOf(expected);
        this.progress = Objects.requireNonNull(progress, "progress");
    }

    /**
     * A recorder of every token's residual stream after every block, of prompts alone, eight trials a batch.
     *
     * @param model who is recorded
     * @return the recorder
     */
    public static Recorder on(Model model) {
        Settings settings = new Settings(
                0,
                Sampling.GREEDY,
                Pool.NONE,
                new TokenChoice.All(),
                Integer.MIN_VALUE,
                Integer.MAX_VALUE,
                8,
                -1,
                false);
        return new Recorder(model, model.select("L*.resid_post"), settings, List.of(), List.of(), Progress.SILENT);
    }

    /**
     * Where to record.
     *
     * @param selection sites and units of the same model
     * @return a changed copy
     */
    public Recorder at(Selection selection) {
        return new Recorder(model, selection, settings, edits, expected, progress);
    }

    /**
     * Where to record, under every name that the selector names a place by.
     *
     * @param selector see {@link Selector}
     * @return a changed copy
     * @throws io.patchclamp.fault.SelectorException if it does not name what is there
     */
    public Recorder at(String selector) {
        return at(Selector.parse(selector).inEveryName(model.sites()));
    }

    /**
     * Lets the model go on after each prompt, and records every pass.
     *
     * @param count how many tokens to add at most, each the most probable one; 0 for none
     * @return a changed copy
     */
    public Recorder newTokens(int count) {
        if (count < 0) {
            throw new IllegalArgumentException("new tokens must be 0 or more, got " + count);
        }
        return with(new Settings(
                count,
                settings.sampling,
                settings.pool,
                settings.tokens,
                settings.windowFrom,
                settings.windowTo,
                settings.batch,
                settings.memory,
                settings.partial));
    }

    /**
     * How generated tokens are chosen.
     *
     * @param sampling the most probable each time, or a draw that the seed, the trial and the step fix
     * @return a changed copy
     */
    public Recorder sampling(Sampling sampling) {
        return with(new Settings(
                settings.newTokens,
                sampling,
                settings.pool,
                settings.tokens,
                settings.windowFrom,
                settings.windowTo,
                settings.batch,
                settings.memory,
                settings.partial));
    }

    /**
     * How much memory the recording may take; a larger one lies on disk, under {@code PATCHCLAMP_HOME}, as long as it is
     * used, and its trials are read one at a time.
     *
     * @param bytes at most; below 0 for half of what the heap has free
     * @return a changed copy
     */
    public Recorder memory(long bytes) {
        return with(new Settings(
                settings.newTokens,
                settings.sampling,
                settings.pool,
                settings.tokens,
                settings.windowFrom,
                settings.windowTo,
                settings.batch,
                bytes,
                settings.partial));
    }

    /**
     * Whether an interrupt gives what was recorded so far, with {@code partial} in its provenance, instead of an error.
     *
     * @param partial true to keep the trials that were whole when it came; without any it is an error all the same
     * @return a changed copy
     */
    public Recorder partial(boolean partial) {
        return with(new Settings(
                settings.newTokens,
                settings.sampling,
                settings.pool,
                settings.tokens,
                settings.windowFrom,
                settings.windowTo,
                settings.batch,
                settings.memory,
                partial));
    }

    /**
     * Which tokens become rows.
     *
     * @param pool how a trial's tokens are pooled, after the window
     * @return a changed copy
     */
    public Recorder pool(Pool pool) {
        return with(new Settings(
                settings.newTokens,
                settings.sampling,
                pool,
                settings.tokens,
                settings.windowFrom,
                settings.windowTo,
                settings.batch,
                settings.memory,
                settings.partial));
    }

    /**
     * Keeps only tokens near the event, or near the beginning where a prompt marks no event.
     *
     * @param from the first token kept, counted from the event's first token (or the first of all)
     * @param to the last token kept, inclusive
     * @return a changed copy
     */
    public Recorder window(int from, int to) {
        if (to < from) {
            throw new IllegalArgumentException("the window " + from + ".." + to + " holds no token");
        }
        return with(new Settings(
                settings.newTokens,
                settings.sampling,
                settings.pool,
                settings.tokens,
                from,
                to,
                settings.batch,
                settings.memory,
                settings.partial));
    }

    /**
     * Keeps only some tokens, of those in the window.
     *
     * @param tokens such as {@code TokenChoice.parse("/cat/")}; each prompt must have one of them
     * @return a changed copy
     */
    public Recorder tokens(TokenChoice tokens) {
        Objects.requireNonNull(tokens, "tokens");
        return with(new Settings(
                settings.newTokens,
                settings.sampling,
                settings.pool,
                tokens,
                settings.windowFrom,
                settings.windowTo,
                settings.batch,
                settings.memory,
                settings.partial));
    }

    /**
     * How many trials are read, and continued, side by side. It changes speed, and numbers by no more than round-off.
     *
     * @param trials 1 or more
     * @return a changed copy
     */
    public Recorder batch(int trials) {
        if (trials < 1) {
            throw new IllegalArgumentException("a batch has at least one trial, got " + trials);
        }
        return with(new Settings(
                settings.newTokens,
                settings.sampling,
                settings.pool,
                settings.tokens,
                settings.windowFrom,
                settings.windowTo,
                trials,
                settings.memory,
                settings.partial));
    }

    /**
     * What is forced while recording. A recording shows what the run went on with, after the edits.
     *
     * @param edits applied in order at every pass
     * @return a changed copy
     */
    public Recorder edits(List<Edit> edits) {
        return new Recorder(model, selection, settings, edits, expected, progress);
    }

    /**
     * What is expected of what will be recorded, where it is not registered in a notebook.
     *
     * @param hypotheses written down before
     * @return a changed copy
     */
    public Recorder expecting(Hypothesis... hypotheses) {
        return new Recorder(model, selection, settings, edits, List.of(hypotheses), progress);
    }

    /**
     * Who hears how far it is.
     *
     * @param progress counts trials, or tokens when generating
     * @return a changed copy
     */
    public Recorder progress(Progress progress) {
        return new Recorder(model, selection, settings, edits, expected, progress);
    }

    private Recorder with(Settings changed) {
        return new Recorder(model, selection, changed, edits, expected, progress);
    }

    /**
     * Records, and says which of the hypotheses that were registered in the model's notebook, or are given to
     * {@link #expecting}, were there before any of it was seen.
     *
     * @param trials the stimuli
     * @return the recording
     * @throws PatchclampException if a prompt is empty, does not fit, or has no token to keep
     * @throws io.patchclamp.fault.CancelledException if the thread was interrupted
     */
    public Recording record(Trials trials) {
        Ledger ledger = Ledger.of(model);
        List<Hypothesis> asked = Stream.concat(ledger.registered().stream(), expected.stream())
                .distinct()
                .toList();
        Recording made = run(trials);
        List<Hypothesis> before = asked.stream()
                .filter(h -> !ledger.knew(h, Ledger.EVERYTHING, selection, trials))
                .toList();
        ledger.measured(Ledger.EVERYTHING, selection, trials);
        Provenance stamped = made.provenance();
        for (Hypothesis hypothesis : before) {
            stamped = stamped.with(hypothesis);
        }
        return before.isEmpty() ? made : made.under(stamped).registered(before);
    }

    /**
     * Records what is only taken from, such as means to remove by: nobody looks at it, so that it can still be new data
     * for a hypothesis.
     *
     * @param trials the stimuli
     * @return what was recorded
     * @throws PatchclampException as by {@link #record}
     * @throws io.patchclamp.fault.CancelledException if the thread was interrupted
     */
    public Activations reference(Trials trials) {
        return run(trials).activations();
    }

    private Recording run(Trials trials) {
        return new RecordingRun(model, selection, settings, edits, progress).record(trials);
    }
}
