package io.patchclamp.phantom;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

import io.patchclamp.Patchclamp;
import io.patchclamp.epoch.Contrast;
import io.patchclamp.epoch.Responses;
import io.patchclamp.epoch.Selectivity;
import io.patchclamp.model.Model;
import io.patchclamp.record.Pool;
import io.patchclamp.record.Recorder;
import io.patchclamp.stats.Correction;
import io.patchclamp.stats.FamilyResult;
import io.patchclamp.stats.Resampling;
import io.patchclamp.trial.Trials;

/**
 * What the analyses find in one phantom.
 *
 * @param truth what is planted
 * @param maxT units found by max-T at .05
 * @param bh units found by Welch's t and Benjamini and Hochberg at .05
 * @param uncorrected units found by Welch's t at .05 alone
 * @param hurt units whose lesion changes the metric, where that was asked
 */
record Calibration(Truth truth, Set<String> maxT, Set<String> bh, Set<String> uncorrected, Set<String> hurt) {
    private static final double ALPHA = 0.05;
    private static final int TRIALS = 60;

    static Calibration of(String reference, long seed, boolean lesions) {
        Phantom phantom = Phantom.of(reference);
        Trials trials = phantom.trials(TRIALS, seed);
        try (Model model = Patchclamp.load(reference)) {
            Responses all = Responses.of(
                    Recorder.on(model).at(phantom.truth().at()).pool(Pool.EVENT).record(trials));
            Contrast contrast = Selectivity.of(all).conditions("animal", "tool").resampling(new Resampling(999, seed));
            Selectivity found = contrast.by("condition");
            FamilyResult bh = found.each().corrected(Correction.BENJAMINI_HOCHBERG);
            return new Calibration(
                    phantom.truth(),
                    names(all, u -> found.family().p(u) <= ALPHA),
                    names(all, u -> bh.p(u) <= ALPHA),
                    names(all, u -> found.each().p(u) <= ALPHA),
                    lesions
                            ? Hurting.units(
                                    model, phantom, new Trials(trials.items().subList(0, 12)), Hurting.ROUND_OFF)
                            : Set.of());
        }
    }

    private static Set<String> names(Responses all, Predicate<Integer> found) {
        Set<String> names = new HashSet<>();
        for (int u = 0; u < all.units().size(); u++) {
            if (found.test(u)) {
                names.add(all.units().get(u).name());
            }
        }
        return names;
    }

    /** Which share of the selective units is among these. */
    double recall(Set<String> found) {
        List<String> there = truth.selective();
        return there.stream().filter(found::contains).count() / (double) there.size();
    }

    /** How many of these are not selective. */
    int wrong(Set<String> found) {
        List<String> wrong = new ArrayList<>(found);
        wrong.removeAll(truth.selective());
        return wrong.size();
    }

    /** Which share of these is not selective; 0 of none. */
    double falseShare(Set<String> found) {
        return found.isEmpty() ? 0 : wrong(found) / (double) found.size();
    }
}
