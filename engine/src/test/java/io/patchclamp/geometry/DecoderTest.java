package io.patchclamp.geometry;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.patchclamp.epoch.Responses;
import io.patchclamp.fault.CancelledException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DecoderTest {
    private static final Map<String, List<String>> TWO = Map.of("kind", Populations.cycle(60, "a", "b"));

    @Test
    void aPlantedDifferenceIsReadAndOnlyWhereItIs() {
        float[][] noise = Populations.noise(60, 40, 1);
        float[][] planted = Populations.noise(60, 40, 2);
        for (int t = 0; t < 60; t += 2) {
            for (int u = 0; u < 10; u++) {
                planted[t][u] += 1;
            }
        }

        Decoded decoding =
                Decoder.of(Populations.of(TWO, noise, planted), "kind").run();

        assertThat(decoding.places()).extracting(DecodedPlace::name).containsExactly("L0.resid_post", "L1.resid_post");
        assertThat(decoding.places().get(1).meanAccuracy()).isGreaterThan(0.8);
        assertThat(decoding.p(1)).isEqualTo(1 / 201.0);
        assertThat(decoding.p(0)).isGreaterThan(0.05);
        assertThat(decoding.places().get(0).meanAccuracy()).isLessThan(decoding.criterion());
    }

    @Test
    void noiseIsAsOftenBeyondTheNullAsSaid() {
        int beyond = 0;
        int runs = 200;
        for (int run = 0; run < runs; run++) {
            Responses responses = Populations.of(TWO, Populations.noise(60, 80, 100 + run));
            Decoded decoding =
                    Decoder.of(responses, "kind").permutations(39).seed(run).run();
            beyond += decoding.p(0) <= 0.05 ? 1 : 0;
        }

        // 0.041 was measured over 800 runs: accuracies tie, which makes p larger. Of binomial(200, .041) 2 to 17 hold
        // 99 %
        assertThat(beyond).isBetween(2, 17);
    }

    @Test
    void groupsOfOneLabelAreShuffledAsWholesAndNoiseOfGroupsIsNoFinding() {
        int beyond = 0;
        int runs = 100;
        for (int run = 0; run < runs; run++) {
            float[][] rows = Populations.noise(80, 30, 900 + run);
            float[][] shared = Populations.noise(20, 30, 5000 + run);
            for (int t = 0; t < 80; t++) {
                for (int u = 0; u < 30; u++) {
                    rows[t][u] += 3 * shared[t / 4][u];
                }
            }
            List<String> kinds = IntStream.range(0, 80)
                    .mapToObj(t -> t / 4 % 2 == 0 ? "a" : "b")
                    .toList();
            Responses responses = Populations.of(Map.of("kind", kinds, "word", Populations.blocks(80, 4)), rows);
            Decoded decoding = Decoder.of(responses, "kind")
                    .group("word")
                    .permutations(39)
                    .seed(run)
                    .run();
            beyond += decoding.p(0) <= 0.05 ? 1 : 0;
            assertThat(decoding.basis().method()).contains("labels shuffled between groups, within folds");
        }

        assertThat(beyond).isBetween(0, 11);
    }

    @Test
    void threeClassesAreRead() {
        float[][] rows = Populations.noise(60, 30, 3);
        for (int t = 0; t < 60; t++) {
            rows[t][t % 3] += 3;
        }

        Decoded decoding = Decoder.of(
                        Populations.of(Map.of("kind", Populations.cycle(60, "a", "b", "c")), rows), "kind")
                .permutations(50)
                .run();

        assertThat(decoding.classes()).containsExactly("a", "b", "c");
        assertThat(decoding.places().get(0).meanAccuracy()).isGreaterThan(0.75);
        assertThat(decoding.places().get(0).meanArea()).isGreaterThan(0.85);
        assertThat(decoding.places().get(0).nullQuantile(0.5)).isBetween(0.25, 0.42);
    }

    @Test
    void aLengthThatFollowsTheLabelIsFoundBesideAndCanBeTakenOut() {
        List<String> kinds = Populations.cycle(60, "a", "b");
        float[][] rows = Populations.noise(60, 20, 5);
        io.patchclamp.trial.Trials trials = new io.patchclamp.trial.Trials(IntStream.range(0, 60)
                .mapToObj(t -> new io.patchclamp.trial.Trials.Item(
                        "w".repeat(t % 2 * 4 + t % 7 + 1) + t,
                        Map.of("kind", kinds.get(t)),
                        java.util.Optional.empty()))
                .toList());
        for (int t = 0; t < 60; t++) {
            int length = trials.items().get(t).prompt().length();
            for (int u = 0; u < 20; u++) {
                rows[t][u] += length;
            }
        }
        Responses made = Populations.of(Map.of("kind", kinds), rows);
        Responses responses = Responses.of(made.provenance(), "last", trials, made.units(), rows);

        Decoded beside = Decoder.of(responses, "kind").permutations(50).run();
        Decoded without = Decoder.of(responses, "kind")
                .permutations(50)
                .withoutNuisance(true)
                .run();

        assertThat(beside.baselines()).extracting(DecodedPlace::name).containsExactly("length in characters");
        assertThat(beside.baselines().get(0).meanAccuracy()).isGreaterThan(0.7);
        assertThat(beside.places().get(0).meanAccuracy()).isGreaterThan(0.7);
        assertThat(without.places().get(0).meanAccuracy()).isLessThan(0.65);
        assertThat(without.regressed()).containsExactly("length in characters");
    }

    @Test
    void theSameSeedGivesTheSameAndFoldsKeepGroups() {
        Responses responses = Populations.of(
                Map.of("kind", Populations.cycle(60, "a", "b"), "word", Populations.blocks(60, 6)),
                Populations.noise(60, 20, 7));

        Decoded one = Decoder.of(responses, "kind")
                .group("word")
                .seed(3)
                .permutations(20)
                .run();
        Decoded two = Decoder.of(responses, "kind")
                .group("word")
                .seed(3)
                .permutations(20)
                .run();

        assertThat(two).isEqualTo(one);
        for (int g = 0; g < 10; g++) {
            assertThat(one.folds().subList(6 * g, 6 * g + 6))
                    .containsOnly(one.folds().get(6 * g));
        }
        assertThat(one.basis().method()).contains("labels shuffled within groups");
    }

    @Test
    void anInterruptStopsIt() {
        Responses responses = Populations.of(TWO, Populations.noise(60, 20, 7));
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> Decoder.of(responses, "kind").run()).isInstanceOf(CancelledException.class);
    }

    @Test
    void unitsThatWereChosenAreSaidToBe() {
        Responses responses = Populations.of(TWO, Populations.noise(60, 20, 7)).units(List.of(1, 2, 3));

        assertThat(Decoder.of(responses, "kind").permutations(5).run().notes())
                .anyMatch(n -> n.contains("circular unless"));
    }
}
