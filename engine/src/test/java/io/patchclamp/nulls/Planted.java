package io.patchclamp.nulls;

import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.patchclamp.epoch.Responses;
import io.patchclamp.epoch.Selectivity;
import io.patchclamp.model.Model;
import io.patchclamp.phantom.Phantom;
import io.patchclamp.record.Pool;
import io.patchclamp.record.Recorder;
import io.patchclamp.stats.Correction;
import io.patchclamp.stats.FamilyResult;
import io.patchclamp.stats.Resampling;
import io.patchclamp.trial.Trials;

/**
 * What is found in a phantom at .05.
 *
 * @param maxT by max-T
 * @param bh by Benjamini and Hochberg
 */
record Planted(Set<String> maxT, Set<String> bh) {

    static Planted of(Model model, Phantom phantom, Trials trials, long seed) {
        Responses all = Responses.of(
                Recorder.on(model).at(phantom.truth().at()).pool(Pool.EVENT).record(trials));
        Selectivity read = Selectivity.of(all)
                .conditions("animal", "tool")
                .resampling(new Resampling(999, seed))
                .by("condition");
        FamilyResult rate = read.each().corrected(Correction.BENJAMINI_HOCHBERG);
        return new Planted(names(all, u -> read.family().p(u) <= .05), names(all, u -> rate.p(u) <= .05));
    }

    private static Set<String> names(Responses all, IntPredicate found) {
        return IntStream.range(0, all.units().size())
                .filter(found)
                .mapToObj(u -> all.units().get(u).name())
                .collect(Collectors.toSet());
    }
}
