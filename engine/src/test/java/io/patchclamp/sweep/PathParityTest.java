package io.patchclamp.sweep;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.StreamSupport;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.patchclamp.Patchclamp;
import io.patchclamp.edit.TokenChoice;
import io.patchclamp.metric.Metric;
import io.patchclamp.model.Model;
import io.patchclamp.trial.Trials;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Path patching against plain hooks in {@code transformers}, three whole passes a path;
 * {@code src/test/python/path_reference.py} made the numbers.
 */
class PathParityTest {
    @ParameterizedTest
    @ValueSource(strings = {"llama-grouped", "gemma2-window", "gptneox-parallel", "gpt2-wide", "qwen3-grouped"})
    void pathsGiveWhatThreeRunsOfTransformersGive(String name) throws Exception {
        Path parity = Path.of(PathParityTest.class.getResource("/parity").toURI());
        JsonObject reference = reference(parity, name);
        try (Model model = Patchclamp.load(parity.resolve(name).toString())) {
            Trials pair = pair(model, reference);
            Metric metric = metric(model, reference);
            TokenChoice all = new TokenChoice.All();
            TokenChoice late = new TokenChoice.Positions(reference.get("late").getAsInt(), Integer.MAX_VALUE);
            Map<String, String> receivers =
                    Map.of("q", "L-1.attn.q", "v", "L-1.attn.v", "mlp", "L-1.ln2", "final", "final_norm");
            for (PathPatching.Mlps mlps : PathPatching.Mlps.values()) {
                for (String sender : List.of("z", "mlp")) {
                    for (Map.Entry<String, String> receiver : receivers.entrySet()) {
                        String key = sender + "-" + receiver.getKey() + "-"
                                + (mlps == PathPatching.Mlps.HELD ? "held" : "free");
                        String from = sender.equals("z") ? "L*.attn.z" : "L*.mlp.out";
                        PathEffect effect = PathPatching.on(
                                        model, model.select(from), model.select(receiver.getValue()), metric)
                                .tokens(sender.equals("z") ? all : late, all)
                                .mlps(mlps)
                                .run(pair);
                        assertClose(key, effect, reference.get(key));
                        assertThat((double) effect.clean().get(0))
                                .isCloseTo(reference.get("clean").getAsDouble(), within(5e-5));
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama-grouped", "gemma2-window", "gptneox-parallel", "gpt2-wide", "qwen3-grouped"})
    void scoresAndPatternsAreEndsOfPathsAsInTransformers(String name) throws Exception {
        Path parity = Path.of(PathParityTest.class.getResource("/parity").toURI());
        JsonObject reference = reference(parity, name);
        Map<String, String> senders =
                Map.of("scores", "L*.attn.scores", "pattern", "L*.attn.pattern", "z", "L*.attn.z", "mlp", "L*.mlp.out");
        Map<String, String> receivers = Map.of(
                "final", "final_norm", "mlp", "L-1.ln2", "pattern", "L-1.attn.pattern", "scores", "L-1.attn.scores");
        TokenChoice late = new TokenChoice.Positions(reference.get("late").getAsInt(), Integer.MAX_VALUE);
        try (Model model = Patchclamp.load(parity.resolve(name).toString())) {
            for (String path : List.of("scores-final", "pattern-final", "pattern-mlp", "z-pattern", "mlp-scores")) {
                String sender = path.substring(0, path.indexOf('-'));
                PathEffect effect = PathPatching.on(
                                model,
                                model.select(senders.get(sender)),
                                model.select(receivers.get(path.substring(sender.length() + 1))),
                                metric(model, reference))
                        .tokens(sender.equals("mlp") ? late : new TokenChoice.All(), new TokenChoice.All())
                        .run(pair(model, reference));
                assertClose(path, effect, reference.get(path + "-between"));
            }
        }
    }

    private static JsonObject reference(Path parity, String name) throws IOException {
        return JsonParser.parseString(Files.readString(parity.resolve("paths.json")))
                .getAsJsonObject()
                .getAsJsonObject(name);
    }

    private static Trials pair(Model model, JsonObject reference) {
        return new Trials(List.of(new Trials.Item(
                text(model, reference.getAsJsonArray("corrupt")),
                Map.of("clean", text(model, reference.getAsJsonArray("ids"))),
                Optional.empty())));
    }

    private static Metric metric(Model model, JsonObject reference) {
        return Metric.parse("logit(\"%s\") - logit(\"%s\")"
                .formatted(
                        model.tokenizer().decode(reference.get("a").getAsInt()),
                        model.tokenizer().decode(reference.get("b").getAsInt())));
    }

    private static String text(Model model, JsonArray ids) {
        return StreamSupport.stream(ids.spliterator(), false)
                .map(id -> model.tokenizer().decode(id.getAsInt()))
                .collect(Collectors.joining());
    }

    private static void assertClose(String what, PathEffect effect, JsonElement theirs) {
        double[] expected = numbers(theirs).toArray();
        float[] ours = effect.effect().toArray();
        assertThat(ours).as(what).hasSize(expected.length);
        for (int i = 0; i < ours.length; i++) {
            if (Double.isNaN(expected[i])) {
                assertThat(ours[i]).as("%s %d", what, i).isNaN();
            } else {
                assertThat(Math.abs(ours[i] - expected[i]))
                        .as("%s %d: %s and %s", what, i, ours[i], expected[i])
                        .isLessThan(4e-5);
            }
        }
    }

    private static DoubleStream numbers(JsonElement json) {
        if (json.isJsonNull()) {
            return DoubleStream.of(Double.NaN);
        }
        return json.isJsonArray()
                ? StreamSupport.stream(json.getAsJsonArray().spliterator(), false)
                        .flatMapToDouble(PathParityTest::numbers)
                : DoubleStream.of(json.getAsDouble());
    }
}
