package io.patchclamp.attribute;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

import io.patchclamp.fault.PatchclampException;
import io.patchclamp.metric.Metric;
import io.patchclamp.model.Electrode;
import io.patchclamp.model.Model;
import io.patchclamp.model.Point;
import io.patchclamp.model.Selection;
import io.patchclamp.progress.Progress;
import io.patchclamp.record.Recording;
import io.patchclamp.record.TokenText;
import io.patchclamp.trial.Trials;

/**
 * Shares an output out among units: which of them moved it, and which way. Immutable.
 *
 * <p>The output is the log-probability of the model's own next token after the last token, unless a token, a metric or a
 * position is given. In a metric the column {@code target} stands for that token.
 *
 * <p>Cost: one forward and one backward pass a trial for {@link Method#GRADIENT}; as many as steps, for each site, for
 * {@link Method#INTEGRATED}; two forward and one backward pass for {@link Method#PATCH}, and one partial forward pass for
 * each site (or head) and token that is really patched beside it. Verifying takes one partial pass a unit.
 *
 * <p>A model that is all but sure of its token (p = 1 − q) has a gradient of the order of q. It starts from q in 64 bits here:
 * with q = 2.5e-8 shares are within 3e-6 of a computation in double precision, while PyTorch's {@code log_softmax} in 32 bits
 * takes q as 0 or as a multiple of 6e-8, and gives gradients that are wrong by their own size. The log-probability of another
 * token, or a difference of logits, is no such corner, and says more of what moved the output.
 */
public final class Attribution {
    /** Steps are added until shares add up. */
    static final int AS_NEEDED = 0;

    private static final int MOST_STEPS = 10_000;

    /** What is chosen, but for the model. */
    record Settings(
            Selection where,
            Goal.Wish wish,
            OptionalInt token,
            Method method,
            int steps,
            int verify,
            Progress progress) {}

    private final Model model;
    private final Settings settings;

    private Attribution(Model model, Settings settings) {
        this.model = model;
        this.settings = settings;
    }

    /**
     * Attribution to all neurons, by gradient × activation.
     *
     * @param model whose output is shared out
     * @return the attribution
     */
    public static Attribution on(Model model) {
        Goal.Wish own = new Goal.Wish(Optional.empty(), Optional.empty(), false);
        return new Attribution(
                Objects.requireNonNull(model, "model"),
                new Settings(
                        model.select("L*.mlp.neurons"),
                        own,
                        OptionalInt.empty(),
                        Method.GRADIENT,
                        AS_NEEDED,
                        0,
                        Progress.SILENT));
    }

    /**
     * To which units.
     *
     * @param where sites and units; with a sign, only activations of that sign count
     * @return a changed copy
     * @throws PatchclampException if a site is attention from token to token
     */
    public Attribution at(Selection where) {
        for (Electrode electrode : where.electrodes()) {
            if (electrode.site().point().isAttention() || electrode.site().point() == Point.HEAD_OUT) {
                throw new PatchclampException(
                        "Nothing is attributed to '" + electrode.site().name() + "': it has no units at a token.",
                        "attn.z, where each head is one; or %%patch --at "
                                + electrode.site().point().shortName() + " --by layer,head");
            }
        }
        return new Attribution(
                model,
                new Settings(
                        where,
                        settings.wish,
                        settings.token,
                        settings.method,
                        settings.steps,
                        settings.verify,
                        settings.progress));
    }

    /**
     * Which token's log-probability is shared out.
     *
     * @param text such as {@code " Paris"}
     * @return a changed copy
     */
    public Attribution target(String text) {
        return with(new Goal.Wish(Optional.of(text), settings.wish.metric(), settings.wish.first()));
    }

    /**
     * What is shared out, in place of a log-probability.
     *
     * @param metric any but {@code loss} and {@code kl}; the column {@code target} stands for the target
     * @return a changed copy
     * @throws PatchclampException if it is one of the two
     */
    public Attribution metric(Metric metric) {
        if (metric.needsBaseline() || metric.needsLoss()) {
            String word = metric.needsBaseline() ? "kl" : "loss";
            throw new PatchclampException(
                    "'" + word + "' cannot be attributed: "
                            + (metric.needsBaseline()
                                    ? "it compares the run with itself, and is flat there."
                                    : "it is a sum over all positions, and an output is read at one."),
                    "logprob(target), logit(target) - logit(\" Rome\"), prob(…) or entropy");
        }
        return with(new Goal.Wish(
                settings.wish.token(),
                Optional.of(settings.wish.first() ? metric.first() : metric),
                settings.wish.first()));
    }

    /**
     * Lets a target of several tokens stand for its first.
     *
     * @param first true for the first, false for an error
     * @return a changed copy
     */
    public Attribution first(boolean first) {
        return with(
                new Goal.Wish(settings.wish.token(), settings.wish.metric().map(m -> first ? m.first() : m), first));
    }

    private Attribution with(Goal.Wish wish) {
        return new Attribution(
                model,
                new Settings(
                        settings.where,
                        wish,
                        settings.token,
                        settings.method,
                        settings.steps,
                        settings.verify,
                        settings.progress));
    }

    /**
     * Where the output is read.
     *
     * @param position after which token; negative from the end, -1 for the last
     * @return a changed copy
     */
    public Attribution token(int position) {
        return new Attribution(
                model,
                new Settings(
                        settings.where,
                        settings.wish,
                        OptionalInt.of(position),
                        settings.method,
                        settings.steps,
                        settings.verify,
                        settings.progress));
    }

    /**
     * How.
     *
     * @param method by which rule
     * @return a changed copy
     */
    public Attribution method(Method method) {
        return new Attribution(
                model,
                new Settings(
                        settings.where,
                        settings.wish,
                        settings.token,
                        method,
                        settings.steps,
                        settings.verify,
                        settings.progress));
    }

    /**
     * How finely integrated gradients look at their way, in place of as finely as it takes: 32 steps, twice as many until
     * shares add up within 1 %, 512 at most.
     *
     * @param steps how many gradients are averaged
     * @return a changed copy
     * @throws PatchclampException if it is none or too many
     */
    public Attribution steps(int steps) {
        if (steps < 1 || steps > MOST_STEPS) {
            throw new PatchclampException(
                    "Integrated gradients take 1 to " + MOST_STEPS + " steps, not " + steps + ".", "32 of them");
        }
        return new Attribution(
                model,
                new Settings(
                        settings.where,
                        settings.wish,
                        settings.token,
                        settings.method,
                        steps,
                        settings.verify,
                        settings.progress));
    }

    /**
     * Looks at what really happens when the units with the largest shares are removed, one at a time; in attribution
     * patching, when they are patched.
     *
     * @param units how many in each trial; 0 for none
     * @return a changed copy
     */
    public Attribution verify(int units) {
        return new Attribution(
                model,
                new Settings(
                        settings.where,
                        settings.wish,
                        settings.token,
                        settings.method,
                        settings.steps,
                        Math.max(0, units),
                        settings.progress));
    }

    /**
     * Who hears how far it is.
     *
     * @param progress counts trials times sites
     * @return a changed copy
     */
    public Attribution progress(Progress progress) {
        return new Attribution(
                model,
                new Settings(
                        settings.where,
                        settings.wish,
                        settings.token,
                        settings.method,
                        settings.steps,
                        settings.verify,
                        progress));
    }

    /**
     * Attributes.
     *
     * @param trials the stimuli; for {@link Method#PATCH} pairs, the prompt being the corrupt text and the column
     *     {@code clean} the clean one
     * @return one share a unit and token
     * @throws PatchclampException if a prompt is empty or does not fit, the target is not one token, the position is
     *     not there, or a pair has unequal numbers of tokens
     * @throws io.patchclamp.fault.CancelledException if the thread was interrupted
     */
    public Attributed run(Trials trials) {
        return new AttributionRun(model, settings).run(TokenText.of(model, trials), List.of());
    }

    /**
     * Attributes what was recorded: its trials are read again, generated tokens with them, without any edit.
     *
     * @param recording whose texts are taken
     * @return one share a unit and token
     * @throws PatchclampException as {@link #run(Trials)}
     */
    public Attributed run(Recording recording) {
        List<String> warnings = recording.receipts().isEmpty()
                ? List.of()
                : List.of("it was recorded under edits; what is attributed here is the unedited model's output");
        return new AttributionRun(model, settings).run(TokenText.of(recording), warnings);
    }
}
