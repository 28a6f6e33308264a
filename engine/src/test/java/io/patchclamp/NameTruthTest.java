package io.patchclamp;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.patchclamp.array.NamedArray;
import io.patchclamp.fault.SelectorException;
import io.patchclamp.model.Model;
import io.patchclamp.record.Recorder;
import io.patchclamp.trial.Trials;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every name means what it means elsewhere: what is recorded under it at the last token is what {@code transformers} has
 * at that end of that module, and TransformerLens at that hook point. {@code name_truth.py} beside the truths made them.
 */
class NameTruthTest {
    @ParameterizedTest
    @CsvSource({"grouped, huggingface, 1e-5", "biased, huggingface, 1e-5", "grouped, transformerlens, 1e-4"})
    void everyNameReadsWhatItReadsElsewhere(String name, String scheme, double tolerance) throws IOException {
        JsonObject truth = truth(name);
        JsonObject values = truth.getAsJsonObject(scheme);
        try (Model model = TestModels.load(name)) {
            for (String place : values.keySet()) {
                if (!place.endsWith("hook_normalized")) {
                    float[] ours = lastToken(model, place, truth);
                    assertClose(place, ours, values.getAsJsonArray(place), tolerance);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"grouped", "biased"})
    void everyEndOfAModuleThatHasNumbersHasAName(String name) throws IOException {
        try (Model model = TestModels.load(name)) {
            Set<String> named = new TreeSet<>();
            model.modules().root().all().skip(1).forEach(module -> {
                for (String place : List.of(module.name(), module.name() + ":in")) {
                    try {
                        model.select(place);
                        named.add(place);
                    } catch (SelectorException e) {
                        assertThat(e).hasMessageStartingWith("Nothing can be recorded at '" + place + "': ");
                    }
                }
            });
            assertThat(named)
                    .isEqualTo(new TreeSet<>(
                            truth(name).getAsJsonObject("huggingface").keySet()));
        }
    }

    @Test
    void hookPointsBeforeANormsWeightAreNotOurNorms() throws IOException {
        JsonObject truth = truth("grouped");
        try (Model model = TestModels.load("grouped")) {
            float[] ours = lastToken(model, "L1.ln1", truth);
            JsonArray theirs = truth.getAsJsonObject("transformerlens").getAsJsonArray("blocks.1.ln1.hook_normalized");
            double worst = 0;
            for (int i = 0; i < ours.length; i++) {
                worst = Math.max(worst, Math.abs(ours[i] - theirs.get(i).getAsDouble()));
            }
            assertThat(worst).as("or these names need not be refused").isGreaterThan(0.1);
        }
    }

    private static float[] lastToken(Model model, String place, JsonObject truth) {
        NamedArray all = Recorder.on(model)
                .at(place)
                .record(Trials.of(truth.get("text").getAsString()))
                .site(place)
                .trials()
                .get(0);
        int[] shape = all.shape();
        float[] data = all.toArray();
        boolean attention = all.axes().get(0).equals("head");
        List<Float> last = new ArrayList<>();
        int blocks = attention ? shape[0] : 1;
        int width = attention ? shape[2] : data.length / shape[0];
        int block = data.length / blocks;
        for (int b = 0; b < blocks; b++) {
            for (int i = (b + 1) * block - width; i < (b + 1) * block; i++) {
                last.add(data[i]);
            }
        }
        float[] numbers = new float[last.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = last.get(i);
        }
        return numbers;
    }

    private static void assertClose(String place, float[] ours, JsonArray theirs, double tolerance) {
        assertThat(ours).as(place).hasSize(theirs.size());
        double largest = 0;
        double worst = 0;
        for (int i = 0; i < ours.length; i++) {
            double expected = theirs.get(i).getAsDouble();
            largest = Math.max(largest, Math.abs(expected));
            worst = Math.max(worst, Math.abs(ours[i] - expected));
        }
        assertThat(worst).as("largest difference at %s", place).isLessThanOrEqualTo(tolerance * largest);
    }

    private static JsonObject truth(String name) throws IOException {
        try (InputStream in = NameTruthTest.class.getResourceAsStream("/model/" + name + ".truth.json");
                Reader text = new InputStreamReader(in, StandardCharsets.UTF_8)) {
            return JsonParser.parseReader(text).getAsJsonObject();
        }
    }
}
