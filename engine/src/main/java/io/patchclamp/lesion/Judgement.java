package io.patchclamp.lesion;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.patchclamp.lesion.LesionedMode.ControlEffect;
import io.patchclamp.stats.ControlGroup;
import io.patchclamp.stats.Effect;
import io.patchclamp.stats.Intervals;
import io.patchclamp.stats.PermutationTests;
import io.patchclamp.stats.Resampling;
import io.patchclamp.stats.Tail;
import io.patchclamp.stats.TestResult;

/**
 * What a lesion's effects are worth.
 *
 * @param tail which direction counts
 * @param seed what control sets are drawn from, and sign flips where they are too many to count
 * @param questions how many effects are judged side by side: one for each thing that is put in the units' place
 */
record Judgement(Tail tail, long seed, int questions) {
    /** Whether the mean effect over items differs from 0; nothing where no item has an effect. */
    List<TestResult> items(List<Double> effects) {
        double[] d = effects.stream().mapToDouble(Double::doubleValue).toArray();
        if (d.length < 2 || effects.stream().allMatch(e -> e == 0)) {
            return List.of();
        }
        TestResult flips = PermutationTests.signFlips(d, tail, Resampling.of(seed));
        double mean =
                effects.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
        List<Effect> sizes = new ArrayList<>();
        boolean varied = !flips.effects().isEmpty(); // where all items are hurt alike there is no interval
        sizes.add(new Effect("mean effect", mean, varied ? Optional.of(Intervals.mean(d, 0.95)) : Optional.empty()));
        flips.effects().stream().filter(e -> e.name().contains("Cohen")).forEach(sizes::add);
        return List.of(new TestResult(
                flips.name(),
                flips.symbol(),
                flips.statistic(),
                flips.df(),
                flips.p(),
                sizes,
                flips.basis().corrected(flips.basis().correction(), questions),
                flips.notes()));
    }

    /** Where the effect stands among each kind of control that there are several of. */
    List<TestResult> ranks(double observed, List<ControlEffect> controls, int trials) {
        List<TestResult> ranks = new ArrayList<>();
        for (Control.Kind kind : List.of(Control.Kind.RANDOM, Control.Kind.NORM_MATCHED)) {
            double[] others = controls.stream()
                    .filter(c -> c.control().kind() == kind)
                    .mapToDouble(ControlEffect::mean)
                    .toArray();
            if (others.length > 0) {
                TestResult rank = new ControlGroup(
                                kind.word() + " sets",
                                "set of units",
                                "sets of as many units at the same sites; these stimuli and this model: fixed",
                                trials,
                                seed)
                        .rank(observed, others, tail);
                ranks.add(rank.on(rank.basis().corrected(rank.basis().correction(), questions)));
            }
        }
        return ranks;
    }
}
