package io.patchclamp.lens;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.stream.Stream;

import io.patchclamp.Patchclamp;
import io.patchclamp.metric.Metric;
import io.patchclamp.model.Model;
import io.patchclamp.record.Recorder;
import io.patchclamp.trial.Trials;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class DirectLogitsTest {
    private static final Trials TEXTS = Trials.of("The quick fox", "A dog, 42 cats and more");
    private static final Metric DIFFERENCE = Metric.parse("logit(\"a\") - 2 * logit(\"e\")");

    private static Model open(String name) throws URISyntaxException {
        return Patchclamp.load(
                Path.of(DirectLogitsTest.class.getResource("/parity/" + name).toURI())
                        .toString());
    }

    static Stream<Arguments> everyOrderAndGrain() {
        return Stream.of(
                        "llama-grouped",
                        "llama-biased",
                        "gpt2-wide",
                        "gpt2-scaled",
                        "gptneox-parallel",
                        "gptneox-serial",
                        "gemma-one",
                        "gemma2-window",
                        "gemma3-local",
                        "olmo2-grouped",
                        "granite-biased",
                        "phi3-plain",
                        "qwen3-grouped",
                        "qwen-first")
                .flatMap(m -> Stream.of(DirectLogits.By.values()).map(by -> Arguments.of(m, by)));
    }

    @ParameterizedTest
    @MethodSource("everyOrderAndGrain")
    void thePartsAddUpToTheLogit(String name, DirectLogits.By by) throws Exception {
        try (Model model = open(name)) {
            DirectReading reading = DirectLogits.on(model).by(by).of(DIFFERENCE).run(TEXTS);
            DirectReading own = DirectLogits.on(model).by(by).token(1).run(TEXTS);

            for (int t = 0; t < 2; t++) {
                assertThat(reading.sum(t)).isCloseTo(reading.trials().get(t).logit(), near(reading, t));
                assertThat(own.sum(t)).isCloseTo(own.trials().get(t).logit(), near(own, t));
                if (model.config().scales().logitSoftCap() == 0) {
                    int[] ids = model.tokenizer()
                            .encode(TEXTS.items().get(t).prompt())
                            .toArray();
                    try (var trace = model.trace(ids)) {
                        float[] logits = trace.logits(ids.length - 1);
                        double whole = logits[model.tokenizer().single("a")]
                                - 2 * logits[model.tokenizer().single("e")];
                        assertThat(reading.sum(t)).isCloseTo(whole, near(reading, t));
                    }
                }
            }
        }
    }

    private static org.assertj.core.data.Offset<Double> near(DirectReading reading, int trial) {
        // Parts may be much larger than their sum; round-off is that of the largest.
        double size = Math.abs(reading.trials().get(trial).logit());
        for (float x : reading.trials().get(trial).mlp().toArray()) {
            size = Math.max(size, Math.abs(x));
        }
        return within(1e-4 * size + 1e-6);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt2-wide", "gemma2-window", "granite-biased", "llama-grouped"})
    void headsAndNeuronsAddUpToTheirSublayer(String name) throws Exception {
        try (Model model = open(name)) {
            DirectReading.Trial heads = DirectLogits.on(model)
                    .by(DirectLogits.By.HEAD)
                    .of(DIFFERENCE)
                    .run(TEXTS)
                    .trials()
                    .get(0);
            DirectReading.Trial neurons = DirectLogits.on(model)
                    .by(DirectLogits.By.NEURON)
                    .of(DIFFERENCE)
                    .run(TEXTS)
                    .trials()
                    .get(0);
            for (int layer = 0; layer < model.config().layers(); layer++) {
                assertThat(sum(heads, layer)).isCloseTo(heads.attention().get(layer), within(2e-5));
                assertThat(sum(neurons, layer)).isCloseTo(neurons.mlp().get(layer), within(2e-5));
            }
        }
    }

    private static double sum(DirectReading.Trial trial, int layer) {
        double sum = trial.biases().orElseThrow().get(layer);
        for (float x : trial.units().orElseThrow().at(layer).toArray()) {
            sum += x;
        }
        return sum;
    }

    @Test
    void aHeadsShareIsThatOfWhatItWrote() throws Exception {
        try (Model model = open("llama-grouped")) {
            DirectReading.Trial trial = DirectLogits.on(model)
                    .by(DirectLogits.By.HEAD)
                    .of(DIFFERENCE)
                    .run(TEXTS)
                    .trials()
                    .get(0);
            var recording =
                    Recorder.on(model).at("L1.attn.head_out, L1.resid_post").record(TEXTS);
            var out = recording.site("L1.attn.head_out").trials().get(0);
            var stream = recording.site("L1.resid_post").trials().get(0);
            int last = stream.shape()[0] - 1;
            float[] slope = new float[model.config().vocabulary()];
            slope[model.tokenizer().single("a")] = 1;
            slope[model.tokenizer().single("e")] = -2;
            var direction = model.logitDirection(slope, stream.at(last).toArray());
            for (int head = 0; head < model.config().heads(); head++) {
                double written = direction.of(out.at(last).at(head).toArray());
                assertThat((double) trial.units().orElseThrow().get(1, head)).isCloseTo(written, within(1e-5));
            }
        }
    }

    @Test
    void whatHasNoPartsSaysWhy() throws Exception {
        try (Model model = open("llama-grouped")) {
            for (String metric :
                    new String[] {"logprob(\"a\")", "logit(\"a\") * logit(\"e\")", "entropy", "kl", "loss", "3"}) {
                DirectLogits direct = DirectLogits.on(model).of(Metric.parse(metric));
                assertThatThrownBy(() -> direct.run(TEXTS))
                        .hasMessage("'" + metric + "' is no sum of logits, and only such a sum has parts that add up."
                                + "\nTry: logit(\" Paris\"), or logit(\" Paris\") - logit(\" Rome\")");
            }
            assertThatThrownBy(() -> DirectLogits.on(model).token(99).run(TEXTS))
                    .hasMessageStartingWith("There is no token 99 in 'The quick fox', which has ");
        }
    }
}
