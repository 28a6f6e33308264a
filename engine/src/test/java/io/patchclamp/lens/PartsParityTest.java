package io.patchclamp.lens;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.StreamSupport;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.patchclamp.Patchclamp;
import io.patchclamp.array.NamedArray;
import io.patchclamp.attribute.Attributed;
import io.patchclamp.attribute.Attribution;
import io.patchclamp.attribute.Method;
import io.patchclamp.metric.Metric;
import io.patchclamp.model.Model;
import io.patchclamp.trial.Trials;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Direct logit attribution, integrated gradients and head scores against hooks and autograd in {@code transformers};
 * {@code src/test/python/attribution_reference.py} made the numbers.
 */
class PartsParityTest {
    private static JsonObject reference(String name) throws Exception {
        return JsonParser.parseString(Files.readString(parity().resolve("attribution.json")))
                .getAsJsonObject()
                .getAsJsonObject(name);
    }

    private static Path parity() throws Exception {
        return Path.of(PartsParityTest.class.getResource("/parity").toURI());
    }

    private static Model open(String name) throws Exception {
        return Patchclamp.load(parity().resolve(name).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama-grouped", "gptneox-parallel", "gpt2-wide", "qwen3-grouped"})
    void aLogitHasThePartsThatHooksFind(String name) throws Exception {
        JsonObject all = reference(name);
        JsonObject theirs = all.getAsJsonObject("direct");
        try (Model model = open(name)) {
            Trials text = Trials.of(text(model, all));
            DirectReading.Trial heads = DirectLogits.on(model)
                    .by(DirectLogits.By.HEAD)
                    .of(metric(model, all))
                    .run(text)
                    .trials()
                    .get(0);
            DirectReading.Trial neurons = DirectLogits.on(model)
                    .by(DirectLogits.By.NEURON)
                    .of(metric(model, all))
                    .run(text)
                    .trials()
                    .get(0);
            close("logit", new double[] {heads.logit()}, theirs.get("logit"), 2e-5);
            close("embed", new double[] {heads.embed()}, theirs.get("embed"), 2e-5);
            close("bias", new double[] {heads.bias()}, theirs.get("bias"), 2e-5);
            close("attn", doubles(heads.attention()), theirs.get("attn"), 2e-5);
            close("mlp", doubles(heads.mlp()), theirs.get("mlp"), 2e-5);
            close("heads", doubles(heads.units().orElseThrow()), theirs.get("heads"), 2e-5);
            close("neurons", doubles(neurons.units().orElseThrow()), theirs.get("neurons"), 2e-5);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama-grouped", "gptneox-parallel", "gpt2-wide", "qwen3-grouped"})
    void integratedGradientsAreTheIntegral(String name) throws Exception {
        JsonObject all = reference(name);
        try (Model model = open(name)) {
            for (String site : List.of("L0.mlp.neurons", "L-1.mlp.out")) {
                Attributed shares = Attribution.on(model)
                        .at(model.select(site))
                        .metric(metric(model, all))
                        .method(Method.INTEGRATED)
                        .steps(128)
                        .run(Trials.of(text(model, all)));
                NamedArray units = shares.trials().get(0).sites().get(0).units();
                close(site, doubles(units), all.getAsJsonObject("ig").get(site), 2e-4);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama-grouped", "gptneox-parallel", "gpt2-wide", "qwen3-grouped"})
    void headsScoreWhatTheirPatternsGive(String name) throws Exception {
        JsonObject theirs = reference(name).getAsJsonObject("scores");
        try (Model model = open(name)) {
            int[] half = StreamSupport.stream(theirs.getAsJsonArray("half").spliterator(), false)
                    .mapToInt(JsonElement::getAsInt)
                    .toArray();
            int[] twice = new int[2 * half.length];
            System.arraycopy(half, 0, twice, 0, half.length);
            System.arraycopy(half, 0, twice, half.length, half.length);
            HeadScores scores = HeadDetectors.on(model).texts(half.length, 1, 0).run(List.of(twice));
            close("previous", doubles(scores.previous()), theirs.get("previous"), 1e-5);
            close("duplicate", doubles(scores.duplicate()), theirs.get("duplicate"), 1e-5);
            close("induction", doubles(scores.induction()), theirs.get("induction"), 1e-5);
        }
    }

    private static Metric metric(Model model, JsonObject all) {
        return Metric.parse("logit(\"%s\") - logit(\"%s\")"
                .formatted(
                        model.tokenizer().decode(all.get("a").getAsInt()),
                        model.tokenizer().decode(all.get("b").getAsInt())));
    }

    private static String text(Model model, JsonObject all) {
        return StreamSupport.stream(all.getAsJsonArray("ids").spliterator(), false)
                .map(id -> model.tokenizer().decode(id.getAsInt()))
                .collect(Collectors.joining());
    }

    private static double[] doubles(NamedArray array) {
        float[] floats = array.toArray();
        double[] out = new double[floats.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = floats[i];
        }
        return out;
    }

    /** Within a share of the largest. */
    private static void close(String what, double[] ours, JsonElement theirs, double share) {
        double[] expected = numbers(theirs).toArray();
        double largest = DoubleStream.of(expected).map(Math::abs).max().orElse(0);
        assertThat(ours).as(what).hasSize(expected.length);
        for (int i = 0; i < ours.length; i++) {
            assertThat(Math.abs(ours[i] - expected[i]))
                    .as("%s %d: %s and %s", what, i, ours[i], expected[i])
                    .isLessThanOrEqualTo(share * largest + 1e-7);
        }
    }

    private static DoubleStream numbers(JsonElement json) {
        return json.isJsonArray()
                ? StreamSupport.stream(json.getAsJsonArray().spliterator(), false)
                        .flatMapToDouble(PartsParityTest::numbers)
                : DoubleStream.of(json.getAsDouble());
    }
}
