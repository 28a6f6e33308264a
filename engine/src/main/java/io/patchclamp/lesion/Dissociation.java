package io.patchclamp.lesion;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

import io.patchclamp.edit.Ablate;
import io.patchclamp.edit.Activations;
import io.patchclamp.fault.PatchclampException;
import io.patchclamp.model.Model;
import io.patchclamp.model.Selection;
import io.patchclamp.progress.Progress;
import io.patchclamp.provenance.Provenance;
import io.patchclamp.record.Recorder;
import io.patchclamp.stats.PermutationTests;
import io.patchclamp.stats.Preregistration;
import io.patchclamp.stats.Resampling;
import io.patchclamp.stats.Tail;
import io.patchclamp.stats.TestResult;
import io.patchclamp.sweep.LesionEffect;
import io.patchclamp.sweep.Lesions;
import io.patchclamp.trial.Ledger;
import io.patchclamp.trial.Trials;

/**
 * Whether two sets of units do different things: removing A hurts the first task more than removing B does, and removing B
 * the second. That one p is small and another is not says nothing of it; the interaction is tested.
 *
 * @param first the first set
 * @param second the second set
 * @param mode what is put in the units' place
 */
public record Dissociation(UnitSet first, UnitSet second, Ablate.Mode mode) {
    public Dissociation {
        Objects.requireNonNull(first, "first");
        Objects.requireNonNull(second, "second");
        Objects.requireNonNull(mode, "mode");
    }

    /**
     * How many units are in both sets: removing those is no difference between the lesions.
     *
     * @return 0 if the sets are disjoint
     */
    public int shared() {
        return first.shared(second);
    }

    /**
     * Removes both from both tasks, one at a time; permutations are drawn from seed 1.
     *
     * @param model who is lesioned
     * @param firstTask what the first set is thought to do
     * @param secondTask what the second set is thought to do
     * @return the four effects and their interaction
     * @throws io.patchclamp.fault.PatchclampException if both sets are the same units, a set was chosen by stimuli of
     *     either task, a prompt is shown twice, or a prompt does not fit
     */
    public Dissociated run(Model model, Task firstTask, Task secondTask) {
        return run(model, firstTask, secondTask, 1, Progress.SILENT);
    }

    /**
     * Removes both from both tasks, one at a time, with a seed of your own.
     *
     * @param model who is lesioned
     * @param firstTask what the first set is thought to do
     * @param secondTask what the second set is thought to do
     * @param seed what permutations are drawn from
     * @param progress counts sets times trials
     * @return the four effects and their interaction
     * @throws io.patchclamp.fault.PatchclampException if both sets are the same units, a set was chosen by stimuli of
     *     either task, a prompt is shown twice, or a prompt does not fit
     */
    public Dissociated run(Model model, Task firstTask, Task secondTask, long seed, Progress progress) {
        return run(model, firstTask, secondTask, Optional.empty(), seed, progress);
    }

    /**
     * The same with what was expected: with a direction, the interaction's p is one-sided.
     *
     * @param model who is lesioned
     * @param firstTask what the first set is thought to do
     * @param secondTask what the second set is thought to do
     * @param expected about the first task's metric: which way the first set moves it more than the second does
     * @param seed what permutations are drawn from
     * @param progress counts sets times trials
     * @return the four effects and their interaction
     * @throws io.patchclamp.fault.PatchclampException if both sets are the same units, a set was chosen by stimuli of
     *     either task, a prompt is shown twice, a prompt does not fit, or the hypothesis is about another metric
     */
    public Dissociated run(
            Model model,
            Task firstTask,
            Task secondTask,
            Optional<Preregistration> expected,
            long seed,
            Progress progress) {
        List<Trials.Item> both = Stream.concat(
                        firstTask.trials().items().stream(), secondTask.trials().items().stream())
                .toList();
        UnitSet one = first.recalled(model, new Trials(both));
        UnitSet two = second.recalled(model, new Trials(both));
        return new Dissociation(one, two, mode).ask(model, firstTask, secondTask, expected, seed, progress);
    }

    private Dissociated ask(
            Model model,
            Task firstTask,
            Task secondTask,
            Optional<Preregistration> expected,
            long seed,
            Progress progress) {
        expected.ifPresent(h -> h.hypothesis().checkMetric(firstTask.metric().toString()));
        int shared = shared();
        if (shared == first.count() && shared == second.count()) {
            throw new PatchclampException(
                    "The sets '" + first.name() + "' and '" + second.name() + "' are the same "
                            + (shared == 1 ? "unit" : shared + " units") + ": their lesions cannot differ.",
                    "two sets, such as what two contrasts found");
        }
        Selection places = Selection.union(List.of(first.where(), second.where()));
        Ledger ledger = Ledger.of(model);
        Optional<Preregistration> known = expected.map(h -> ledger.beside(
                ledger.beside(h, firstTask.metric().toString(), places, firstTask.trials()),
                secondTask.metric().toString(),
                places,
                secondTask.trials()));
        Tail tail = known.map(Preregistration::tail).orElse(Tail.TWO_SIDED);
        for (Task task : List.of(firstTask, secondTask)) {
            first.reuse(task.trials()).refuseAlways();
            second.reuse(task.trials()).refuseAlways();
            task.trials().refuseRepeatedPrompts();
        }
        Optional<Activations> reference = reference(model, progress);
        LesionEffect one = lesions(model, firstTask, reference, seed, progress);
        LesionEffect two = lesions(model, secondTask, reference, seed, progress);
        double[] onFirst = contrast(one);
        double[] onSecond = contrast(two);
        Resampling resampling = Resampling.of(seed);
        TestResult tested = PermutationTests.interactionBetween(onFirst, onSecond, tail, resampling);
        TestResult raw =
                tested.on(tested.basis().named(firstTask.name(), onFirst.length, secondTask.name(), onSecond.length));
        List<TestResult> within = new ArrayList<>();
        within.add(PermutationTests.signFlips(onFirst, Tail.TWO_SIDED, resampling));
        within.add(PermutationTests.signFlips(onSecond, Tail.TWO_SIDED, resampling));
        boolean crossed = mean(onFirst) * mean(onSecond) < 0;
        List<String> notes = new ArrayList<>();
        if (!crossed) {
            notes.add("The same lesion does more in both tasks: the lines do not cross, and another scale of a metric"
                    + " could make the interaction go away.");
        }
        if (!firstTask.metric().unit().equals(secondTask.metric().unit())) {
            notes.add("The tasks are measured in " + firstTask.metric().unit() + " and "
                    + secondTask.metric().unit() + ": only the crossing can be compared, not the sizes.");
        }
        int items = firstTask.trials().count() + secondTask.trials().count();
        Optional<Preregistration> beside =
                known.map(h -> h.on(items).answered(question(firstTask, secondTask, seed), 1));
        beside.ifPresent(h -> notes.addAll(h.doubts()));
        beside.ifPresent(h -> notes.add(
                "The hypothesis '" + h.hypothesis().name() + "' is " + h.verdict(raw.p()) + " (interaction)."));
        Provenance made = model.provenance()
                .with("dissociation", first.name() + " and " + second.name())
                .with("lesion", mode.word())
                .with("metrics", firstTask.metric() + "; " + secondTask.metric());
        return new Dissociated(
                beside.isPresent() ? made.with(beside.get()) : made,
                this,
                List.of(firstTask, secondTask),
                List.of(row(one, 0), row(one, 1), row(two, 0), row(two, 1)),
                raw,
                within,
                crossed,
                notes);
    }

    private String question(Task firstTask, Task secondTask, long seed) {
        return String.join(
                " | ",
                "dissociation",
                first.where().electrodes().toString(),
                second.where().electrodes().toString(),
                mode.toString(),
                firstTask.metric().toString(),
                Integer.toHexString(firstTask.trials().hashCode()),
                secondTask.metric().toString(),
                Integer.toHexString(secondTask.trials().hashCode()),
                "seed " + seed);
    }

    private Optional<Activations> reference(Model model, Progress progress) {
        if (mode == Ablate.Mode.ZERO
                || first.chosenOn().isEmpty()
                || second.chosenOn().isEmpty()) {
            return Optional.empty();
        }
        List<Trials.Item> both = new ArrayList<>(first.chosenOn());
        second.chosenOn().stream().filter(i -> !both.contains(i)).forEach(both::add);
        return Optional.of(Recorder.on(model)
                .at(Selection.union(List.of(first.where(), second.where())))
                .progress(progress)
                .reference(new Trials(both)));
    }

    private LesionEffect lesions(
            Model model, Task task, Optional<Activations> reference, long seed, Progress progress) {
        return Lesions.onEach(model, List.of(first.where(), second.where()))
                .mode(mode, reference, seed)
                .metric(task.metric())
                .progress(progress)
                .run(task.trials());
    }

    private static List<Double> row(LesionEffect effect, int cell) {
        List<Double> row = new ArrayList<>();
        for (int t = 0; t < effect.trials().count(); t++) {
            row.add((double) effect.effect().get(cell, t));
        }
        return row;
    }

    /** By item: what removing the first set does more than removing the second. */
    private static double[] contrast(LesionEffect effect) {
        double[] d = new double[effect.trials().count()];
        for (int t = 0; t < d.length; t++) {
            d[t] = (double) effect.effect().get(0, t) - effect.effect().get(1, t);
        }
        return d;
    }

    private static double mean(double... x) {
        double sum = 0;
        for (double v : x) {
            sum += v;
        }
        return sum / x.length;
    }
}
