package io.patchclamp.lesion;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.patchclamp.stats.PValue;
import io.patchclamp.stats.Preregistration;

/**
 * What should be known of a lesion before it is believed.
 *
 * @param set what was removed
 * @param task what was measured
 * @param circular whether testing on the stimuli of the choice was allowed
 */
record Doubts(UnitSet set, Task task, boolean circular) {
    /** A change of less than a hundredth of a nat is none that a reader of the text could notice. */
    private static final double NOTICEABLE = 0.01;

    List<String> about(List<LesionedMode> modes, Reversal reversal) {
        List<String> doubts = new ArrayList<>();
        if (circular && set.reuse(task.trials()).any()) {
            doubts.add(
                    "CIRCULAR: tested on stimuli that the units were chosen by. An effect is expected in pure noise.");
        }
        if (!reversal.complete()) {
            doubts.add("The model did not recover: in " + (reversal.trials() - reversal.recovered()) + " of "
                    + reversal.trials() + " trials the logits after the lesion differ from those before.");
        }
        if (reversal.moved() == 0) {
            doubts.add(
                    "The lesion changed no logit in any trial, to the bit: nothing reads these units here, or what was put in their"
                            + " place was there already. What is left of the effect is round-off, and not tested.");
        }
        task.metric().onlyRises().ifPresent(doubts::add);
        for (LesionedMode mode : modes) {
            if (mode.rank().isEmpty()) {
                doubts.add("There are no controls: how much removing as many other units does is not known.");
                break;
            }
        }
        for (LesionedMode mode : modes) {
            mode.offTarget().forEach(other -> damage(mode, other, doubts));
        }
        if (modes.stream().map(m -> Math.signum(m.mean())).distinct().count() > 1) {
            doubts.add("The direction of the effect depends on what is put in the units' place.");
        }
        double alpha = 0.05;
        if (modes.stream()
                        .filter(m -> !m.rank().isEmpty())
                        .map(m -> m.rank().get(0).p() <= alpha)
                        .distinct()
                        .count()
                > 1) {
            doubts.add(
                    "Whether the effect is larger than that of random sets depends on what is put in the units' place.");
        }
        return doubts;
    }

    /** Where even the largest effect would not be believed, that it was not says nothing. */
    static List<String> undecidable(Preregistration expected, List<Control> controls) {
        long random =
                controls.stream().filter(c -> c.kind() == Control.Kind.RANDOM).count();
        int needed = expected.controls(expected.questions());
        return random > 0 && random < needed
                ? List.of("'" + expected.hypothesis().name() + "' cannot be borne out by a rank among " + random
                        + " random sets, whatever the effect: it is believed at p ≤ "
                        + PValue.level(expected.threshold()) + ", which takes " + needed + ".")
                : List.of();
    }

    /** A broken transistor stops every game: what hurts everything has shown no function. */
    private static void damage(LesionedMode mode, LesionedMode.OffTarget other, List<String> doubts) {
        boolean beyond = Math.abs(other.effect()) >= NOTICEABLE
                && other.random().size() > 1
                && other.random().stream().allMatch(r -> Math.abs(r) < Math.abs(other.effect()));
        if (beyond) {
            doubts.add(String.format(
                    Locale.ROOT,
                    "Replaced by %s, %s changes by %.2g %s, more than with any random set too: this may be damage, and not"
                            + " a function.",
                    mode.mode().word(),
                    other.task().name(),
                    other.effect(),
                    other.task().metric().unit()));
        }
    }
}
