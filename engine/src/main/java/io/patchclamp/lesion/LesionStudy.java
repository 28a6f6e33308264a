package io.patchclamp.lesion;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import io.patchclamp.array.NamedArray;
import io.patchclamp.edit.Ablate;
import io.patchclamp.edit.Activations;
import io.patchclamp.fault.PatchclampException;
import io.patchclamp.model.Model;
import io.patchclamp.model.Selection;
import io.patchclamp.progress.Progress;
import io.patchclamp.provenance.Provenance;
import io.patchclamp.record.Recorder;
import io.patchclamp.stats.Hypothesis;
import io.patchclamp.stats.Preregistration;
import io.patchclamp.stats.Tail;
import io.patchclamp.trial.Ledger;
import io.patchclamp.trial.Reuse;
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
 * task with the set and nine of its random controls, and four passes a trial to see that nothing is left behind.
 */
public final class LesionStudy implements Cloneable {
    /** With 39 random controls the smallest p is 1/40. */
    public static final int CONTROLS = 39;

    private final Model model;
    private UnitSet set;
    private int random = CONTROLS;
    private int matched = CONTROLS / 2;
    private List<Ablate.Mode> modes = List.of(Ablate.Mode.MEAN);
    private Optional<Activations> reference = Optional.empty();
    private List<Task> offTarget = List.of();
    private Optional<Preregistration> hypothesis = Optional.empty();
    private boolean circular;
    private boolean atEvent;
    private long seed;
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
     * @param registered before this study was run, and its first question
     * @return a changed copy
     */
    public LesionStudy hypothesis(Hypothesis registered) {
        return hypothesis(Preregistration.of(registered));
    }

    /**
     * What was expected, where it may have come after the data, or been asked before.
     *
     * @param registered the hypothesis beside these data; one that came late gives no direction
     * @return a changed copy
     */
    public LesionStudy hypothesis(Preregistration registered) {
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
        UnitSet known = set.recalled(model, task.trials());
        return with(s -> s.set = known).ask(task);
    }

    private ControlledLesion ask(Task task) {
        Reuse reuse = set.reuse(task.trials());
        if (!circular) {
            reuse.refuse();
        }
        if (atEvent) {
            task.trials().refuseReplicates();
        } else {
            task.trials().refuseRepeatedPrompts();
        }
        String metric = task.metric().toString();
        Ledger ledger = Ledger.of(model);
        hypothesis.ifPresent(h -> h.hypothesis().checkMetric(metric));
        Optional<Preregistration> expected = hypothesis.map(h -> ledger.beside(h, metric, set.where(), task.trials())
                .on(task.trials().count()));
        List<Control> controls =
                random == 0 && matched == 0 ? List.of() : new Controls(set).draw(random, matched, seed);
        LesionRun lesions = new LesionRun(
                model,
                set,
                controls,
                reference(controls),
                offTarget,
                new Judgement(tail(expected), seed, modes.size()),
                atEvent,
                seed,
                progress);
        List<LesionedMode> outcomes = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        NamedArray baseline = null;
        for (Ablate.Mode mode : modes) {
            LesionRun.Removed removed = lesions.run(task, mode);
            baseline = removed.effect().baseline();
            warnings.addAll(removed.effect().warnings());
            outcomes.add(removed.outcome());
        }
        Reversal reversal = lesions.reversal(task, modes.get(0));
        if (reversal.moved() == 0) {
            outcomes.set(0, outcomes.get(0).unmoved());
        }
        warnings.addAll(new Doubts(set, task, circular).about(outcomes, reversal));
        Optional<Preregistration> asked = expected.map(h -> h.answered(question(task), modes.size()));
        asked.ifPresent(h -> warnings.addAll(0, h.doubts()));
        asked.ifPresent(h -> warnings.addAll(Doubts.undecidable(h, controls)));
        return new ControlledLesion(
                made(task, asked, reuse), set, task, baseline, outcomes, reversal, asked, circular, warnings);
    }

    /** What is asked: what has the same words has the same answer. */
    private String question(Task task) {
        return String.join(
                " | ",
                "lesion",
                set.where().electrodes().toString(),
                modes.toString(),
                reference.map(Activations::title).orElse(""),
                task.metric().toString(),
                atEvent ? "at the event" : "at the end",
                random + " controls, seed " + seed,
                Integer.toHexString(task.trials().hashCode()));
    }

    /** The stimuli that the set was chosen by, unless another reference was given or none is needed. */
    private Optional<Activations> reference(List<Control> controls) {
        boolean needed = modes.stream().anyMatch(m -> m != Ablate.Mode.ZERO);
        if (!needed || reference.isPresent() || set.chosenOn().isEmpty()) {
            return reference;
        }
        List<Selection> sets = new ArrayList<>();
        sets.add(set.where());
        controls.forEach(c -> sets.add(c.units().where()));
        return Optional.of(
                Recorder.on(model).at(Selection.union(sets)).progress(progress).reference(new Trials(set.chosenOn())));
    }

    private static Tail tail(Optional<Preregistration> expected) {
        return expected.map(Preregistration::tail).orElse(Tail.TWO_SIDED);
    }

    private Provenance made(Task task, Optional<Preregistration> expected, Reuse reuse) {
        Provenance made = model.provenance()
                .with("lesion", set.name() + ", " + set.count() + " units")
                .with("modes", modes.stream().map(Ablate.Mode::word).collect(Collectors.joining(", ")))
                .with("metric", task.metric().toString())
                .with("controls", random + " random, seed " + seed);
        if (expected.isPresent()) {
            made = made.with(expected.get());
        }
        return reuse.any() ? made.with(Reuse.STAMP, "tested on stimuli the units were chosen by") : made;
    }
}
