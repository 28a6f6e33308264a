package io.patchclamp.metric;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class SlopeTest {
    private static final double STEP = 1e-2;

    private final WordTokenizer tokenizer = new WordTokenizer(" Paris", " Rome", "yes", "\n");
    private final float[] logits = {0.3f, 2.1f, -1.2f, 0.7f, -0.4f};
    private final float[] unedited = {1, -0.5f, 0.25f, 2, 0};
    private final Map<String, String> columns = Map.of("answer", " Paris");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "logit(answer)",
                "logprob(\" Rome\")",
                "prob(\"yes\")",
                "entropy",
                "kl",
                "logit(answer) - logit(\" Rome\")",
                "-3 * prob(answer) * entropy",
                "prob(\" Rome\") / prob(answer)",
                "(kl + 2) / (entropy - logprob(\"yes\")) - 1",
                "7",
            })
    void slopeIsWhatFiniteDifferencesGive(String text) {
        Metric metric = Metric.parse(text);

        float[] slope = metric.slope(Reading.of(logits).withBaseline(unedited), tokenizer, columns);

        for (int i = 0; i < logits.length; i++) {
            // A fourth-order difference: what is left of it is the round-off of 32-bit logits.
            double numeric = (8 * (at(metric, i, STEP) - at(metric, i, -STEP))
                            - (at(metric, i, 2 * STEP) - at(metric, i, -2 * STEP)))
                    / (12 * STEP);
            assertThat((double) slope[i]).as("by logit %d", i).isCloseTo(numeric, within(1e-4));
        }
    }

    private double at(Metric metric, int logit, double more) {
        float[] moved = logits.clone();
        moved[logit] += (float) more;
        return metric.evaluate(Reading.of(moved).withBaseline(unedited), tokenizer, columns);
    }

    @Test
    void whatHasNoProbabilityHasNoSlope() {
        float[] some = {0, Float.NEGATIVE_INFINITY, 1, 2, 3};

        assertThat(Metric.parse("entropy + logprob(\"yes\")").slope(Reading.of(some), tokenizer, columns)[1])
                .isZero();
    }

    @Test
    void lossHasNoSlopeAtOnePosition() {
        assertThatThrownBy(() -> Metric.parse("1 - loss").slope(Reading.of(logits), tokenizer, columns))
                .hasMessage("'loss' is a sum over all positions, and a gradient is taken at one."
                        + "\nTry: logprob(…) of the token that should come next, and the position it is read at");
    }
}
