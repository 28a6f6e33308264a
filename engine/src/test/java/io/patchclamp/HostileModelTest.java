package io.patchclamp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.patchclamp.attribute.Attribution;
import io.patchclamp.edit.Clamp;
import io.patchclamp.edit.Edit;
import io.patchclamp.edit.Inject;
import io.patchclamp.fault.LoadException;
import io.patchclamp.fault.PatchclampException;
import io.patchclamp.generate.Candidate;
import io.patchclamp.generate.Generator;
import io.patchclamp.lens.DirectLogits;
import io.patchclamp.lens.LensCell;
import io.patchclamp.lens.LensReading;
import io.patchclamp.lens.LogitLens;
import io.patchclamp.metric.Metric;
import io.patchclamp.model.LoadOptions;
import io.patchclamp.model.Model;
import io.patchclamp.progress.Progress;
import io.patchclamp.record.Pool;
import io.patchclamp.record.Recorder;
import io.patchclamp.record.Recording;
import io.patchclamp.sweep.Answers;
import io.patchclamp.sweep.DoseResponse;
import io.patchclamp.sweep.Lesions;
import io.patchclamp.trial.Trials;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Models that are not what they say: each is an error that says so, and the next model loads. */
class HostileModelTest {
    @TempDir
    Path folder;

    private Path copy(String name) throws IOException {
        Path target = folder.resolve(name);
        Files.createDirectory(target);
        try (Stream<Path> files = Files.list(TestModels.tiny(name))) {
            for (Path file : files.toList()) {
                Files.copy(file, target.resolve(file.getFileName()));
            }
        }
        return target;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"num_hidden_layers\": 3 | \"num_hidden_layers\": 2000000000 | speaks of 2000000000 blocks",
                "\"num_hidden_layers\": 3 | \"num_hidden_layers\": 2 | that config.json does not account for",
                "\"num_hidden_layers\": 3 | \"num_hidden_layers\": 4 | speaks of 4 blocks",
                "\"num_hidden_layers\": 3 | \"num_hidden_layers\": -1 | is -1",
                "\"num_hidden_layers\": 3 | \"num_hidden_layers\": 3.5 | no whole number",
                "\"num_hidden_layers\": 3 | \"num_hidden_layers\": \"many\" | no number",
                "\"num_hidden_layers\": 3, | `` | has no num_hidden_layers",
                "\"hidden_size\": 20 | \"hidden_size\": 2147483647 | has shape [67, 20]",
                "\"num_attention_heads\": 6 | \"num_attention_heads\": 2147483647 | multiple of its 2",
                "\"num_attention_heads\": 6 | \"num_attention_heads\": 2147483646 | side by side",
                "\"num_attention_heads\": 6 | \"num_attention_heads\": 0 | is 0",
                "\"num_key_value_heads\": 2 | \"num_key_value_heads\": 4 | not a multiple of its 4",
                "\"head_dim\": 6 | \"head_dim\": 7 | turns 8 of 7 dimensions",
                "\"vocab_size\": 67 | \"vocab_size\": 99 | config.json says [99, 20]",
                "\"hidden_act\": \"silu\" | \"hidden_act\": \"quick_gelu\" | sets hidden_act to \"quick_gelu\"",
                "\"model_type\": \"llama\" | \"model_type\": \"mamba\" | of type 'mamba'",
                "\"rope_type\": \"llama3\" | \"rope_type\": \"wavelet\" | scales rotary angles by 'wavelet'",
                "\"rope_theta\": 500.0 | \"rope_theta\": -5 | theta must be positive",
                "\"rms_norm_eps\": 1e-05 | \"rms_norm_eps\": -1 | epsilon is -1",
                "\"tie_word_embeddings\": true | \"tie_word_embeddings\": false | has no tensor 'lm_head.weight'",
                "\"attention_bias\": false | \"attention_bias\": true | has no tensor 'model.layers.0.self_attn.q_proj.bias'",
                "{ | [ | JSON",
                "\"vocab_size\": 67 | \"vocab_size\": 67, \"vocab_size\": 67 | vocab_size",
            })
    void aConfigurationThatLiesIsAnErrorThatSaysSo(String find, String replacement, String message) throws IOException {
        Path model = copy("grouped");
        Path config = model.resolve("config.json");
        String text = Files.readString(config);
        assertThat(text).contains(find);
        Files.writeString(config, text.replace(find, replacement));
        assertThatThrownBy(() -> Patchclamp.load(model.toString()))
                .isInstanceOf(LoadException.class)
                .hasMessageContaining(message)
                .hasMessageContaining("\nTry: ");
        TestModels.load("grouped").close();
    }

    @Test
    void aDirectoryThatLacksAFileSaysWhich() throws IOException {
        for (String file : List.of("config.json", "tokenizer.json", "model.safetensors")) {
            Path model = copy("grouped");
            Files.delete(model.resolve(file));
            assertThatThrownBy(() -> Patchclamp.load(model.toString()))
                    .as(file)
                    .isInstanceOf(LoadException.class)
                    .hasMessageContaining(file)
                    .hasMessageContaining("\nTry: ");
            try (Stream<Path> files = Files.list(model)) {
                for (Path left : files.toList()) {
                    Files.delete(left);
                }
            }
            Files.delete(model);
        }
    }

    @Test
    void whatIsNoModelSaysWhatAModelIs() throws IOException {
        Path text = Files.writeString(folder.resolve("notes.txt"), "hello");
        assertThatThrownBy(() -> Patchclamp.load(text.toString()))
                .isInstanceOf(LoadException.class)
                .hasMessageContaining("is no model we read")
                .hasMessageContaining("can run code");
        Path weights = Files.writeString(folder.resolve("model.safetensors"), "hello");
        assertThatThrownBy(() -> Patchclamp.load(weights.toString()))
                .isInstanceOf(LoadException.class)
                .hasMessageContaining("holds weights alone");
        Path gguf = Files.writeString(folder.resolve("model.gguf"), "hello");
        assertThatThrownBy(() -> Patchclamp.load(gguf.toString())).isInstanceOf(LoadException.class);
        assertThatThrownBy(() -> Patchclamp.load("  "))
                .isInstanceOf(LoadException.class)
                .hasMessageContaining("No model was named.");
        assertThatThrownBy(() -> Patchclamp.load("gpt5"))
                .isInstanceOf(LoadException.class)
                .hasMessageContaining("There is no model 'gpt5'");
        assertThatThrownBy(() -> Patchclamp.load("org/name", LoadOptions.DEFAULT.withoutNetwork(), Progress.SILENT))
                .isInstanceOf(LoadException.class)
                .hasMessageContaining("'org/name' (revision main) is not in the cache");
        assertThatThrownBy(
                        () -> Patchclamp.load(text.toString(), LoadOptions.DEFAULT.withRevision("v1"), Progress.SILENT))
                .isInstanceOf(LoadException.class)
                .hasMessageContaining("is on this machine and has no revision 'v1'");
    }

    @Test
    void anOutputThatIsNoNumberIsSaidAndNotGuessed() {
        try (Model model = TestModels.load("grouped")) {
            Edit huge = Clamp.of(model.select("L1.resid_post"), Float.POSITIVE_INFINITY);
            assertThatThrownBy(() -> Generator.on(model).edits(List.of(huge)).generate(Trials.of("The fox")))
                    .isInstanceOf(PatchclampException.class)
                    .hasMessageContaining("not a number");
        }
    }

    @Test
    void aRecordingOfWhatIsNoNumberSaysWhereThatBegins() {
        try (Model model = TestModels.load("grouped")) {
            Recorder recorder = Recorder.on(model).at("L*.attn.scores,L*.resid_post,logits");
            Trials trials = Trials.of("The fox", "A");
            assertThat(recorder.record(trials).provenance().details())
                    .as("a masked score is minus infinity, and that is right")
                    .doesNotContainKey(Recording.NOT_FINITE);
            Edit huge = Clamp.of(model.select("L0.resid_post[2]"), Float.POSITIVE_INFINITY);
            Recording broken = recorder.edits(List.of(huge)).record(trials);
            int tokens = broken.site("L0.resid_post").trials().stream()
                    .mapToInt(t -> t.shape()[0])
                    .sum();
            int width = model.config().dModel();
            int layers = model.config().layers();
            assertThat(broken.provenance().details())
                    .containsEntry(
                            Recording.NOT_FINITE,
                            tokens + " of " + tokens * width
                                    + " numbers at L0.resid_post, first in trial 0, and numbers at " + (2 * layers - 1)
                                    + " more of " + (2 * layers + 1) + " sites");
            assertThat(recorder.pool(Pool.LAST)
                            .edits(List.of(huge))
                            .record(trials)
                            .provenance()
                            .details())
                    .containsKey(Recording.NOT_FINITE);
        }
    }

    @Test
    void whatIsReadOffNoNumberIsRefusedOrSaid() throws IOException {
        try (Model model = broken()) {
            Trials trials = Trials.of("The fox");
            Metric entropy = Metric.parse("entropy");
            List<ThrowingCallable> runs = List.of(
                    () -> Lesions.on(model, model.select("L*.attn.z"))
                            .metric(entropy)
                            .run(trials),
                    () -> Attribution.on(model)
                            .at(model.select("L0.mlp.neurons"))
                            .run(trials),
                    () -> DirectLogits.on(model).run(trials),
                    () -> Answers.of(model, trials, entropy, Progress.SILENT));
            for (ThrowingCallable run : runs) {
                assertThatThrownBy(run)
                        .isInstanceOf(PatchclampException.class)
                        .hasMessageContaining("The model's output is not a number at token id 0");
            }
            LensReading read = LogitLens.on(model).run(trials);
            List<List<LensCell>> cells = read.trials().get(0).cells();
            assertThat(cells.get(0).get(0).top())
                    .noneSatisfy(c -> assertThat(c.id()).isNegative());
            assertThat(cells.get(1).get(0).top()).containsOnly(new Candidate(-1, "NaN", Double.NaN));
        }
    }

    @Test
    void aDoseThatLeavesNoNumberIsNotFitted() {
        try (Model model = TestModels.load("grouped")) {
            DoseResponse doses = DoseResponse.on(model, List.of(Inject.of(model.select("L0.mlp.neurons"), 3e38f)))
                    .doses(0, 1e-30, 1)
                    .random(0)
                    .metric(Metric.parse("entropy"));
            assertThatThrownBy(() -> doses.run(Trials.of("The fox")))
                    .isInstanceOf(PatchclampException.class)
                    .hasMessageContaining("The model's output is not a number under ")
                    .hasMessageContaining("smaller doses");
            assertThatThrownBy(() -> doses.doses(0, 1, 100).run(Trials.of("The fox")))
                    .isInstanceOf(PatchclampException.class)
                    .hasMessageContaining("Infinity times ")
                    .hasMessageContaining("a factor of fewer digits");
        }
    }

    /** A model with one weight of its second layer that is no number. */
    private Model broken() throws IOException {
        Path file = copy("grouped").resolve("model.safetensors");
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        int header = Math.toIntExact(bytes.getLong(0));
        String text = new String(bytes.array(), Long.BYTES, header, StandardCharsets.UTF_8);
        Matcher at = Pattern.compile("\"model.layers.1.mlp.down_proj.weight\":[^}]*\"data_offsets\":\\s*\\[(\\d+)")
                .matcher(text);
        assertThat(at.find()).isTrue();
        bytes.putFloat(Long.BYTES + header + Integer.parseInt(at.group(1)), Float.NaN);
        Files.write(file, bytes.array());
        return Patchclamp.load(file.getParent().toString());
    }
}
