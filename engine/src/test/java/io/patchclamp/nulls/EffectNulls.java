package io.patchclamp.nulls;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

import io.patchclamp.Patchclamp;
import io.patchclamp.array.NamedArray;
import io.patchclamp.edit.Ablate;
import io.patchclamp.edit.Inject;
import io.patchclamp.lesion.Dissociated;
import io.patchclamp.lesion.Dissociation;
import io.patchclamp.lesion.LesionStudy;
import io.patchclamp.lesion.Task;
import io.patchclamp.lesion.UnitSet;
import io.patchclamp.metric.Metric;
import io.patchclamp.model.Model;
import io.patchclamp.sweep.DoseResponse;
import io.patchclamp.sweep.InjectEffect;
import io.patchclamp.sweep.Injection;
import io.patchclamp.trial.Trials;

/**
 * Lesions and injections in random weights. Over items nothing is there because each item says by the toss of a coin which
 * of two tokens is counted for the effect and which against it; among controls because the vector is one of them.
 */
final class EffectNulls {
    private static final Metric METRIC = Metric.parse("logit(one) - logit(two)");
    private static final Metric FIXED = Metric.parse("logit(\"a\") - logit(\"e\")");
    private static final List<String> TEXTS = List.of(
            "The quick fox",
            "A dog, 42 cats",
            "no one was here",
            "it is late",
            "two of them",
            "a red box",
            "In the morning",
            "Some birds",
            "she ran home",
            "not a word",
            "by the river",
            "four old men",
            "we saw him",
            "the last train",
            "an open door",
            "her own name",
            "far from it",
            "rain again",
            "a long letter",
            "most of us",
            "on the table",
            "his third try",
            "nothing else",
            "cold water");

    private final Rates rates;

    EffectNulls(Rates rates) {
        this.rates = rates;
    }

    void run() throws Exception {
        Rates.head("Effects of lesions and injections");
        try (Model model = Patchclamp.load(
                Path.of(EffectNulls.class.getResource("/parity/llama-grouped").toURI())
                        .toString())) {
            for (int n : new int[] {8, 12, 24}) {
                lesions(model, n);
                injections(model, n);
            }
        }
    }

    private void lesions(Model model, int n) {
        rates.of("lesion: mean effect over items, sign flips", n + " items", 500, seed -> LesionStudy.of(
                        model, set(model, "L0.mlp.neurons", seed))
                .controls(0)
                .modes(List.of(Ablate.Mode.ZERO))
                .run(new Task("coin", trials(0, n, seed), METRIC))
                .modes()
                .get(0)
                .items()
                .get(0)
                .p());
        rates.several(
                List.of("dissociation: interaction", "dissociation: the lesions differ on the first task"),
                "tasks of " + n + " and " + (24 - n == 0 ? 8 : Math.max(6, 24 - n)) + " items",
                500,
                seed -> {
                    Dissociated tested = new Dissociation(
                                    set(model, "L0.mlp.neurons", seed),
                                    set(model, "L1.mlp.neurons", seed + 1),
                                    Ablate.Mode.ZERO)
                            .run(
                                    model,
                                    new Task("first", trials(0, n, seed), METRIC),
                                    new Task(
                                            "second",
                                            trials(24 - Math.max(6, 24 - n), Math.max(6, 24 - n), seed + 2),
                                            METRIC));
                    return new double[] {
                        tested.interaction().p(), tested.within().get(0).p()
                    };
                });
    }

    private void injections(Model model, int n) {
        int width = model.config().dModel();
        rates.several(
                List.of("injection: rank among 39 random vectors", "injection: mean effect over items, sign flips"),
                n + " items, a random vector (rank: one metric for all)",
                300,
                seed -> {
                    float[] numbers = vector(width, seed);
                    InjectEffect rank = Injection.on(
                                    model, List.of(Inject.of(model.select("L0.resid_post"), 1, "v", numbers)))
                            .metric(FIXED)
                            .random(39)
                            .neutral(List.of())
                            .seed(seed)
                            .run(trials(0, n, seed));
                    InjectEffect items = Injection.on(
                                    model, List.of(Inject.of(model.select("L0.resid_post"), 1, "v", numbers)))
                            .metric(METRIC)
                            .random(0)
                            .neutral(List.of())
                            .seed(seed)
                            .run(trials(0, n, seed));
                    return new double[] {
                        rank.rank().map(r -> r.p()).orElse(Double.NaN),
                        items.items().map(r -> r.p()).orElse(Double.NaN)
                    };
                });
        rates.of("dose: trend of each item, signs flipped", n + " items, a random vector", 300, seed -> DoseResponse.on(
                        model,
                        model.select("L0.resid_post"),
                        "v",
                        NamedArray.of(List.of("unit"), new int[] {width}, vector(width, seed)))
                .doses(-2, -1, 1, 2)
                .metric(METRIC)
                .random(0)
                .neutral(List.of())
                .seed(seed)
                .run(trials(0, n, seed))
                .trend()
                .map(r -> r.p())
                .orElse(Double.NaN));
    }

    private static float[] vector(int width, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] numbers = new float[width];
        for (int i = 0; i < width; i++) {
            numbers[i] = (float) random.nextGaussian();
        }
        return numbers;
    }

    private static Trials trials(int from, int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Trials.Item> items = new ArrayList<>();
        for (String text : TEXTS.subList(from, from + count)) {
            boolean turned = random.nextBoolean();
            Map<String, String> columns = new LinkedHashMap<>();
            columns.put("one", turned ? "e" : "a");
            columns.put("two", turned ? "a" : "e");
            items.add(new Trials.Item(text, columns, Optional.empty()));
        }
        return new Trials(items);
    }

    static UnitSet set(Model model, String site, long seed) {
        String units = new SplittableRandom(seed)
                .ints(0, 28)
                .distinct()
                .limit(3)
                .sorted()
                .mapToObj(String::valueOf)
                .collect(Collectors.joining(","));
        return UnitSet.named(model.select(site + "[" + units + "]"));
    }
}
