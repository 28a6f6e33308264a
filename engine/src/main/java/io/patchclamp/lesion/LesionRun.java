package io.patchclamp.lesion;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.patchclamp.edit.Ablate;
import io.patchclamp.edit.Activations;
import io.patchclamp.edit.Edit;
import io.patchclamp.lesion.LesionedMode.ControlEffect;
import io.patchclamp.lesion.LesionedMode.OffTarget;
import io.patchclamp.model.Model;
import io.patchclamp.model.Selection;
import io.patchclamp.progress.Progress;
import io.patchclamp.sweep.LesionEffect;
import io.patchclamp.sweep.Lesions;

/**
 * Removes a set and its controls.
 *
 * @param model who is lesioned
 * @param set what is removed
 * @param controls what is removed beside it, one at a time
 * @param reference over what a mean is taken; the task's own stimuli, if there is none
 * @param offTarget what else is measured
 * @param judgement what the effects are worth
 * @param atEvent whether the metric is read at the event
 * @param seed what resampling is drawn from
 * @param progress counts sets times trials
 */
record LesionRun(
        Model model,
        UnitSet set,
        List<Control> controls,
        Optional<Activations> reference,
        List<Task> offTarget,
        Judgement judgement,
        boolean atEvent,
        long seed,
        Progress progress) {
    /** So many random sets are held against other tasks, which have many more trials: their span is shown, no rank. */
    static final int OFF_TARGET_CONTROLS = 9;

    /**
     * One way of removing.
     *
     * @param effect of the set, and of each control after it
     * @param outcome what it is worth
     */
    record Removed(LesionEffect effect, LesionedMode outcome) {}

    Removed run(Task task, Ablate.Mode mode) {
        List<Selection> sets = new ArrayList<>();
        sets.add(set.where());
        controls.forEach(c -> sets.add(c.units().where()));
        LesionEffect effect = lesions(sets, mode, task, atEvent);
        List<Double> items = new ArrayList<>();
        for (int t = 0; t < task.trials().count(); t++) {
            items.add((double) effect.effect().get(0, t));
        }
        List<ControlEffect> compared = new ArrayList<>();
        for (int c = 0; c < controls.size(); c++) {
            compared.add(new ControlEffect(controls.get(c), effect.mean(c + 1)));
        }
        LesionedMode outcome = new LesionedMode(
                mode,
                items,
                task.metric().onlyRises().isPresent() ? List.of() : judgement.items(items),
                compared,
                judgement.ranks(effect.mean(0), compared, task.trials().count()),
                offTarget.stream().map(other -> elsewhere(other, mode)).toList());
        return new Removed(effect, outcome);
    }

    Reversal reversal(Task task, Ablate.Mode mode) {
        Edit lesion = Edit.of(set.where(), new Ablate(mode, reference, seed));
        return Reversal.of(model, set.where(), lesion, task.trials(), progress);
    }

    private LesionEffect lesions(List<Selection> sets, Ablate.Mode mode, Task task, boolean event) {
        return Lesions.onEach(model, sets)
                .mode(mode, reference, seed)
                .metric(task.metric())
                .readAtEvent(event)
                .progress(progress)
                .run(task.trials());
    }

    /** What random sets do to other tasks is what damage of this size does. */
    private OffTarget elsewhere(Task other, Ablate.Mode mode) {
        List<Selection> sets = new ArrayList<>();
        sets.add(set.where());
        controls.stream()
                .filter(c -> c.kind() == Control.Kind.RANDOM)
                .limit(OFF_TARGET_CONTROLS)
                .forEach(c -> sets.add(c.units().where()));
        LesionEffect effect = lesions(sets, mode, other, false);
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
}
