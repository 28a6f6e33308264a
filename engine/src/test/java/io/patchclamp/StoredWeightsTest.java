package io.patchclamp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import io.patchclamp.generate.GeneratedToken;
import io.patchclamp.generate.Generator;
import io.patchclamp.model.Gradient;
import io.patchclamp.model.Model;
import io.patchclamp.model.Site;
import io.patchclamp.record.Recorder;
import io.patchclamp.record.Recording;
import io.patchclamp.record.SiteRecording;
import io.patchclamp.trial.Trials;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static io.patchclamp.Closeness.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

/** A model whose weights stay in the 16 bits that the file has is the model with the same weights in 32, in every family. */
class StoredWeightsTest {
    private static final String TEXT = "The old cat sat on the mat.";

    @TempDir
    Path temporary;

    static Stream<String> models() throws IOException {
        return FamilyConformanceTest.models()
                .filter(name -> Files.exists(
                        TestModels.tiny("grouped").resolveSibling(name).resolve("model.safetensors")))
                .filter(name -> !name.endsWith("-hub"));
    }

    @ParameterizedTest
    @MethodSource("models")
    void everySiteAndEveryGradientAndEveryTokenAreTheSame(String name) throws IOException {
        Path original = TestModels.tiny("grouped").resolveSibling(name);
        Path half = Brief.copy(original, temporary.resolve("half"), true);
        Path whole = Brief.copy(original, temporary.resolve("whole"), false);
        try (Model stored = Patchclamp.load(half.toString());
                Model expanded = Patchclamp.load(whole.toString())) {
            Trials trials = Trials.of(TEXT, "The old cat");
            Recording theirs = Recorder.on(expanded).at("**").record(trials);
            Recording ours = Recorder.on(stored).at("**").record(trials);
            for (SiteRecording site : theirs.sites()) {
                for (int t = 0; t < 2; t++) {
                    assertClose(
                            site.site().name(),
                            ours.site(site.site().name()).trials().get(t),
                            new Reference.Values(
                                    site.trials().get(t).shape(),
                                    site.trials().get(t).toArray()));
                }
            }
            List<Gradient> slopes = gradients(expanded);
            List<Gradient> same = gradients(stored);
            for (int i = 0; i < slopes.size(); i++) {
                near(same.get(i).gradient().data(), slopes.get(i).gradient().data(), "gradient " + i);
            }
            assertThat(tokens(stored)).isEqualTo(tokens(expanded));
        }
    }

    /** Both are round-off away from the truth, and where much cancels on the way back, as in Gemma's, ten times as far as sites are. */
    private static void near(float[] ours, float[] theirs, String what) {
        double largest = 0;
        double worst = 0;
        for (int i = 0; i < theirs.length; i++) {
            largest = Math.max(largest, Math.abs(theirs[i]));
            worst = Math.max(worst, Math.abs((double) theirs[i] - ours[i]));
        }
        assertThat(worst).as(what).isLessThanOrEqualTo(1e-4 * largest);
    }

    private static List<Integer> tokens(Model model) {
        return Generator.on(model).newTokens(8).generate(Trials.of(TEXT)).trials().get(0).tokens().stream()
                .map(GeneratedToken::id)
                .toList();
    }

    private static List<Gradient> gradients(Model model) {
        int[] ids = model.tokenizer().encode(TEXT).ids().stream()
                .mapToInt(Integer::intValue)
                .toArray();
        List<Site> sites = model.select("L*.mlp.neurons,L*.attn.z,L*.resid_pre").electrodes().stream()
                .map(e -> e.site())
                .toList();
        return model.differentiate(new int[][] {ids}, List.of(), new int[] {ids.length - 1}, sites, logits -> {
            float[] slope = new float[logits[0].length];
            slope[5] = 1;
            slope[7] = -1;
            return new float[][] {slope};
        });
    }
}
