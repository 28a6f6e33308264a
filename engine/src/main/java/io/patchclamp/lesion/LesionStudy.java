package io.patchclamp.lesion;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import io.patchclamp.array.NamedArray;
import io.patchclamp.edit.Ablate;
import io.patchclamp.edit.Activations;
import io.patchclamp.edit.Edit;
import io.patchclamp.fault.PatchclampException;
import io.patchclamp.lesion.LesionedMode.ControlEffect;
import io.patchclamp.lesion.LesionedMode.OffTarget;
import io.patchclamp.model.Model;
import io.patchclamp.model.Selection;
import io.patchclamp.progress.Progress;
import io.patchclamp.provenance.Provenance;
import io.patchclamp.record.Recorder;
import io.patchclamp.stats.Hypothesis;
import io.patchclamp.stats.Tail;
import io.patchclamp.sweep.LesionEffect;
import io.patchclamp.sweep.Lesions;
import io.patchclamp.trial.Trials;

/**
 * Removes a set of units beside matched controls, and asks whether it does more than they do. Immutable.
 *
 * <p>Controls have the same number of units at each site: random ones, among which the effect's rank gives the p; where
 * the set was localized also ones as active, the least selective, and those that prefer the other condition. Random sets
 * matched by site are what {@code llm-localization} (AlKhamissi et al. 2024, arXiv 2411.02280) does not have: it draws one
 * set over all layers.
 *
 * <p>Cost: for each mode, trial and set one forward pass from the first lesioned layer on, the same for each off-target
 * task with the set and its random controls, and four passes a trial to see that nothing is left behind.
 */
public final class LesionStudy implements Cloneable {
    /** With 39 random controls the smallest p is 1/40. */
    public static final int CONTROLS = 39;

    private final Model model;
    private final UnitSet set;
    private int random = CONTROLS;
    private int matched = CONTROLS / 2;
    private List<Ablate.Mode> modes = List.of(Ablate.Mode.MEAN);
    private Optional<Activations> reference = Optional.empty();
    private List<Task> offTarget = List.of();
    private Optional<Hypothesis> hypothesis = Optional.empty();
    private boolean circular;
    private boolean atEvent;
    private long seed = 1;
    private Progress progress = Progress.SILENT;

    private LesionStudy(Model model, UnitSet set) {
        this.model = Objects.requireNonNull(model);
        this.set = Objects.requireNonNull(set);
    }

    /**
     * A study by mean ablation with 39 random controls and no other task.
     *
     * @param model who is lesioned
     * @param set what is removed
     * @return the study
     */
    public static LesionStudy of(Model model, UnitSet set) {
        return new LesionStudy(model, set);
    }

    /**
     * How many controls.
     *
     * @param count random ones; half as many norm-matched ones, if the set was localized; 0 for none at all
     * @return a changed copy
     */
    public LesionStudy controls(int count) {
        if (count < 0) {
            throw new PatchclampException("There cannot be " + count + " controls.", "39");
        }
        return with(s -> {
            s.random = count;
            s.matched = count / 2;
        });
    }

    /**
     * What is put in the units' place, as a factor: each mode is a study of its own.
     *
     * @param several at least one
     * @return a changed copy
     */
    public LesionStudy modes(List<Ablate.Mode> several) {
        if (several.isEmpty()) {
            throw new IllegalArgumentException("no modes");
        }
        return with(s -> s.modes = List.copyOf(several));
    }

    /**
     * Over what a mean is taken, and from what another trial is drawn.
     *
     * @param activations of all sites of the set; the stimuli the set was chosen by, or else the task's own, if none are
     *     given
     * @return a changed copy
     */
    public LesionStudy reference(Activations activations) {
        return with(s -> s.reference = Optional.of(activations));
    }

    /**
     * What the lesion should not hurt.
     *
     * @param tasks such as {@link Task#neutralText} and {@link Task#sequences}
     * @return a changed copy
     */
    public LesionStudy offTarget(List<Task> tasks) {
        return with(s -> s.offTarget = List.copyOf(tasks));
    }

    /**
     * What was expected. Only with one that has a direction are one-sided p given.
     *
     * @param registered before this study was run
     * @return a changed copy
     */
    public LesionStudy hypothesis(Hypothesis registered) {
        return with(s -> s.hypothesis = Optional.of(registered));
    }

    /**
     * Allows testing on the stimuli the set was chosen by, which the result then says of itself.
     *
     * @return a changed copy
     */
    public LesionStudy circular() {
        return with(s -> s.circular = true);
    }

    /**
     * Where the metric is read.
     *
     * @param event after the last token of each trial's event, and not of its prompt
     * @return a changed copy
     */
    public LesionStudy readAtEvent(boolean event) {
        return with(s -> s.atEvent = event);
    }

    /**
     * What controls are drawn from.
     *
     * @param number same seed, same controls
     * @return a changed copy
     */
    public LesionStudy seed(long number) {
        return with(s -> s.seed = number);
    }

    /**
     * Who hears how far it is.
     *
     * @param listener counts sets times trials
     * @return a changed copy
     */
    public LesionStudy progress(Progress listener) {
        return with(s -> s.progress = Objects.requireNonNull(listener, "progress"));
    }

    private LesionStudy with(Consumer<LesionStudy> change) {
        try {
            LesionStudy copy = (LesionStudy) clone();
            change.accept(copy);
            return copy;
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }

    /**
     * Runs the study.
     *
     * @param task what the lesion is expected to change
     * @return effects, ranks, and what should be known before they are believed
     * @throws PatchclampException if trials are among those the set was chosen by, a prompt is shown twice, the hypothesis
     *     is about another metric, or the sites have too few other units for controls
     * @throws io.patchclamp.fault.CancelledException if the thread was interrupted
     */
    public ControlledLesion run(Task task) {
        if (!circular) {
            set.checkFresh(task.trials());
        }
        task.trials().refuseReplicates();
        hypothesis.ifPresent(h -> h.checkMetric(task.metric().toString()));
        List<Control> controls =
                random == 0 && matched == 0 ? List.of() : new Controls(set).draw(random, matched, seed);
        List<Selection> sets = new ArrayList<>();
        sets.add(set.where());
        controls.forEach(c -> sets.add(c.units().where()));
        List<LesionedMode> outcomes = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        NamedArray baseline = null;
        Reversal reversal = null;
        for (Ablate.Mode mode : modes) {
            Optional<Activations> from = referenceFor(mode, sets);
            LesionEffect effect = lesions(sets, mode, from, task, atEvent);
            warnings.addAll(effect.warnings());
            baseline = effect.baseline();
            outcomes.add(outcome(mode, from, task, controls, effect));
            if (reversal == null) {
                Edit lesion = Edit.of(set.where(), new Ablate(mode, from, seed));
                reversal = Reversal.of(model, set.where(), lesion, task.trials(), progress);
            }
        }
        warnings.addAll(new Doubts(set, task, circular).about(outcomes, reversal));
        return new ControlledLesion(
                made(task), set, task, baseline, outcomes, reversal, hypothesis, circular, warnings);
    }

    private LesionEffect lesions(
            List<Selection> sets, Ablate.Mode mode, Optional<Activations> from, Task task, boolean event) {
        return Lesions.onEach(model, sets)
                .mode(mode, from, seed)
                .metric(task.metric())
                .readAtEvent(event)
                .progress(progress)
                .run(task.trials());
    }

    private Optional<Activations> referenceFor(Ablate.Mode mode, List<Selection> sets) {
        if (mode == Ablate.Mode.ZERO || reference.isPresent() || set.chosenOn().isEmpty()) {
            return reference;
        }
        return Optional.of(Recorder.on(model)
                .at(Selection.union(sets))
                .progress(progress)
                .record(new Trials(set.chosenOn()))
                .activations());
    }

    private LesionedMode outcome(
            Ablate.Mode mode, Optional<Activations> from, Task task, List<Control> controls, LesionEffect effect) {
        List<Double> items = new ArrayList<>();
        for (int t = 0; t < task.trials().count(); t++) {
            items.add((double) effect.effect().get(0, t));
        }
        List<ControlEffect> compared = new ArrayList<>();
        for (int c = 0; c < controls.size(); c++) {
            compared.add(new ControlEffect(controls.get(c), effect.mean(c + 1)));
        }
        Tail tail = hypothesis.map(Hypothesis::direction).orElse(Tail.TWO_SIDED);
        Judgement judgement = new Judgement(tail, seed);
        return new LesionedMode(
                mode,
                items,
                judgement.items(items),
                compared,
                judgement.ranks(effect.mean(0), compared, task.trials().count()),
                offTarget.stream()
                        .map(other -> elsewhere(other, mode, from, controls))
                        .toList());
    }

    /** Only random controls: what they do to other tasks is what damage of this size does. */
    private OffTarget elsewhere(Task other, Ablate.Mode mode, Optional<Activations> from, List<Control> controls) {
        List<Selection> sets = new ArrayList<>();
        sets.add(set.where());
        controls.stream()
                .filter(c -> c.kind() == Control.Kind.RANDOM)
                .forEach(c -> sets.add(c.units().where()));
        LesionEffect effect = lesions(sets, mode, from, other, false);
        double before = 0;
        for (float b : effect.baseline().toArray()) {
            before += b / (double) other.trials().count();
        }
        List<Double> others = new ArrayList<>();
        for (int c = 1; c < sets.size(); c++) {
            others.add(effect.mean(c));
        }
        return new OffTarget(other, before, effect.mean(0), others);
    }

    private Provenance made(Task task) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("lesion", set.name() + ", " + set.count() + " units");
        details.put("modes", modes.stream().map(Ablate.Mode::word).collect(Collectors.joining(", ")));
        details.put("metric", task.metric().toString());
        details.put("controls", random + " random, seed " + seed);
        hypothesis.ifPresent(h -> details.put("hypothesis", h.name() + ", registered before"));
        if (circular && !set.seenIn(task.trials()).isEmpty()) {
            details.put("CIRCULAR", "tested on stimuli the units were chosen by");
        }
        Provenance made = model.provenance();
        for (Map.Entry<String, String> detail : details.entrySet()) {
            made = made.with(detail.getKey(), detail.getValue());
        }
        return made;
    }
}
