package io.patchclamp.geometry;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.patchclamp.epoch.Responses;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
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
                found += UnitCorrelations.of(items(seed, 32, 0, labels), "kind", 99, seed)
                                        .p()
                                <= 0.05
                        ? 1
                        : 0;
            }
            assertThat(found).as("%d conditions", conditions).isLessThanOrEqualTo(13); // above with probability .0005
        }
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
        double expected = UnitCorrelations.of(responses, "kind", 1, 0).relation();
        assertThat(new SignalAndNoise(rows, 7, 7, 7).relation(of)).isEqualTo(expected, within(1e-6));
    }
}
