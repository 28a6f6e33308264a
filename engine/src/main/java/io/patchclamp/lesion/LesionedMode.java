package io.patchclamp.lesion;

import java.util.List;
import java.util.Objects;

import io.patchclamp.edit.Ablate;
import io.patchclamp.stats.TestResult;

/**
 * What removing a set did, in one way of removing.
 *
 * @param mode what was put in the units' place
 * @param effect the metric with the set removed minus without, one a trial
 * @param items whether the mean effect over trials differs from 0; nothing where all trials have the same effect, where
 *     no logit moved, or where the metric can only rise
 * @param controls what removing each control did
 * @param rank where the effect stands among random and among norm-matched controls; nothing without controls
 * @param offTarget what it did to other tasks
 */
public record LesionedMode(
        Ablate.Mode mode,
        List<Double> effect,
        List<TestResult> items,
        List<ControlEffect> controls,
        List<TestResult> rank,
        List<OffTarget> offTarget) {
    public LesionedMode {
        Objects.requireNonNull(mode, "mode");
        effect = List.copyOf(effect);
        items = List.copyOf(items);
        controls = List.copyOf(controls);
        rank = List.copyOf(rank);
        offTarget = List.copyOf(offTarget);
    }

    /**
     * What removing a control did.
     *
     * @param control which
     * @param mean its effect, averaged over trials
     */
    public record ControlEffect(Control control, double mean) {
        public ControlEffect {
            Objects.requireNonNull(control, "control");
        }
    }

    /**
     * What it did to another task.
     *
     * @param task which
     * @param baseline its metric without a lesion, averaged over its trials
     * @param effect with the lesion minus without, averaged over its trials
     * @param random the same of up to nine random controls
     */
    public record OffTarget(Task task, double baseline, double effect, List<Double> random) {
        public OffTarget {
            Objects.requireNonNull(task, "task");
            random = List.copyOf(random);
        }
    }

    /** The same where no logit moved: what a sweep in batches of another shape leaves is round-off, which no test is about. */
    LesionedMode unmoved() {
        return new LesionedMode(mode, effect, List.of(), controls, rank, offTarget);
    }

    /**
     * The mean effect.
     *
     * @return over trials, in the metric's unit
     */
    public double mean() {
        return effect.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
    }
}
