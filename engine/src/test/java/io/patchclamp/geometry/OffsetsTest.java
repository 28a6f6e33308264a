package io.patchclamp.geometry;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

import io.patchclamp.epoch.Epochs;
import io.patchclamp.epoch.Made;
import io.patchclamp.epoch.Responses;
import io.patchclamp.epoch.Window;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class OffsetsTest {
    private static final int TRIALS = 48;

    /** Offsets -2 to 3; kind in one direction at 0 and 1, in another at 2 and 3; nothing before the event. */
    private static Epochs epochs(long seed, int... without) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][][] values = new double[TRIALS][6][16];
        for (int t = 0; t < TRIALS; t++) {
            for (int o = 0; o < 6; o++) {
                for (int u = 0; u < 16; u++) {
                    boolean carries = o >= 2 && u / 4 == (o < 4 ? 0 : 1);
                    values[t][o][u] = random.nextGaussian() + (carries ? t % 2 == 0 ? 1.4 : -1.4 : 0);
                }
            }
        }
        for (int t : without) {
            values[t][5] = null;
        }
        return Epochs.of(
                Made.recording(
                        values,
                        -2,
                        t -> Map.of(
                                "kind",
                                t % 2 == 0 ? "a" : "b",
                                "other",
                                t / 2 % 2 == 0 ? "x" : "y",
                                "cell",
                                t % 2 + " " + t / 2 % 2,
                                "item",
                                "i" + t / 4)),
                Window.eventFirst(-2, 3));
    }

    @Test
    void whatAnEventBringsIsReadFromItOn() {
        Decoded decoded =
                Decoder.of(epochs(1), "kind").group("item").permutations(99).run();

        assertThat(decoded.course().word()).isEqualTo("offset");
        assertThat(decoded.course().offsets()).containsExactly(-2, -1, 0, 1, 2, 3);
        assertThat(decoded.places()).extracting(DecodedPlace::name).startsWith("offset -2", "offset -1", "offset 0");
        for (int o = 0; o < 6; o++) {
            assertThat(decoded.p(o) <= 0.05).as("offset " + (o - 2)).isEqualTo(o >= 2);
        }
        assertThat(decoded.exported()).extracting(a -> a.name()).contains("offsets");
    }

    @Test
    void aCodeThatChangesIsReadWithinItsOffsetsOnly() {
        Generalisation map =
                Generaliser.of(epochs(2), "kind").group("item").permutations(60).run();

        for (int i = 2; i < 6; i++) {
            for (int j = 0; j < 6; j++) {
                boolean shared = j >= 2 && i / 2 == j / 2;
                assertThat(map.accuracy().get(i, j) > 0.85).as(i + " to " + j).isEqualTo(shared);
            }
        }
        assertThat(map.places()).containsExactlyElementsOf(map.course().names());
        assertThat(map.clusters().get(0).p()).isLessThanOrEqualTo(0.05);
    }

    @Test
    void conditionsArePathsThroughOffsets() {
        PcaReading path = Pca.of(epochs(3)).by("kind").group("item").run();

        assertThat(path.isPath()).isTrue();
        assertThat(path.steps()).hasSize(6);
        assertThat(path.scores().shape()[0]).isEqualTo(12);
        // before the event the paths of both conditions are close, after it apart
        assertThat(apart(path, 3)).isGreaterThan(3 * apart(path, 0));
    }

    @Test
    void trialsThatAreAllAlikeHaveComponentsAndNoPartToLeaveOut() {
        Responses made = Populations.of(Map.of(), Populations.noise(12, 5, 8));
        List<io.patchclamp.trial.Trials.Item> items = IntStream.range(0, 12)
                .mapToObj(i -> new io.patchclamp.trial.Trials.Item("stimulus w" + i, Map.of(), Optional.empty()))
                .toList();
        Responses alike = Responses.of(
                made.provenance(),
                "last",
                new io.patchclamp.trial.Trials(items),
                made.units(),
                Populations.noise(12, 5, 8));

        PcaReading reading = Pca.of(alike).run();

        assertThat(reading.variances()).hasSize(5);
        assertThat(reading.held()).isEmpty();
        assertThat(reading.notes()).anyMatch(n -> n.contains("all trials are one group of likeness of the prompts"));
    }

    @Test
    void whatAllConditionsDoAlikeCanBeTakenOutOfAPath() {
        PcaReading only =
                Pca.of(epochs(3)).by("kind").group("item").differences(true).run();

        for (int step = 0; step < 6; step++) {
            // of two conditions one is then the other turned over
            assertThat((double) only.scores().get(step, 0))
                    .isCloseTo(-only.scores().get(6 + step, 0), org.assertj.core.api.Assertions.within(1e-4));
        }
    }

    private static double apart(PcaReading path, int step) {
        return Math.hypot(
                path.scores().get(step, 0) - path.scores().get(6 + step, 0),
                path.scores().get(step, 1) - path.scores().get(6 + step, 1));
    }

    @Test
    void theSameTrialsAreReadAtAllOffsets() {
        Decoded decoded = Decoder.of(epochs(4, 0, 5), "kind")
                .group("item")
                .permutations(5)
                .run();

        assertThat(decoded.labels()).hasSize(TRIALS - 2);
        assertThat(decoded.notes())
                .anyMatch(n -> n.contains("2 of 48 trials do not have every offset and were left out")
                        && n.contains("[48, 48, 48, 48, 48, 46]"));
        int[] all = IntStream.range(0, TRIALS).toArray();
        assertThatThrownBy(() -> Decoder.of(epochs(4, all), "kind"))
                .hasMessageContaining("No trial has every offset from -2 to 3, of 48 trials these have each: [48, 48,")
                .hasMessageContaining("a smaller window");
    }

    @Test
    void everyAnalysisGoesOverOffsets() {
        Epochs epochs = epochs(5);

        assertThat(Abstraction.of(epochs, "kind", "other", Shuffling.of(19, 0)).places())
                .hasSize(6);
        assertThat(Abstraction.of(epochs, "kind", "other", Shuffling.of(19, 0))
                        .places()
                        .get(2)
                        .accuracy())
                .isGreaterThan(0.9);
        assertThat(Shattering.of(epochs, "cell", Shuffling.of(5, 0).group("item"))
                        .places())
                .hasSize(6);
        assertThat(Rsa.of(epochs, "cell").group("item").run().rdms()).hasSize(6);
        assertThat(Alike.of(epochs, Shuffling.of(0, 0)).sites()).hasSize(6);
    }

    @Test
    void anOffsetOfEpochsKnowsHowLongItsTrialsAreAndWhereItIs() {
        Responses at = epochs(6).at(1);

        assertThat(at.lengths()).containsOnly(7);
        assertThat(at.positions()).containsOnly(4);
        assertThat(epochs(6).over(0, 1).positions()).containsOnly(-1);
    }

    @Test
    void unitsThatAreChosenInEachTrainingPartFindNothingInNoise() {
        Map<String, List<String>> kinds = Map.of("kind", Populations.cycle(40, "a", "b"));
        double before = 0;
        double inside = 0;
        int beyond = 0;
        int runs = 20;
        for (int run = 0; run < runs; run++) {
            float[][] noise = Populations.noise(40, 1000, 700 + run);
            Responses all = Populations.of(kinds, noise);
            int[] labels = IntStream.range(0, 40).map(t -> t % 2).toArray();
            int[] trials = IntStream.range(0, 40).toArray();
            int[] best = new Strongest(noise, 20, true, new double[40][0]).units(trials, labels);
            Decoder plain =
                    Decoder.of(all, "kind").penalties(1).permutations(19).seed(run);
            Decoder chosen = Decoder.of(all.units(IntStream.of(best).boxed().toList()), "kind")
                    .penalties(1)
                    .permutations(1);
            before += chosen.run().places().get(0).meanAccuracy() / runs;
            Decoded honest = plain.select(20).run();
            inside += honest.places().get(0).meanAccuracy() / runs;
            beyond += honest.p(0) <= 0.05 ? 1 : 0;
            assertThat(honest.basis().method()).contains("20 units of largest F and penalty chosen inside");
        }

        assertThat(before).isGreaterThan(0.9);
        assertThat(inside).isBetween(0.4, 0.6);
        assertThat(beyond).isLessThanOrEqualTo(4); // binomial(20, .05): 4 or fewer hold 99.7 %
    }

    /** Ten pairs of words, four nearly equal trials a word: noise of words is no finding where words are shuffled. */
    @Test
    void itemsOfSeveralTrialsAreShuffledTogether() {
        int alone = 0;
        int together = 0;
        int runs = 60;
        for (int run = 0; run < runs; run++) {
            float[][] rows = Populations.noise(80, 12, 40 + run);
            float[][] words = Populations.noise(20, 12, 9000 + run);
            for (int t = 0; t < 80; t++) {
                for (int u = 0; u < 12; u++) {
                    rows[t][u] = 0.05f * rows[t][u] + words[t / 4][u];
                }
            }
            List<String> kinds = IntStream.range(0, 80)
                    .mapToObj(t -> t / 4 % 2 == 0 ? "a" : "b")
                    .toList();
            Decoder decoder = Decoder.of(
                            Populations.of(
                                    Map.of(
                                            "kind",
                                            kinds,
                                            "word",
                                            Populations.blocks(80, 4),
                                            "pair",
                                            Populations.blocks(80, 8)),
                                    rows),
                            "kind")
                    .group("pair")
                    .permutations(39)
                    .seed(run);
            alone += decoder.run().p(0) <= 0.05 ? 1 : 0;
            Decoded decoded = decoder.item("word").run();
            together += decoded.p(0) <= 0.05 ? 1 : 0;
            assertThat(decoded.basis().n()).containsEntry("a", 10).containsEntry("b", 10);
        }

        assertThat(alone).isGreaterThan(9); // 15 % and more where 5 % is said
        assertThat(together).isLessThanOrEqualTo(8); // binomial(60, .05): 8 or fewer hold 99.5 %
    }

    @Test
    void fewStrongUnitsAmongManyAreFoundInside() {
        float[][] rows = Populations.noise(60, 2000, 3);
        for (int t = 0; t < 60; t++) {
            for (int u = 0; u < 5; u++) {
                rows[t][100 * u] += t % 2 == 0 ? 1 : -1;
            }
        }
        Responses responses = Populations.of(Map.of("kind", Populations.cycle(60, "a", "b")), rows);
        Decoder decoder = Decoder.of(responses, "kind").penalties(1).permutations(19);

        double all = decoder.run().places().get(0).meanAccuracy();
        double some = decoder.select(10).run().places().get(0).meanAccuracy();

        assertThat(some).isGreaterThan(all + 0.1).isGreaterThan(0.8);
        assertThatThrownBy(() -> decoder.select(0)).hasMessageContaining("Nothing is read from 0 units.");
    }
}
