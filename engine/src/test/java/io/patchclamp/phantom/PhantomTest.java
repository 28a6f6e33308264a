package io.patchclamp.phantom;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

import io.patchclamp.Patchclamp;
import io.patchclamp.array.NamedArray;
import io.patchclamp.attribute.Attribution;
import io.patchclamp.epoch.Responses;
import io.patchclamp.fault.LoadException;
import io.patchclamp.fault.PatchclampException;
import io.patchclamp.generate.GeneratedTrial;
import io.patchclamp.generate.Generator;
import io.patchclamp.lens.HeadDetectors;
import io.patchclamp.lens.HeadScores;
import io.patchclamp.lens.LogitLens;
import io.patchclamp.model.LoadOptions;
import io.patchclamp.model.Model;
import io.patchclamp.model.SampleText;
import io.patchclamp.progress.Progress;
import io.patchclamp.record.Pool;
import io.patchclamp.record.Recorder;
import io.patchclamp.trial.Trials;
import io.patchclamp.trial.Trials.Item;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class PhantomTest {
    /** A lesion that does less than this does nothing: what is planted does a hundred times as much, round-off a hundredth. */
    private static final double NOTHING = 1e-3;

    @Test
    void overAllNounsPlantedUnitsDifferByTheirDAndOthersNotAtAll() {
        Phantom phantom = Phantom.of("phantom:selective?seed=5&d=1.5");
        List<Item> items = new ArrayList<>();
        for (String kind : List.of("animal", "tool")) {
            for (String noun : Lexicon.ENGLISH.list(kind)) {
                items.add(new Item(
                        "In the old story the " + noun, java.util.Map.of("condition", kind), Optional.empty()));
            }
        }
        Responses all = responses(phantom, new Trials(items), Pool.LAST);
        int half = items.size() / 2;
        for (int u = 0; u < all.units().size(); u++) {
            double[] animals = column(all, u, 0, half);
            double[] tools = column(all, u, half, items.size());
            String name = all.units().get(u).name();
            double d = phantom.truth().planted().stream()
                    .filter(p -> p.unit().equals(name))
                    .mapToDouble(Planted::d)
                    .sum();
            assertThat(mean(animals) - mean(tools)).as(name).isCloseTo(d, within(0.01 * Math.max(1, Math.abs(d))));
            // the noun has 0.6 of the variance, the adjective, here always the same word, the rest
            assertThat(variance(animals)).as(name).isCloseTo(0.6, within(0.02));
            assertThat(variance(tools)).as(name).isCloseTo(0.6, within(0.02));
        }
        assertThat(phantom.truth().selective()).hasSize(5);
    }

    @Test
    void theSelectivePhantomSaysWhatAnimalsAndToolsDo() {
        Phantom phantom = Phantom.of("phantom:selective");
        try (Model model = Patchclamp.load(phantom.reference())) {
            Trials trials = phantom.trials(60, 1);
            assertThat(rightAnswers(model, trials)).isBetween(50L, 60L);
        }
    }

    @Test
    void lesionsOfSingleUnitsFindTheCausalOnesAndNoOther() {
        Phantom phantom = Phantom.of("phantom:selective?seed=2");
        assertThat(hurt(phantom, phantom.trials(40, 3), NOTHING))
                .isEqualTo(new HashSet<>(phantom.truth().causal()))
                .isNotEqualTo(new HashSet<>(phantom.truth().selective()))
                .hasSize(5);
    }

    @Test
    void nothingIsPlantedInTheNullPhantomAndNothingHurtsIt() {
        Phantom phantom = Phantom.of("phantom:null?seed=2");
        assertThat(phantom.truth().planted()).isEmpty();
        assertThat(hurt(phantom, phantom.trials(20, 3), NOTHING)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"phantom:induction", "phantom:induction?seed=9&layers=3", "phantom:induction?seed=12"})
    void headDetectorsFindThePlantedInductionCircuit(String reference) {
        Phantom phantom = Phantom.of(reference);
        try (Model model = Patchclamp.load(reference)) {
            HeadScores scores = HeadDetectors.on(model).run();
            List<String> causal = phantom.truth().causal();
            assertThat(above(scores.previous(), 0.5)).containsExactly(causal.get(0));
            assertThat(above(scores.induction(), 0.5)).containsExactly(causal.get(1));
            assertThat(above(scores.duplicate(), 0.2)).isEmpty();
        }
    }

    @Test
    void theInductionPhantomGoesOnWithWhatItHeardBefore() {
        Phantom phantom = Phantom.of("phantom:induction");
        Trials trials = phantom.trials(40, 1);
        try (Model model = Patchclamp.load(phantom.reference())) {
            assertThat(rightAnswers(model, having(trials, "repeat"))).isEqualTo(20);
            assertThat(rightAnswers(model, having(trials, "fresh"))).isZero();
        }
        assertThat(hurt(phantom, having(trials, "repeat"), 0.1))
                .isEqualTo(new HashSet<>(phantom.truth().causal()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"phantom:modular", "phantom:modular?seed=4&p=10&units=100&layers=1"})
    void theModularPhantomKnowsEverySumByOneUnit(String reference) {
        Phantom phantom = Phantom.of(reference);
        int p = reference.contains("p=10") ? 10 : 7;
        List<Item> items = new ArrayList<>();
        for (int pair = 0; pair < p * p; pair++) {
            String answer = " " + (pair / p + pair % p) % p;
            items.add(new Item(
                    "So " + pair / p + " + " + pair % p + " =", java.util.Map.of("answer", answer), Optional.empty()));
        }
        try (Model model = Patchclamp.load(reference)) {
            assertThat(rightAnswers(model, new Trials(items))).isEqualTo(p * p);
        }
        assertThat(hurt(phantom, new Trials(items), 1e-3))
                .isEqualTo(new HashSet<>(phantom.truth().causal()))
                .hasSize(p * p + 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"phantom:selective", "phantom:null", "phantom:induction", "phantom:modular"})
    void whatWorksOnAModelWorksOnAPhantom(String reference) {
        Phantom phantom = Phantom.of(reference);
        try (Model model = Patchclamp.load(reference)) {
            Trials trials = phantom.trials(4, 0);
            assertThat(model.name()).isEqualTo(reference);
            assertThat(model.provenance().sha256()).hasSize(64);
            assertThat(LogitLens.on(model).run(trials).trials()).hasSize(4);
            assertThat(Attribution.on(model)
                            .at(model.select("L1.mlp.neurons"))
                            .metric(phantom.metric())
                            .run(trials)
                            .trials())
                    .hasSize(4);
            assertThat(Recorder.on(model).newTokens(2).record(trials).trials()).hasSize(4);
        }
        assertThat(Patchclamp.modules(reference).config().architecture()).isEqualTo("LlamaForCausalLM");
        assertThat(Patchclamp.vocabulary(reference, List.of(SampleText.builtIn().get(0)))
                        .toString())
                .contains(reference);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Today the farmer says that the old fox", "the zebrafish – 北京\n", "", "3 + 4 =", "fox  runs</s>"
            })
    void everyTextIsTokensAndComesBack(String text) {
        var tokenizer = Patchclamp.tokenizer("phantom:selective");
        var tokens = tokenizer.encode(text);
        int[] ids = tokens.ids().stream().skip(1).mapToInt(i -> i).toArray();
        assertThat(tokens.ids().get(0)).isEqualTo(Blueprint.BEGIN);
        assertThat(tokenizer.decode(ids)).isEqualTo(text);
    }

    @Test
    void everyWordOfATrialIsOneToken() {
        var tokenizer = Patchclamp.tokenizer("phantom:selective");
        for (String name : Phantom.all()) {
            for (Item item : Phantom.of(name).trials(60, 8).items()) {
                int words = item.prompt().split(" ").length;
                assertThat(tokenizer.encode(item.prompt()).count())
                        .as(item.prompt())
                        .isBetween(words + 1, words + 2);
                assertThat(tokenizer.single(item.columns().get("answer"))).isPositive();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"phantom:selective", "phantom:null", "phantom:induction", "phantom:modular"})
    void trialsAreBalancedDifferentAndTheSameForASeed(String reference) {
        Phantom phantom = Phantom.of(reference);
        Trials trials = phantom.trials(200, 5);
        assertThat(trials).isEqualTo(Phantom.of(reference).trials(200, 5));
        assertThat(trials).isNotEqualTo(phantom.trials(200, 6));
        assertThat(trials.items().stream().map(Item::prompt).distinct()).hasSize(200);
        assertThat(trials.columns())
                .startsWith("condition", "template", "group")
                .contains("answer");
        assertThat(trials.items().stream()
                        .map(i -> i.columns().get("condition"))
                        .distinct()
                        .map(c -> having(trials, c).count()))
                .containsExactly(100, 100);
        assertThat(trials.items()).allMatch(i -> i.event().isPresent());
    }

    @Test
    void theSameNameIsTheSameModelAndAnotherSeedAnother() {
        assertThat(hash("phantom:selective?seed=3")).isEqualTo(hash(" phantom:selective?seed=3&d=2 "));
        assertThat(hash("phantom:selective?seed=3")).isNotEqualTo(hash("phantom:selective?seed=4"));
        assertThat(Phantom.of("phantom:selective?d=2&seed=3&units=64").reference())
                .isEqualTo("phantom:selective?seed=3");
        assertThat(Phantom.of("phantom:selective?d=0.5").reference()).isEqualTo("phantom:selective?d=0.5");
    }

    @Test
    void settingsSayHowManyUnitsThereAreAndHowManyArePlanted() {
        Phantom phantom = Phantom.of("phantom:selective?seed=1&units=128&layers=3&both=1&causal=0&selective=4");
        assertThat(phantom.truth().both()).hasSize(1).isEqualTo(phantom.truth().causal());
        assertThat(phantom.truth().selective()).hasSize(5);
        assertThat(Patchclamp.modules(phantom.reference()).config().dMlp()).isEqualTo(128);
        assertThat(Patchclamp.modules(phantom.reference()).config().layers()).isEqualTo(3);
        assertThat(hurt(phantom, phantom.trials(20, 0), NOTHING))
                .isEqualTo(new HashSet<>(phantom.truth().causal()));
        assertThat(phantom.truth().table().columnNames()).containsExactly("unit", "selective", "causal", "d", "role");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "phantom:selctive | There is no phantom 'selctive'; there are selective, null, induction, modular. | phantom:selective",
                "phantom: | There is no phantom ''; | phantom:",
                "phantom:null?sed=3 | 'phantom:null' has no setting 'sed'; it has seed, units, layers. | phantom:null?seed=…",
                "phantom:null?d=2 | 'phantom:null' has no setting 'd' | phantom:null?",
                "phantom:selective?d=big | 'd' of 'phantom:selective' is 'big', and must be a number from 0.1 to 10. | ?d=2",
                "phantom:selective?seed=1.5 | must be a whole number from 0 to 2147483647 | ?seed=0",
                "phantom:selective?units=0 | 'units' of 'phantom:selective' is '0' | ?units=64",
                "phantom:selective?seed=1&seed=2 | 'phantom:selective' is given 'seed' twice. | it once",
                "phantom:selective?units=3&layers=1 | has 3 units, and 7 are to be planted. | more units",
                "phantom:modular?p=9 | has 64 units a layer, and there are 81 pairs of digits | units=81 or more",
                "phantom:induction?layers=1 | must be a whole number from 2 to 16 | ?layers=2",
            })
    void aReferenceThatNamesNoPhantomIsRefusedWithTheNearest(String reference, String what, String advice) {
        assertThatThrownBy(() -> Patchclamp.load(reference))
                .isInstanceOf(LoadException.class)
                .hasMessageContaining(what)
                .hasMessageContaining("Try: ")
                .hasMessageContaining(advice);
    }

    @Test
    void aPhantomHasNoRevisionAndNoMoreTrialsThanThereAre() {
        assertThatThrownBy(() ->
                        Patchclamp.load("phantom:null", new LoadOptions(Optional.of("main"), false), Progress.SILENT))
                .hasMessageContaining("'phantom:null' is made from its name alone and has no revision 'main'.");
        assertThatThrownBy(() -> Phantom.of("phantom:modular").trials(253, 0))
                .isInstanceOf(PatchclampException.class)
                .hasMessageContaining("was asked for 253 different trials, and makes 2 to 252.");
        assertThatThrownBy(() -> Phantom.of("smollm2")).hasMessageContaining("'smollm2' is no phantom");
    }

    private static Set<String> hurt(Phantom phantom, Trials trials, double least) {
        try (Model model = Patchclamp.load(phantom.reference())) {
            return Hurting.units(model, phantom, trials, least);
        }
    }

    private static long rightAnswers(Model model, Trials trials) {
        return Generator.on(model).newTokens(3).generate(trials).trials().stream()
                .filter(t -> right(t))
                .count();
    }

    private static boolean right(GeneratedTrial trial) {
        return model(trial).equals(trial.item().columns().get("answer"));
    }

    private static String model(GeneratedTrial trial) {
        return trial.tokens().get(0).visible().replace('·', ' ');
    }

    private static Trials having(Trials trials, String condition) {
        return new Trials(trials.items().stream()
                .filter(i -> condition.equals(i.columns().get("condition")))
                .toList());
    }

    private static List<String> above(NamedArray scores, double least) {
        return IntStream.range(0, scores.size())
                .filter(i -> scores.toArray()[i] > least)
                .mapToObj(i -> "L" + i / scores.length("head") + ".attn.z[" + i % scores.length("head") + "]")
                .toList();
    }

    private static String hash(String reference) {
        try (Model model = Patchclamp.load(reference)) {
            return model.provenance().sha256();
        }
    }

    static Responses responses(Phantom phantom, Trials trials, Pool pool) {
        try (Model model = Patchclamp.load(phantom.reference())) {
            return Responses.of(
                    Recorder.on(model).at(phantom.truth().at()).pool(pool).record(trials));
        }
    }

    private static double[] column(Responses all, int unit, int from, int to) {
        return IntStream.range(from, to).mapToDouble(t -> all.row(t)[unit]).toArray();
    }

    private static double mean(double[] x) {
        return java.util.Arrays.stream(x).average().orElseThrow();
    }

    private static double variance(double[] x) {
        double mean = mean(x);
        return java.util.Arrays.stream(x)
                .map(v -> (v - mean) * (v - mean))
                .average()
                .orElseThrow();
    }
}
