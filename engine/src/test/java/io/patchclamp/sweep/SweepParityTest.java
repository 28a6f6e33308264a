package io.patchclamp.sweep;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.patchclamp.Patchclamp;
import io.patchclamp.array.NamedArray;
import io.patchclamp.metric.Metric;
import io.patchclamp.model.Model;
import io.patchclamp.trial.Trials;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Lesion sweeps and patching grids against {@code transformers}, which runs the whole model anew for every cell;
 * {@code src/test/python/sweep_reference.py} made the numbers.
 */
class SweepParityTest {
    @ParameterizedTest
    @ValueSource(strings = {"llama-grouped", "gemma2-window", "gptneox-parallel", "gpt2-wide", "qwen3-grouped"})
    void sweepsGiveWhatWholeRunsOfTransformersGive(String name) throws Exception {
        Path parity = Path.of(SweepParityTest.class.getResource("/parity").toURI());
        JsonObject reference = JsonParser.parseString(Files.readString(parity.resolve("sweeps.json")))
                .getAsJsonObject()
                .getAsJsonObject(name);
        try (Model model = Patchclamp.load(parity.resolve(name).toString())) {
            Trials.Item item = item(model, reference);
            Trials clean =
                    new Trials(List.of(new Trials.Item(item.columns().get("clean"), Map.of(), Optional.empty())));
            Metric metric = Metric.parse("logit(\"%s\") - logit(\"%s\")"
                    .formatted(
                            model.tokenizer().decode(reference.get("a").getAsInt()),
                            model.tokenizer().decode(reference.get("b").getAsInt())));
            LesionEffect heads = Lesions.on(model, model.select("L*.attn.z"))
                    .each(Lesions.Each.HEAD)
                    .metric(metric)
                    .run(clean);
            assertClose("baseline", heads.baseline(), reference.get("baseline"));
            assertClose("heads", heads.effect(), reference.get("heads"));
            LesionEffect neurons = Lesions.on(model, model.select("L*.mlp.neurons[0..3]"))
                    .each(Lesions.Each.UNIT)
                    .metric(metric)
                    .run(clean);
            assertClose("neurons", neurons.effect(), reference.get("neurons"));
            PatchGrid grid =
                    Patching.on(model, model.select("L*.resid_pre"), metric).run(new Trials(List.of(item)));
            assertClose("clean", grid.clean(), reference.get("clean"));
            assertClose("corrupt", grid.corrupt(), reference.get("unpatched"));
            assertClose("resid_pre", grid.effect(), reference.get("resid_pre"));
        }
    }

    private static Trials.Item item(Model model, JsonObject reference) {
        String clean = text(model, reference.getAsJsonArray("ids"));
        return new Trials.Item(
                text(model, reference.getAsJsonArray("corrupt")), Map.of("clean", clean), Optional.empty());
    }

    private static String text(Model model, JsonArray ids) {
        int[] numbers = StreamSupport.stream(ids.spliterator(), false)
                .mapToInt(JsonElement::getAsInt)
                .toArray();
        String text = java.util.Arrays.stream(numbers)
                .mapToObj(id -> model.tokenizer().decode(id))
                .collect(java.util.stream.Collectors.joining());
        assertThat(model.tokenizer().encode(text).toArray()).isEqualTo(numbers);
        return text;
    }

    private static void assertClose(String what, NamedArray ours, JsonElement theirs) {
        double[] expected = numbers(theirs).toArray();
        float[] got = ours.toArray();
        assertThat(got).as(what).hasSize(expected.length);
        for (int i = 0; i < got.length; i++) {
            assertThat(Math.abs(got[i] - expected[i]))
                    .as("%s %d", what, i)
                    .isLessThan(2e-5 * Math.max(1, largest(expected)));
        }
    }

    private static double largest(double[] numbers) {
        return java.util.Arrays.stream(numbers).map(Math::abs).max().orElse(0);
    }

    private static java.util.stream.DoubleStream numbers(JsonElement json) {
        return json.isJsonArray()
                ? StreamSupport.stream(json.getAsJsonArray().spliterator(), false)
                        .flatMapToDouble(SweepParityTest::numbers)
                : java.util.stream.DoubleStream.of(json.getAsDouble());
    }
}
