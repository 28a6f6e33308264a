package io.patchclamp;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.patchclamp.array.NamedArray;
import io.patchclamp.model.Model;
import io.patchclamp.record.Recorder;
import io.patchclamp.record.Recording;
import io.patchclamp.trial.Trials;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Gemma 3 with images is read as its text part; {@code src/test/python/gemma3_vision.py} made the model. */
class Gemma3VisionTest {
    @TempDir
    Path folder;

    private static Path fixture(String name) throws Exception {
        return Path.of(Gemma3VisionTest.class
                .getResource("/model/gemma3vision/" + name)
                .toURI());
    }

    @ParameterizedTest
    @ValueSource(strings = {"saved", "sparse"})
    void itsTextPartSaysWhatTransformersSays(String name) throws Exception {
        JsonObject reference = JsonParser.parseString(
                        Files.readString(fixture(name).resolve("reference.json")))
                .getAsJsonObject();
        try (Model model = Patchclamp.load(fixture(name).toString())) {
            String text = StreamSupport.stream(reference.getAsJsonArray("ids").spliterator(), false)
                    .map(id -> model.tokenizer().decode(id.getAsInt()))
                    .collect(Collectors.joining());
            Recording recording = Recorder.on(model).at("logits, L2.resid_post").record(Trials.of(text));
            close(recording.site("logits").trials().get(0), reference.getAsJsonArray("logits"));
            close(recording.site("L2.resid_post").trials().get(0), reference.getAsJsonArray("stream"));
            assertThat(model.select("model.layers.1.mlp.down_proj:in").electrodes())
                    .hasSize(1);
            assertThat(model.weights().stream().map(Model.Weight::name)).noneMatch(n -> n.contains("vision"));
        }
    }

    /** The last token's numbers. */
    private static void close(NamedArray ours, JsonArray theirs) {
        float[] all = ours.toArray();
        double largest = 0;
        for (var x : theirs) {
            largest = Math.max(largest, Math.abs(x.getAsDouble()));
        }
        int from = all.length - theirs.size();
        for (int i = 0; i < theirs.size(); i++) {
            assertThat(Math.abs(all[from + i] - theirs.get(i).getAsDouble()))
                    .as("%d", i)
                    .isLessThanOrEqualTo(1e-5 * largest);
        }
    }

    @Test
    void aConfigThatLeavesOutWhatGoesWithoutSayingIsCounted() throws Exception {
        // Gemma 3 4B as released; transformers counts its Gemma3ForCausalLM
        write("""
                {"architectures": ["Gemma3ForConditionalGeneration"], "model_type": "gemma3", "boi_token_index": 255999,
                 "eoi_token_index": 256000, "eos_token_id": [1, 106], "image_token_index": 262144,
                 "initializer_range": 0.02, "mm_tokens_per_image": 256, "torch_dtype": "bfloat16",
                 "text_config": {"hidden_size": 2560, "intermediate_size": 10240, "model_type": "gemma3_text",
                 "num_hidden_layers": 34, "rope_scaling": {"factor": 8.0, "rope_type": "linear"}, "sliding_window": 1024},
                 "vision_config": {"hidden_size": 1152, "image_size": 896}}""");
        assertThat(Patchclamp.modules(folder.toString()).parameters().stream()
                        .mapToLong(p -> p.shape().stream().mapToLong(i -> i).reduce(1, (a, b) -> a * b))
                        .sum())
                .isEqualTo(3_880_263_168L);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'\"x\": 1' | has no text_config.",
                "'\"text_config\": {\"final_logit_softcapping\": 30.0}' | sets final_logit_softcapping to 30.0, and a model",
                "'\"text_config\": {\"clip\": 3}' | sets clip to 3, a field that is not understood",
                "'\"text_config\": {}, \"clip\": 3' | sets clip to 3, a field that is not understood",
                "'\"text_config\": {\"model_type\": \"gemma2\"}' | sets model_type to \"gemma2\"; only gemma3_text",
            })
    void whatWouldChangeTheArithmeticUnseenIsRefused(String fields, String message) throws Exception {
        write("{\"model_type\": \"gemma3\", " + fields + "}");
        assertThatThrownBy(() -> Patchclamp.modules(folder.toString()))
                .hasMessageContaining(message)
                .hasMessageContaining("Try: ");
    }

    private void write(String config) throws Exception {
        Files.writeString(folder.resolve("config.json"), config);
    }
}
