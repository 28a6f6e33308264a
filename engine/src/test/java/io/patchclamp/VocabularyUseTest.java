package io.patchclamp;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.patchclamp.fault.LoadException;
import io.patchclamp.model.Model;
import io.patchclamp.model.SampleText;
import io.patchclamp.model.Tokenizer;
import io.patchclamp.model.VocabularyComparison;
import io.patchclamp.model.VocabularyUse;
import io.patchclamp.model.VocabularyUse.Passage;
import io.patchclamp.record.ResultExport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class VocabularyUseTest {
    private static final Path RESOURCES = Path.of("src", "test", "resources");
    private static final Path TOKENIZERS = RESOURCES.resolve(Path.of("io", "patchclamp", "internal", "load"));

    @TempDir
    Path folder;

    private static Tokenizer tiny(String name) {
        return Patchclamp.tokenizer(TOKENIZERS.resolve("tiny-" + name).toString());
    }

    private static VocabularyUse rows(int rows) {
        return new VocabularyUse("x", "y", rows, rows, 0, 0, false, List.of());
    }

    @Test
    void theBuiltInTextsSayTheSameInTwoLanguages() {
        List<SampleText> texts = SampleText.builtIn();
        assertThat(texts).extracting(SampleText::name).containsExactly("English", "Chinese");
        assertThat(texts).allSatisfy(text -> {
            assertThat(text.text().lines()).hasSize(9);
            assertThat(text.origin()).contains("written for Patchclamp");
        });
        assertThat(texts.get(0).bytes()).isEqualTo(texts.get(0).characters());
        assertThat(texts.get(1).bytes()).isGreaterThan(2 * texts.get(1).characters());
    }

    @Test
    void marksAroundATextAreNotCounted() {
        Passage marked = VocabularyUse.of("x", tiny("llama-bpe"), List.of(SampleText.given("the the")))
                .passages()
                .get(0);
        assertThat(marked.tokens()).isEqualTo(2);
        assertThat(marked.bytesPerToken()).isEqualTo(3.5);
        Passage written = VocabularyUse.of("x", tiny("llama-bpe"), List.of(SampleText.given("<|endoftext|>the")))
                .passages()
                .get(0);
        assertThat(written.tokens()).as("a mark in the text is a token of it").isEqualTo(2);
        Passage empty = VocabularyUse.of("x", tiny("llama-bpe"), List.of(SampleText.given("")))
                .passages()
                .get(0);
        assertThat(empty).isEqualTo(new Passage("text", 0, 0, 0, true));
        assertThat(empty.bytesPerToken()).isZero();
        assertThat(empty.charactersPerToken()).isZero();
    }

    @Test
    void aTextThatIsLostOnTheWayIsSaidToBe() {
        Tokenizer words =
                Patchclamp.tokenizer(RESOURCES.resolve("parity/grouped").toString());
        assertThat(VocabularyUse.of("x", words, SampleText.builtIn())
                        .passages()
                        .get(1)
                        .whole())
                .isFalse();
        assertThat(VocabularyUse.of("x", tiny("llama-bpe"), SampleText.builtIn())
                        .passages())
                .allMatch(Passage::whole);
        assertThat(VocabularyUse.of("x", tiny("sentencepiece"), SampleText.builtIn())
                        .passages())
                .allMatch(Passage::whole);
    }

    @Test
    void charactersAndBytesDifferWhereTheTextDoes() {
        Passage passage = VocabularyUse.of("x", tiny("smollm"), List.of(SampleText.given("词😀")))
                .passages()
                .get(0);
        assertThat(passage.bytes()).isEqualTo(7);
        assertThat(passage.characters()).isEqualTo(2);
    }

    /** The sizes that the text about vocabularies names, and two odd ones. */
    @Test
    void paddingLeadsToTheNextMultiple() {
        for (int size : List.of(152_064, 128_256, 125_696, 102_400)) {
            assertThat(rows(size).padding(8)).as("%d", size).isZero();
            assertThat(rows(size).padding(64)).as("%d", size).isZero();
        }
        assertThat(rows(50_257).padding(8)).isEqualTo(7);
        assertThat(rows(50_257).padding(64)).isEqualTo(47);
        assertThat(rows(50_257).padding(128)).isEqualTo(47);
        assertThat(rows(151_936).padding(128)).isZero();
        assertThat(rows(1).padding(8)).isEqualTo(7);
    }

    @Test
    void aTableSharedByBothEndsIsCountedOnce() {
        try (Model tied = Patchclamp.load(RESOURCES.resolve("parity/grouped").toString());
                Model untied =
                        Patchclamp.load(RESOURCES.resolve("parity/biased").toString())) {
            for (Model model : List.of(tied, untied)) {
                VocabularyUse use = VocabularyUse.of(model, SampleText.builtIn());
                long table = (long) model.config().vocabulary() * model.config().dModel();
                long all = model.weights().stream()
                        .filter(w -> !w.name().equals("lm_head.weight")
                                || !model.config().tiedHead())
                        .mapToLong(Model.Weight::count)
                        .sum();
                assertThat(use.tied()).isEqualTo(model.config().tiedHead());
                assertThat(use.parameters()).isEqualTo(use.tied() ? table : 2 * table);
                assertThat(use.share()).hasValueCloseTo((double) use.parameters() / all, within(1e-12));
                assertThat(use.rows()).isEqualTo(model.config().vocabulary());
            }
        }
    }

    @Test
    void aTokenizerAloneHasNoShare() {
        VocabularyUse use = VocabularyUse.of("smollm", tiny("smollm"), SampleText.builtIn());
        assertThat(use.share()).isEmpty();
        assertThat(use.rows()).isEqualTo(use.tokens()).isEqualTo(563);
        assertThat(use.origin()).isEqualTo("tokenizer.json");
    }

    @Test
    void aTokenizerIsReadWithoutItsModel() {
        assertThat(Patchclamp.tokenizer(RESOURCES.resolve("parity/grouped.gguf").toString())
                        .origin())
                .startsWith("gguf:");
        Path weights = RESOURCES.resolve("parity/grouped/model.safetensors");
        assertThatThrownBy(() -> Patchclamp.tokenizer(weights.toString()))
                .isInstanceOf(LoadException.class)
                .hasMessage("'" + weights + "' holds no tokenizer that we read.\n"
                        + "Try: the directory that holds tokenizer.json, or a .gguf file");
    }

    @Test
    void theCostIsReadFromTheConfigurationAlone() throws Exception {
        for (String file : List.of("config.json", "tokenizer.json")) {
            Files.copy(RESOURCES.resolve("parity/grouped").resolve(file), folder.resolve(file));
        }
        try (Model model = Patchclamp.load(RESOURCES.resolve("parity/grouped").toString())) {
            VocabularyUse loaded = VocabularyUse.of(model, SampleText.builtIn());
            VocabularyUse alone = Patchclamp.vocabulary(folder.toString(), SampleText.builtIn());
            assertThat(alone.name()).isEqualTo(folder.getFileName().toString());
            assertThat(alone).usingRecursiveComparison().ignoringFields("name").isEqualTo(loaded);
            assertThat(Patchclamp.modules(folder.toString())).isEqualTo(model.modules());
            assertThat(Patchclamp.modules(folder.resolve("config.json").toString()))
                    .isEqualTo(model.modules());
        }
        Files.writeString(folder.resolve("config.json"), "{\"model_type\": \"unheard\"}");
        assertThat(Patchclamp.vocabulary(folder.toString(), SampleText.builtIn())
                        .share())
                .isEmpty();
    }

    @Test
    void aComparisonIsExported() throws Exception {
        List<SampleText> texts = List.of(SampleText.given("the the"), SampleText.given("词"));
        VocabularyComparison comparison = new VocabularyComparison(
                texts,
                List.of(
                        VocabularyUse.of("a", tiny("llama-bpe"), texts),
                        new VocabularyUse(
                                "b",
                                "y",
                                10,
                                16,
                                160,
                                1600,
                                true,
                                List.of(new Passage("text", 2, 7, 7, true), new Passage("text", 1, 3, 1, true)))));
        Path file = folder.resolve("v.csv");
        ResultExport.write(comparison, file);
        assertThat(Files.readAllLines(file))
                .contains(
                        "vocabulary,0,,,,563",
                        "vocabulary,1,,,,10",
                        "rows,1,,,,16",
                        "vocabulary_parameters,0,,,,-1",
                        "vocabulary_share,0,,,,NaN",
                        "vocabulary_share,1,,,,0.1",
                        "tokens,0,0,,,2",
                        "bytes_per_token,1,0,,,3.5",
                        "bytes,1,,,,3");
        assertThatThrownBy(() -> new VocabularyComparison(texts, List.of(rows(3))))
                .hasMessageContaining("x has 0 passages for 2 texts");
    }
}
