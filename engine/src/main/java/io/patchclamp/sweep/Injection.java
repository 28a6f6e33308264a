package io.patchclamp.sweep;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

import io.patchclamp.edit.Edit;
import io.patchclamp.fault.PatchclampException;
import io.patchclamp.generate.ClampEffect;
import io.patchclamp.generate.Clamping;
import io.patchclamp.metric.Metric;
import io.patchclamp.model.Model;
import io.patchclamp.progress.Progress;
import io.patchclamp.provenance.Provenance;
import io.patchclamp.stats.ControlGroup;
import io.patchclamp.stats.PermutationTests;
import io.patchclamp.stats.Preregistration;
import io.patchclamp.stats.Resampling;
import io.patchclamp.stats.Tail;
import io.patchclamp.stats.TestResult;
import io.patchclamp.trial.Reuse;
import io.patchclamp.trial.Trials;

/**
 * Adds something once and shows what that changes, beside the controls that {@link DoseResponse} has: random vectors as
 * long, none of it, and neutral text. Immutable.
 *
 * <p>Cost: that of {@link Clamping}, and that of a dose response with the doses 0 and 1.
 */
public final class Injection {
    private static final String POPULATION = "vectors as long at the same places; these stimuli and this model: fixed";

    private final Injected injected;
    private final DoseResponse dose; // of all that is injected: its settings are ours
    private final int newTokens;

    private Injection(Injected injected, DoseResponse dose, int newTokens) {
        this.injected = injected;
        this.dose = dose;
        this.newTokens = newTokens;
    }

    /**
     * Beside 20 random vectors, measured by {@code kl}, without text.
     *
     * @param model who is stimulated
     * @param injections edits that add, all given together
     * @return the experiment
     * @throws PatchclampException if there is none, or one does not add
     */
    public static Injection on(Model model, List<Edit> injections) {
        return new Injection(new Injected(injections), DoseResponse.on(model, injections), 0);
    }

    /**
     * What is measured.
     *
     * @param measured over the next-token distribution after the prompt
     * @return a changed copy
     */
    public Injection metric(Metric measured) {
        return with(dose.metric(measured));
    }

    /**
     * How much text to show before and after.
     *
     * @param count tokens at most, each the most probable one; 0 for none
     * @return a changed copy
     */
    public Injection newTokens(int count) {
        return new Injection(injected, dose, count);
    }

    /**
     * How many random vectors of the same length it is held against.
     *
     * @param count 0 for none
     * @return a changed copy
     */
    public Injection random(int count) {
        return with(dose.random(count));
    }

    /**
     * Sentences whose loss says whether the model still makes sense.
     *
     * @param sentences of two tokens at least; none for no second panel
     * @return a changed copy
     */
    public Injection neutral(List<String> sentences) {
        return with(dose.neutral(sentences));
    }

    /**
     * What was expected. Only with one that has a direction are p one-sided.
     *
     * @param registered the hypothesis beside these data; one that came late gives no direction
     * @return a changed copy
     */
    public Injection hypothesis(Preregistration registered) {
        return with(dose.hypothesis(registered));
    }

    /**
     * What a vector was learnt from: it may not be tested there.
     *
     * @param items the stimuli; none for what was made without looking
     * @return a changed copy
     */
    public Injection learntFrom(List<Trials.Item> items) {
        return with(dose.learntFrom(items));
    }

    /**
     * Allows testing on the stimuli a vector was learnt from, which the result then says of itself.
     *
     * @return a changed copy
     */
    public Injection circular() {
        return with(dose.circular());
    }

    /**
     * What random vectors are drawn from.
     *
     * @param number same seed, same vectors
     * @return a changed copy
     */
    public Injection seed(long number) {
        return with(dose.seed(number));
    }

    /**
     * Who hears how far it is.
     *
     * @param listener counts trials, then cells
     * @return a changed copy
     */
    public Injection progress(Progress listener) {
        return with(dose.progress(listener));
    }

    private Injection with(DoseResponse changed) {
        return new Injection(injected, changed, newTokens);
    }

    /**
     * Measures.
     *
     * @param trials the stimuli
     * @return one row a trial, and the controls
     * @throws PatchclampException if a prompt is shown twice, is empty or does not fit, the metric names no token, trials
     *     are among those a vector was learnt from, or the hypothesis is about another metric
     * @throws io.patchclamp.fault.CancelledException if the thread was interrupted
     */
    public InjectEffect run(Trials trials) {
        trials.refuseRepeatedPrompts();
        Optional<Preregistration> beside = dose.beside(trials);
        Tail tail = beside.map(Preregistration::tail).orElse(Tail.TWO_SIDED);
        ClampEffect effect = dose.whole(newTokens).run(trials);
        boolean reused = effect.provenance().details().containsKey(Reuse.STAMP);
        List<String> notes = new ArrayList<>();
        effect.metric().onlyRises().ifPresent(notes::add);
        Optional<DoseEffect> controls = controls(trials, notes);
        List<Double> others = controls.map(Injection::means).orElse(List.of());
        Optional<Preregistration> asked = beside.map(h -> h.answered(dose.question("injection", trials), 1));
        return new InjectEffect(
                made(effect, asked),
                effect,
                others,
                others.isEmpty()
                        ? Optional.empty()
                        : Optional.of(group(effect).rank(effect.meanEffect(), numbers(others), tail)),
                items(effect, tail),
                controls.map(DoseEffect::loss).orElse(List.of()),
                controls.map(c -> OptionalInt.of(c.unchangedAtZero())).orElse(OptionalInt.empty()),
                asked,
                reused,
                notes);
    }

    /** A dose response of none and all of it; nothing where all of it comes after the metric is read. */
    private Optional<DoseEffect> controls(Trials trials, List<String> notes) {
        List<Edit> read = injected.beforeSpeaking();
        if (read.isEmpty()) {
            notes.add("There are no controls: nothing is injected before the metric is read.");
            return Optional.empty();
        }
        Injected early = new Injected(read);
        boolean vectors = early.isOfVectors();
        if (!vectors) {
            notes.add(
                    "There are no random vectors: attention has as many numbers as there are keys. Where it is edited it"
                            + " is computed step by step, and even none of it differs by round-off.");
        } else if (dose.random() == 0) {
            notes.add("There are no random vectors: what any other vector as long does is not known.");
        }
        return Optional.of(dose.once(early).random(vectors ? dose.random() : 0).run(trials));
    }

    private static List<Double> means(DoseEffect controls) {
        int all = controls.doses().indexOf(1.0);
        return IntStream.range(0, controls.random().shape()[0])
                .mapToObj(k -> (double) controls.random().get(k, all))
                .toList();
    }

    private ControlGroup group(ClampEffect effect) {
        return new ControlGroup(
                "random vectors", "vector", POPULATION, effect.rows().size(), dose.seed());
    }

    private static double[] numbers(List<Double> list) {
        return list.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private Optional<TestResult> items(ClampEffect effect, Tail tail) {
        double[] moved =
                effect.rows().stream().mapToDouble(ClampEffect.Row::effect).toArray();
        return moved.length < 2
                        || effect.metric().onlyRises().isPresent()
                        || Arrays.stream(moved).allMatch(e -> e == 0)
                ? Optional.empty()
                : Optional.of(PermutationTests.signFlips(moved, tail, Resampling.of(dose.seed())));
    }

    private Provenance made(ClampEffect effect, Optional<Preregistration> beside) {
        Provenance made = effect.provenance().with("random vectors", dose.random() + ", seed " + dose.seed());
        return beside.isPresent() ? made.with(beside.get()) : made;
    }
}
