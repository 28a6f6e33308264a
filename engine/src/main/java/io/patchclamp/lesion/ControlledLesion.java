package io.patchclamp.lesion;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import io.patchclamp.array.NamedArray;
import io.patchclamp.provenance.Provenance;
import io.patchclamp.record.Exportable;
import io.patchclamp.record.ResultArray;
import io.patchclamp.stats.Preregistration;

/**
 * What removing a set of units did, beside what removing others did. Other units may take over what was removed, so that
 * an effect is a lower bound of what the units do (self-repair).
 *
 * @param provenance how it was made
 * @param set what was removed
 * @param task what was measured
 * @param baseline {@code [trial]}, the metric with nothing removed
 * @param modes one a way of removing
 * @param reversal whether anything was left behind
 * @param hypothesis what was expected beside these data, if it was written down
 * @param circular whether testing on the stimuli of the choice was allowed
 * @param warnings what should be known before it is believed
 */
public record ControlledLesion(
        Provenance provenance,
        UnitSet set,
        Task task,
        NamedArray baseline,
        List<LesionedMode> modes,
        Reversal reversal,
        Optional<Preregistration> hypothesis,
        boolean circular,
        List<String> warnings)
        implements Exportable {
    public ControlledLesion {
        Objects.requireNonNull(provenance, "provenance");
        Objects.requireNonNull(set, "set");
        Objects.requireNonNull(task, "task");
        Objects.requireNonNull(baseline, "baseline");
        modes = List.copyOf(modes);
        Objects.requireNonNull(reversal, "reversal");
        Objects.requireNonNull(hypothesis, "hypothesis");
        warnings = List.copyOf(warnings);
    }

    /**
     * {@code baseline [trial]}, {@code effect [mode, trial]}, {@code controls [mode, control]} (mean effects),
     * {@code control_kinds [control]} (the order of {@link Control.Kind}), {@code off_target [mode, task, 2]} (baseline and
     * effect).
     */
    @Override
    public List<ResultArray> exported() {
        int trials = task.trials().count();
        LesionedMode first = modes.get(0);
        ResultArray effect = ResultArray.floats("effect", modes.size(), trials);
        ResultArray controls =
                ResultArray.floats("controls", modes.size(), first.controls().size());
        ResultArray kinds = ResultArray.ids("control_kinds", first.controls().size());
        ResultArray other =
                ResultArray.floats("off_target", modes.size(), first.offTarget().size(), 2);
        for (int c = 0; c < first.controls().size(); c++) {
            kinds.put(first.controls().get(c).control().kind().ordinal(), c);
        }
        for (int m = 0; m < modes.size(); m++) {
            LesionedMode mode = modes.get(m);
            for (int t = 0; t < trials; t++) {
                effect.put(mode.effect().get(t), m, t);
            }
            for (int c = 0; c < mode.controls().size(); c++) {
                controls.put(mode.controls().get(c).mean(), m, c);
            }
            for (int k = 0; k < mode.offTarget().size(); k++) {
                other.put(mode.offTarget().get(k).baseline(), m, k, 0);
                other.put(mode.offTarget().get(k).effect(), m, k, 1);
            }
        }
        List<ResultArray> arrays = new ArrayList<>(List.of(ResultArray.of("baseline", baseline), effect));
        if (!first.controls().isEmpty()) {
            arrays.addAll(List.of(controls, kinds));
        }
        if (!first.offTarget().isEmpty()) {
            arrays.add(other);
        }
        return arrays;
    }
}
