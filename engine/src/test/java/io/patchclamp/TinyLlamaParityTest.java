package io.patchclamp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.patchclamp.array.NamedArray;
import io.patchclamp.generate.GeneratedToken;
import io.patchclamp.generate.Generator;
import io.patchclamp.model.Model;
import io.patchclamp.record.Recorder;
import io.patchclamp.record.Recording;
import io.patchclamp.trial.Trials;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every site of two tiny random models against {@code transformers} (f32, eager): {@code max|Δ| ≤ 1e-5 · max|ref|}.
 * Their shapes are awkward on purpose; {@code src/test/python/tiny_llama_reference.py} says how.
 */
class TinyLlamaParityTest {
    private static final double TOLERANCE = 1e-5;

    @ParameterizedTest
    @ValueSource(strings = {"grouped", "biased", "grouped.gguf"})
    void everySiteEqualsTransformers(String name) throws IOException {
        Reference reference =
                Reference.read(TestModels.tiny(name.replace(".gguf", "")).resolve("reference.bin"));
        try (Model model = TestModels.load(name)) {
            assertThat(model.tokenizer().encode(reference.text).ids()).isEqualTo(reference.ids);
            Recording recording = Recorder.on(model).at("**").record(Trials.of(reference.text));
            for (String site : reference.shapes.keySet()) {
                NamedArray ours = recording.site(site).trials().get(0);
                assertThat(ours.shape()).as(site).isEqualTo(reference.shapes.get(site));
                assertClose(site, ours.toArray(), reference.values.get(site));
            }
            assertThat(recording.sites()).as("every site has a reference").hasSameSizeAs(reference.shapes.keySet());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"grouped", "biased", "grouped.gguf"})
    void cachedGreedyGenerationEqualsTransformers(String name) throws IOException {
        Reference reference =
                Reference.read(TestModels.tiny(name.replace(".gguf", "")).resolve("reference.bin"));
        try (Model model = TestModels.load(name)) {
            List<GeneratedToken> tokens = Generator.on(model)
                    .newTokens(reference.greedy.size())
                    .generate(Trials.of(reference.text))
                    .trials()
                    .get(0)
                    .tokens();
            assertThat(tokens.stream().map(GeneratedToken::id).toList()).isEqualTo(reference.greedy);
        }
    }

    private static void assertClose(String site, float[] ours, float[] theirs) {
        assertThat(ours).as(site).hasSameSizeAs(theirs);
        double largest = 0;
        double worst = 0;
        for (int i = 0; i < ours.length; i++) {
            if (Float.isInfinite(theirs[i])) {
                assertThat(ours[i]).as(site).isEqualTo(theirs[i]);
                continue;
            }
            largest = Math.max(largest, Math.abs(theirs[i]));
            worst = Math.max(worst, Math.abs((double) ours[i] - theirs[i]));
        }
        assertThat(worst).as("largest difference at %s", site).isLessThanOrEqualTo(TOLERANCE * largest);
    }

    /** A safetensors file, read here without the product's own reader. */
    private record Reference(
            String text,
            List<Integer> ids,
            List<Integer> greedy,
            Map<String, int[]> shapes,
            Map<String, float[]> values) {
        static Reference read(Path file) throws IOException {
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
            int header = Math.toIntExact(bytes.getLong());
            String text = new String(bytes.array(), 8, header, StandardCharsets.UTF_8);
            JsonObject json = JsonParser.parseString(text).getAsJsonObject();
            JsonObject meta = json.remove("__metadata__").getAsJsonObject();
            Map<String, int[]> shapes = new java.util.TreeMap<>();
            Map<String, float[]> values = new java.util.TreeMap<>();
            for (String site : json.keySet()) {
                JsonObject entry = json.getAsJsonObject(site);
                JsonArray at = entry.getAsJsonArray("data_offsets");
                shapes.put(
                        site,
                        ints(entry.getAsJsonArray("shape")).stream()
                                .mapToInt(Integer::intValue)
                                .toArray());
                float[] data = new float[(at.get(1).getAsInt() - at.get(0).getAsInt()) / Float.BYTES];
                bytes.slice(8 + header + at.get(0).getAsInt(), data.length * Float.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .asFloatBuffer()
                        .get(data);
                values.put(site, data);
            }
            return new Reference(
                    meta.get("text").getAsString(),
                    ints(JsonParser.parseString(meta.get("ids").getAsString()).getAsJsonArray()),
                    ints(JsonParser.parseString(meta.get("greedy").getAsString())
                            .getAsJsonArray()),
                    shapes,
                    values);
        }

        private static List<Integer> ints(JsonArray array) {
            return array.asList().stream().map(e -> e.getAsInt()).toList();
        }
    }
}
