package io.patchclamp.nulls;

import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongFunction;
import java.util.stream.Collectors;

import io.patchclamp.Patchclamp;
import io.patchclamp.edit.Ablate;
import io.patchclamp.epoch.Responses;
import io.patchclamp.lesion.Control;
import io.patchclamp.lesion.LesionStudy;
import io.patchclamp.lesion.LesionedMode;
import io.patchclamp.lesion.Localization;
import io.patchclamp.lesion.Localizer;
import io.patchclamp.lesion.Task;
import io.patchclamp.lesion.UnitSet;
import io.patchclamp.metric.Metric;
import io.patchclamp.model.Model;
import io.patchclamp.phantom.Phantom;
import io.patchclamp.record.Pool;
import io.patchclamp.record.Recorder;
import io.patchclamp.stats.PermutationTests;
import io.patchclamp.stats.Tail;
import io.patchclamp.trial.Trials;

/** Lesions of units that do no more than any others: chosen at random, or by what has nothing to do with their effect. */
final class LesionNulls {
    private static final Metric METRIC = Metric.parse("logit(\"a\") - logit(\"e\")");
    private static final Trials TEXTS =
            Trials.of("The quick fox", "A dog, 42 cats", "no one was here", "it is late", "two of them", "a red box");
    private static final List<String> RANKS = List.of(
            "rank among random sets, two-sided",
            "the same, one-sided (less)",
            "the same, one-sided (greater)",
            "rank among norm-matched sets, two-sided",
            "the same, one-sided (less)",
            "the same, one-sided (greater)");

    private final Rates rates;

    LesionNulls(Rates rates) {
        this.rates = rates;
    }

    void run() throws Exception {
        Rates.head("Ranks of lesions");
        rates.several(
                RANKS,
                "24 causal units of 64, none selective, 40 trials, top 10 localized on S",
                1000,
                phantom("phantom:selective?units=32&both=0&causal=24&selective=0&seed=", 10, 40));
        String random = Path.of(
                        LesionNulls.class.getResource("/parity/llama-grouped").toURI())
                .toString();
        try (Model model = Patchclamp.load(random)) {
            for (int size : List.of(7, 1, 3)) {
                rates.several(
                        RANKS.subList(0, 3),
                        size + " random of 28 units, random weights",
                        1000,
                        seed -> ranks(study(model, set(model, size, seed), seed)));
            }
        }
        rates.several(
                RANKS,
                "4 causal units of 128, none selective, 60 trials, top 5 localized on S",
                400,
                phantom("phantom:selective?both=0&causal=4&selective=0&seed=", 5, 60));
        rates.several(
                RANKS,
                "null phantom, 60 trials, top 5 of 128 localized on S",
                200,
                phantom("phantom:null?seed=", 5, 60));
    }

    private static LongFunction<double[]> phantom(String name, int top, int count) {
        return seed -> {
            String reference = name + Math.floorMod(seed, 1_000_000);
            Phantom phantom = Phantom.of(reference);
            Trials trials = phantom.trials(count, seed);
            try (Model model = Patchclamp.load(reference)) {
                Localization found = Localizer.on(Responses.of(Recorder.on(model)
                                .at(phantom.truth().at())
                                .pool(Pool.EVENT)
                                .record(trials)))
                        .by("condition")
                        .contrast("animal", "tool")
                        .split(List.of("group"), 0.5)
                        .top(top)
                        .seed(seed, 99)
                        .find();
                return ranks(LesionStudy.of(model, found.set())
                        .controls(39)
                        .seed(seed)
                        .run(new Task("verb", found.split().t(), phantom.metric()))
                        .modes()
                        .get(0));
            }
        };
    }

    private static LesionedMode study(Model model, UnitSet set, long seed) {
        return LesionStudy.of(model, set)
                .controls(39)
                .modes(List.of(Ablate.Mode.ZERO))
                .seed(seed)
                .run(new Task("letters", TEXTS, METRIC))
                .modes()
                .get(0);
    }

    private static double[] ranks(LesionedMode mode) {
        double[] random = means(mode, Control.Kind.RANDOM);
        double[] matched = means(mode, Control.Kind.NORM_MATCHED);
        if (matched.length == 0) {
            return new double[] {mode.rank().get(0).p(), rank(mode, random, Tail.LESS), rank(mode, random, Tail.GREATER)
            };
        }
        double[] all = {
            mode.rank().get(0).p(),
            rank(mode, random, Tail.LESS),
            rank(mode, random, Tail.GREATER),
            mode.rank().get(1).p(),
            rank(mode, matched, Tail.LESS),
            rank(mode, matched, Tail.GREATER)
        };
        return all;
    }

    private static double rank(LesionedMode mode, double[] controls, Tail tail) {
        return PermutationTests.controlRank(mode.mean(), controls, tail).p();
    }

    private static double[] means(LesionedMode mode, Control.Kind kind) {
        return mode.controls().stream()
                .filter(c -> c.control().kind() == kind)
                .mapToDouble(LesionedMode.ControlEffect::mean)
                .toArray();
    }

    private static UnitSet set(Model model, int size, long seed) {
        String units = new SplittableRandom(seed)
                .ints(0, 28)
                .distinct()
                .limit(size)
                .sorted()
                .mapToObj(String::valueOf)
                .collect(Collectors.joining(","));
        return UnitSet.named(model.select("L0.mlp.neurons[" + units + "]"));
    }
}
