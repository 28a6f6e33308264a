package io.patchclamp;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.patchclamp.array.NamedArray;
import io.patchclamp.generate.GeneratedToken;
import io.patchclamp.generate.Generator;
import io.patchclamp.model.Model;
import io.patchclamp.record.Recorder;
import io.patchclamp.record.Recording;
import io.patchclamp.trial.Trials;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * SmolLM2 against {@code transformers} on the same GGUF file: ten prompts, 1 to 272 tokens, all sites of three blocks.
 * {@code src/test/python/smollm2_reference.py} made the references.
 *
 * <p>Tolerance: {@code 1e-4} of the site's largest magnitude. Sites before the logits carry single units a hundred times
 * the rest, so that a site's own largest magnitude is the scale its round-off lives on.
 */
class SmolLm2ParityIT {
    private static final double TOLERANCE = 1e-4;
    private static Model model;
    private static JsonArray prompts;

    @BeforeAll
    static void load() throws IOException {
        model = Patchclamp.load(TestModels.smollm2().toString());
        prompts = read();
    }

    @AfterAll
    static void close() {
        model.close();
    }

    static Stream<JsonObject> prompts() throws IOException {
        return read().asList().stream().map(JsonElement::getAsJsonObject);
    }

    private static JsonArray read() throws IOException {
        try (InputStream in = SmolLm2ParityIT.class.getResourceAsStream("/parity/smollm2.json.gz");
                Reader text = new InputStreamReader(new GZIPInputStream(in), StandardCharsets.UTF_8)) {
            return JsonParser.parseReader(text).getAsJsonObject().getAsJsonArray("prompts");
        }
    }

    private static String text(JsonObject prompt) {
        // The one-token prompt is given as an id: its text is that token's.
        return prompt.get("text").getAsString().equals("one token")
                ? model.tokenizer().decode(prompt.getAsJsonArray("ids").get(0).getAsInt())
                : prompt.get("text").getAsString();
    }

    @ParameterizedTest
    @MethodSource("prompts")
    void tokenIdsEqualThePublishedTokenizer(JsonObject prompt) {
        assertThat(model.tokenizer().encode(text(prompt)).ids()).isEqualTo(ints(prompt.getAsJsonArray("ids")));
    }

    @ParameterizedTest
    @MethodSource("prompts")
    void everySiteOfThreeBlocksEqualsTransformers(JsonObject prompt) {
        Recording recording =
                Recorder.on(model).at("embed,L{0,14,29}.**,final_norm").record(Trials.of(text(prompt)));
        JsonObject sites = prompt.getAsJsonObject("sites");
        assertThat(recording.sites()).hasSameSizeAs(sites.keySet());
        for (String site : sites.keySet()) {
            assertCells(site, recording.site(site).trials().get(0), sites.getAsJsonObject(site));
        }
    }

    @ParameterizedTest
    @MethodSource("prompts")
    void logitsEqualTransformersWithTheSameArgmaxWhereTheMarginIsClear(JsonObject prompt) {
        NamedArray logits = Recorder.on(model)
                .at("logits")
                .record(Trials.of(text(prompt)))
                .site("logits")
                .trials()
                .get(0);
        assertCells("logits", logits, prompt.getAsJsonObject("logits"));
        double allowed = TOLERANCE * prompt.getAsJsonObject("logits").get("max").getAsDouble();
        JsonObject last = prompt.getAsJsonObject("last_logits");
        for (String position : last.keySet()) {
            for (JsonElement pair : last.getAsJsonArray(position)) {
                int id = pair.getAsJsonArray().get(0).getAsInt();
                double theirs = pair.getAsJsonArray().get(1).getAsDouble();
                assertThat(Math.abs(logits.get(Integer.parseInt(position), id) - theirs))
                        .isLessThanOrEqualTo(allowed);
            }
        }
        int vocabulary = logits.length("vocab");
        float[] all = logits.toArray();
        for (int t = 0; t < logits.length("token"); t++) {
            if (prompt.getAsJsonArray("margin").get(t).getAsDouble() <= 2 * allowed) {
                continue;
            }
            int best = 0;
            for (int i = 1; i < vocabulary; i++) {
                best = all[t * vocabulary + i] > all[t * vocabulary + best] ? i : best;
            }
            assertThat(best)
                    .as("argmax at token %d", t)
                    .isEqualTo(prompt.getAsJsonArray("argmax").get(t).getAsInt());
        }
    }

    @ParameterizedTest
    @MethodSource("prompts")
    void greedyContinuationEqualsTransformers(JsonObject prompt) {
        List<GeneratedToken> tokens = Generator.on(model)
                .newTokens(14)
                .generate(Trials.of(text(prompt)))
                .trials()
                .get(0)
                .tokens();
        assertThat(tokens.stream().map(GeneratedToken::id).toList()).isEqualTo(ints(prompt.getAsJsonArray("greedy")));
    }

    private static void assertCells(String site, NamedArray ours, JsonObject reference) {
        assertThat(ours.shape())
                .as(site)
                .isEqualTo(ints(reference.getAsJsonArray("shape")).stream()
                        .mapToInt(Integer::intValue)
                        .toArray());
        double allowed = TOLERANCE * reference.get("max").getAsDouble();
        for (JsonElement cell : reference.getAsJsonArray("cells")) {
            int[] index = ints(cell.getAsJsonArray().get(0).getAsJsonArray()).stream()
                    .mapToInt(Integer::intValue)
                    .toArray();
            double theirs = cell.getAsJsonArray().get(1).getAsDouble();
            assertThat(Math.abs(ours.get(index) - theirs))
                    .as("%s %s: ours %s, theirs %s", site, java.util.Arrays.toString(index), ours.get(index), theirs)
                    .isLessThanOrEqualTo(allowed);
        }
    }

    private static List<Integer> ints(JsonArray array) {
        return array.asList().stream().map(JsonElement::getAsInt).toList();
    }
}
