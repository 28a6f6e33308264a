package io.patchclamp.geometry;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

import io.patchclamp.epoch.Responses;
import io.patchclamp.trial.Trials;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

/** Whether signal and noise correlations go together: not where there is no signal. */
class SignalAndNoiseTest {
    private static final int UNITS = 12;

    /** Items that share three hidden causes, so that units are correlated; {@code signal} is added in condition 0. */
    private static Responses items(long seed, int trials, double signal, List<String> labels) {
        Random random = new Random(seed);
        double[][] causes = new double[3][UNITS];
        for (double[] cause : causes) {
            for (int u = 0; u < UNITS; u++) {
                cause[u] = random.nextGaussian();
            }
        }
        float[][] rows = new float[trials][UNITS];
        for (int t = 0; t < trials; t++) {
            for (double[] cause : causes) {
                double strength = random.nextGaussian();
                for (int u = 0; u < UNITS; u++) {
                    rows[t][u] += (float) (strength * cause[u]);
                }
            }
            for (int u = 0; u < UNITS; u++) {
                rows[t][u] += (float) (0.5 * random.nextGaussian());
                rows[t][u] += labels.get(t).equals("c0") ? (float) (signal * causes[0][u]) : 0;
            }
        }
        return Populations.of(Map.of("kind", labels), rows);
    }

    private static List<String> labels(int trials, int conditions) {
        List<String> labels = new ArrayList<>();
        for (int t = 0; t < trials; t++) {
            labels.add("c" + t % conditions);
        }
        Collections.shuffle(labels, new Random(trials));
        return labels;
    }

    /** Condition means of few items carry their noise: without signal a relation as large is found in .05, not in most. */
    @Test
    void withoutSignalNoRelationIsFoundMoreOftenThanByChance() {
        for (int conditions : new int[] {2, 4}) {
            List<String> labels = labels(32, conditions);
            int found = 0;
            for (int seed = 0; seed < 100; seed++) {
                found += UnitCorrelations.of(items(seed, 32, 0, labels), "kind", Shuffling.of(99, seed))
                                        .p()
                                <= 0.05
                        ? 1
                        : 0;
            }
            assertThat(found).as("%d conditions", conditions).isLessThanOrEqualTo(13); // above with probability .0005
        }
    }

    /** Each of 16 words in 8 trials that share what the word does to one cause, and have noise of their own. */
    private static Responses words(long seed) {
        Random random = new Random(seed);
        double[] cause = new double[UNITS];
        for (int u = 0; u < UNITS; u++) {
            cause[u] = 2 * random.nextGaussian();
        }
        List<String> labels = labels(16, 2);
        List<String> kind = new ArrayList<>();
        List<String> word = new ArrayList<>();
        float[][] rows = new float[128][UNITS];
        for (int t = 0; t < 128; t += 8) {
            double strength = random.nextGaussian();
            for (int i = t; i < t + 8; i++) {
                for (int u = 0; u < UNITS; u++) {
                    rows[i][u] = (float) (strength * cause[u] + 3 * random.nextGaussian());
                }
                kind.add(labels.get(t / 8));
                word.add("w" + t);
            }
        }
        return Populations.of(Map.of("kind", kind, "word", word), rows);
    }

    /** Trials by themselves, of which there are more than words, find a relation in .28 of these. */
    @Test
    void trialsOfOneWordMoveTogetherAndFindNoRelationMoreOftenThanByChance() {
        int found = 0;
        for (int seed = 0; seed < 80; seed++) {
            found += UnitCorrelations.of(
                                            words(seed),
                                            "kind",
                                            Shuffling.of(99, seed).item("word"))
                                    .p()
                            <= 0.05
                    ? 1
                    : 0;
        }
        assertThat(found).isLessThanOrEqualTo(10); // above with probability .003
    }

    @Test
    void nCountsWordsAndTheBasisSaysThatTheyMoveTogether() {
        UnitCorrelations named =
                UnitCorrelations.of(words(1), "kind", Shuffling.of(9, 0).item("word"));
        assertThat(named.basis().n().values()).containsOnly(8);
        assertThat(named.basis().method()).contains("trials of one 'word' together");
        assertThat(UnitCorrelations.of(words(1), "kind", Shuffling.of(9, 0))
                        .basis()
                        .n()
                        .values())
                .containsOnly(64);
    }

    /** The same words and frames, crossed or each frame with words of its own. */
    private static Responses marked(int frames, Optional<Integer> wordsOfAFrame) {
        List<Trials.Item> items = new ArrayList<>();
        for (int f = 0; f < frames; f++) {
            for (int w = 0; w < 8; w++) {
                String word = "noun" + (wordsOfAFrame.isPresent() ? f * 8 + w : w);
                String prompt = "frame" + f + " has one " + word + " here" + f;
                int at = prompt.indexOf(word);
                items.add(new Trials.Item(
                        prompt, Map.of("kind", "c" + w % 2), Optional.of(new Trials.Span(at, at + word.length()))));
            }
        }
        Responses some = items(3, items.size(), 0, labels(items.size(), 2));
        float[][] rows = new float[items.size()][];
        for (int t = 0; t < rows.length; t++) {
            rows[t] = some.row(t);
        }
        return Responses.of(Populations.MADE, "event", new Trials(items), some.units(), rows);
    }

    @Test
    void aWordThatIsTheEventOfSeveralTrialsIsOneItemUnlessEachTrialIsAskedFor() {
        UnitCorrelations crossed = UnitCorrelations.of(marked(4, Optional.empty()), "kind", Shuffling.of(99, 0));
        assertThat(crossed.basis().n().values()).containsOnly(4);
        assertThat(crossed.notes())
                .containsExactly(
                        "trials with the same event are one item (8 events are in several trials): --item COLUMN for"
                                + " another, --item prompt for each trial by itself",
                        "there are only 70 orders of the labels: no p below 0.0143 means anything");
        UnitCorrelations alone = UnitCorrelations.of(
                marked(4, Optional.empty()), "kind", Shuffling.of(99, 0).item("prompt"));
        assertThat(alone.basis().n().values()).containsOnly(16);
        assertThat(alone.basis().method()).contains("labels shuffled within groups");
        UnitCorrelations own = UnitCorrelations.of(marked(4, Optional.of(8)), "kind", Shuffling.of(99, 0));
        assertThat(own.basis().n().values()).containsOnly(16);
        assertThat(own.notes()).isEmpty();
    }

    @Test
    void anItemOfTwoConditionsIsRefused() {
        Responses two = Populations.of(
                Map.of("kind", Populations.cycle(8, "a", "b"), "word", Populations.blocks(8, 4)),
                Populations.noise(8, 4, 1));
        assertThatThrownBy(() ->
                        UnitCorrelations.of(two, "kind", Shuffling.of(9, 0).item("word")))
                .hasMessageContaining("The item 'g0' of 'word' is 'a' and 'b' in 'kind'.");
    }

    @Test
    void theRelationIsThatOfTheMatrices() {
        List<String> labels = labels(21, 3);
        Responses responses = items(5, 21, 1, labels);
        double[][] rows = new double[21][UNITS];
        int[] of = new int[21];
        for (int t = 0; t < 21; t++) {
            of[t] = labels.get(t).charAt(1) - '0';
            for (int u = 0; u < UNITS; u++) {
                rows[t][u] = responses.get(t, u);
            }
        }
        double expected =
                UnitCorrelations.of(responses, "kind", Shuffling.of(1, 0)).relation();
        assertThat(new SignalAndNoise(rows, 3).relation(of)).isEqualTo(expected, within(1e-6));
    }
}
