package io.patchclamp.magic;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.patchclamp.fault.SelectorException;
import io.patchclamp.model.LoadOptions;
import io.patchclamp.model.Model;
import io.patchclamp.model.SampleText;
import io.patchclamp.model.Tokens;
import io.patchclamp.model.VocabularyComparison;
import io.patchclamp.model.VocabularyUse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class StandardMagicsTest {
    private static final String LLAMA3 = """
            {"architectures": ["LlamaForCausalLM"], "model_type": "llama", "hidden_size": 4096,
             "intermediate_size": 14336, "num_attention_heads": 32, "num_key_value_heads": 8,
             "num_hidden_layers": 32, "vocab_size": 128256, "max_position_embeddings": 8192, "hidden_act": "silu",
             "rms_norm_eps": 1e-05, "rope_theta": 500000.0, "tie_word_embeddings": false}""";

    private static final String WORDS = """
            {"version": "1.0", "added_tokens": [], "pre_tokenizer": {"type": "WhitespaceSplit"},
             "model": {"type": "WordLevel", "vocab": {"[UNK]": 0, "ab": 1}, "unk_token": "[UNK]"}}""";

    private final List<String> loaded = new ArrayList<>();
    private final List<LoadOptions> given = new ArrayList<>();
    private final Magics magics = Magics.standard((reference, options, progress) -> {
        loaded.add(reference);
        given.add(options);
        return new FakeModel(Path.of(reference).getFileName().toString());
    });
    private final FakeSession session = new FakeSession();

    @Test
    void loadingTheSameReferenceAgainReturnsTheSameModel() throws Exception {
        Object first = run("model", "smollm2");

        assertThat(run("model", "smollm2")).isSameAs(first);
        assertThat(run("model", "")).isSameAs(first);
        assertThat(loaded).containsExactly("smollm2");
    }

    @Test
    void aClosedModelIsLoadedAgain() throws Exception {
        Model first = (Model) run("model", "smollm2");
        first.close();

        assertThat(run("model", "smollm2")).isNotSameAs(first);
    }

    @Test
    void aPathIsRelativeToTheNotebooksFolder(@TempDir Path folder) throws Exception {
        session.directory = folder;
        Path file = Files.writeString(folder.resolve("tiny.gguf"), "x");

        Object first = run("model", "tiny.gguf");

        assertThat(loaded).containsExactly(file.toString());
        assertThat(run("model", "./tiny.gguf")).isSameAs(first);
        assertThat(run("model", "'" + file + "'")).isSameAs(first);
    }

    @Test
    void theLastModelLoadedIsTheCurrentOneAndOthersStayChoosable() throws Exception {
        run("model", "one");
        run("model", "two");
        session.variables.put("mine", new FakeModel("three"));

        assertThat(((Hook) run("hook", "a embed")).model()).isEqualTo("two");
        assertThat(((Hook) run("hook", "a embed --model one")).model()).isEqualTo("one");
        assertThat(((Hook) run("hook", "a embed --model mine")).model()).isEqualTo("three");
        fails(
                "hook",
                "a embed --model four",
                "No loaded model and no Java variable is named 'four'.\nTry: one of one, two; or %model four");
    }

    @Test
    void vocabulariesAreSetSideBySide(@TempDir Path folder) throws Exception {
        session.directory = folder;
        Files.writeString(folder.resolve("tokenizer.json"), WORDS);
        Files.writeString(folder.resolve("说.txt"), "ab 词");
        run("model", "one");
        run("model", "two");

        VocabularyComparison own = (VocabularyComparison) run("vocab", "");
        assertThat(own.uses()).extracting(VocabularyUse::name).containsExactly("two");
        assertThat(own.texts()).extracting(SampleText::name).containsExactly("English", "Chinese");

        VocabularyComparison both = (VocabularyComparison) run("vocab", "ab ab  --with one --with " + folder);
        assertThat(both.texts().get(0).text()).isEqualTo("ab ab");
        assertThat(both.uses())
                .extracting(use -> use.passages().get(0).tokens())
                .containsExactly(5, 5, 2);
        assertThat(both.uses().get(2).share()).isEmpty();

        VocabularyComparison file = (VocabularyComparison) run("vocab", "--file 说.txt --model one --with .");
        assertThat(file.texts().get(0).name()).isEqualTo("说.txt");
        assertThat(file.uses())
                .extracting(VocabularyUse::name)
                .containsExactly("one", folder.getFileName().toString());
        fails("vocab", "abc --file 说.txt", "%vocab got a text and --file 说.txt.\nTry: one of the two");
        Files.write(folder.resolve("latin.txt"), new byte[] {(byte) 0xE9, 'x'});
        fails(
                "vocab",
                "--file latin.txt",
                "'" + folder.resolve("latin.txt") + "' is no text in UTF-8.\nTry: a text file saved as UTF-8");
    }

    @Test
    void parametersAreCountedFromAConfigurationAlone(@TempDir Path folder) throws Exception {
        session.directory = folder;
        Path inside = Files.createDirectory(folder.resolve("llama-3-8b"));
        Files.writeString(inside.resolve("config.json"), LLAMA3);

        ParameterReport report = (ParameterReport) run("params", "llama-3-8b");
        assertThat(report.model()).isEqualTo("llama-3-8b");
        assertThat(report.count().total()).isEqualTo(8_030_261_248L);
        assertThat(report.loaded()).isEmpty();
        assertThat(((ParameterReport) run("params", "llama-3-8b/config.json"))
                        .count()
                        .total())
                .isEqualTo(8_030_261_248L);
        assertThat(loaded).isEmpty();

        run("model", "one");
        assertThat(((ParameterReport) run("params", "")).loaded()).isPresent();
        assertThat(((ParameterReport) run("params", "one")).loaded()).isPresent();
        session.variables.put("mine", new FakeModel("three"));
        assertThat(((ParameterReport) run("params", "mine")).model()).isEqualTo("three");
        assertThat(loaded).containsExactly("one");
    }

    @Test
    void aTokenizerNeedsNoModelBesideIt(@TempDir Path folder) throws Exception {
        session.directory = folder;
        Files.writeString(folder.resolve("tokenizer.json"), WORDS);

        assertThat(((VocabularyComparison) run("vocab", "ab --with .")).uses()).hasSize(1);
        fails(
                "vocab",
                "ab",
                "%vocab needs a model, and none is loaded.\nTry: %model smollm2 in a cell before this one");
    }

    @Test
    void withoutAModelTheErrorSaysHowToGetOne() {
        fails(
                "tokenize",
                "Hello",
                "%tokenize needs a model, and none is loaded.\nTry: %model smollm2 in a cell before this one");
        fails("model", "", "%model: no model is loaded.\nTry: %model smollm2");
    }

    @Test
    void whatAModelCannotDoYetIsSaid() {
        fails(
                "model",
                "smollm2 --dtype bf16",
                "Models are computed in f32 only, got --dtype bf16.\n"
                        + "Try: --dtype f32, or leave it out: weights stored smaller are expanded exactly");
    }

    @Test
    void aRevisionAndWhetherTheHubMayBeAskedReachTheLoader() throws Exception {
        Object main = run("model", "org/name");
        Object old = run("model", "org/name --revision v1 --offline");

        assertThat(given)
                .containsExactly(
                        LoadOptions.DEFAULT,
                        LoadOptions.DEFAULT.withRevision("v1").withoutNetwork());
        assertThat(old).isNotSameAs(main);
        assertThat(run("model", "org/name --revision v1")).isSameAs(old);
        assertThat(run("model", "org/name")).isSameAs(main);
        assertThat(run("model", "org/name --revision main")).isSameAs(main);
    }

    @Test
    void aTextIsTokenizedAsItStands() throws Exception {
        run("model", "smollm2");

        assertThat(((Tokens) run("tokenize", "it's  \"x\" --as t")).text()).isEqualTo("it's  \"x\"");
    }

    @Test
    void aHookStandsForItsSelectorAndShowsWhatItMatched() throws Exception {
        run("model", "smollm2");
        Hook hook = (Hook) run("hook", "last L-1.mlp.neurons[0, 2..3]");

        assertThat(hook.selection().electrodes()).singleElement().satisfies(e -> {
            assertThat(e.site().layer()).isEqualTo(1);
            assertThat(e.units()).containsExactly(0, 2, 3);
        });
        assertThat(((Hook) run("hook", "both @last, embed")).selection().electrodes())
                .hasSize(2);
        assertThat(((Hooks) run("hooks", "")).selectors())
                .containsEntry("last", "L-1.mlp.neurons[0, 2..3]")
                .containsEntry("both", "@last, embed");
        assertThat(((Hooks) run("unhook", "@both")).selectors()).containsOnlyKeys("last");
    }

    @Test
    void aHookMayHoldAtSomeTokens() throws Exception {
        run("model", "smollm2");
        Hook hook = (Hook) run("hook", "end L1.mlp.out --where last");

        assertThat(hook.where()).isEqualTo("-1");
        assertThat(((Hooks) run("hooks", "")).wheres()).containsExactly(Map.entry("end", "-1"));
        assertThatThrownBy(() -> run("hook", "both @end, embed"))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith("'@end' holds at some tokens (-1), and '@end, embed' is taken as places alone");
        assertThatThrownBy(() -> run("hook", "x embed --where lsat"))
                .hasMessageContaining("'@lsat' chooses no tokens.");
        run("hook", "end L1.mlp.out");
        assertThat(((Hooks) run("hooks", "")).wheres()).isEmpty();
    }

    @Test
    void aHookThatMatchesNothingIsNotKept() throws Exception {
        run("model", "smollm2");

        assertThatThrownBy(() -> run("hook", "h L7.mlp.out")).isInstanceOf(SelectorException.class);
        assertThat(((Hooks) run("hooks", "")).selectors()).isEmpty();
        fails(
                "hook",
                "a-b embed",
                "'a-b' cannot be the name of a hook.\n"
                        + "Try: letters, digits and _, not beginning with a digit; then @NAME stands for the selector");
    }

    @Test
    void anUnknownHookNamesTheNearest() throws Exception {
        run("model", "smollm2");
        run("hook", "last embed");

        fails("unhook", "lats", "There is no hook '@lats'.\nTry: %unhook last; %hooks lists all");
    }

    @Test
    void valuesAreCompletedByTheirKind(@TempDir Path folder) throws Exception {
        session.directory = folder;
        Files.createDirectory(folder.resolve("recordings"));
        Files.writeString(folder.resolve("rec.npz"), "");
        run("model", "smollm2");
        run("hook", "last embed");
        session.variables.put("rec", 1);

        assertThat(complete("%model smo")).containsExactly("smollm2");
        assertThat(complete("%model phantom:m")).containsExactly("phantom:modular");
        assertThat(complete("%hook x L1.mlp.n")).contains("L1.mlp.neurons");
        assertThat(complete("%hook x @l")).containsExactly("@last");
        assertThat(complete("%unhook ")).contains("last", "--as");
        assertThat(complete("%heatmap r")).containsExactly("rec");
        assertThat(complete("%heatmap rec --m")).containsExactly("--mean");
        assertThat(complete("%heatmap rec --mean --m")).isEmpty();
        assertThat(complete("%hook x embed --model ")).containsExactly("smollm2");
        assertThat(complete("%hook x embed --model=sm")).containsExactly("smollm2");
    }

    @Test
    void valuesAreExplainedByTheirKind(@TempDir Path folder) throws Exception {
        session.directory = folder;
        Files.writeString(folder.resolve("a b.npz"), "");

        assertThat(explain("%hook x L1.mlp.o|ut"))
                .contains("what the MLP adds to the residual stream\n\nNo model is loaded");

        run("model", "smollm2");
        run("hook", "last L0.mlp.out");

        assertThat(explain("%hook x L*.mlp.out|")).contains("sites of", "token × d_model");
        assertThat(explain("%hook x L0.mpl.out|")).contains("names nothing", "Try: L0.mlp.out");
        assertThat(explain("%unhook la|st")).contains("L0.mlp.out");
        assertThat(explain("%hook x embed --mo|del y")).startsWith("--model NAME: ");
        assertThat(explain("%load \"a b|.npz\"")).contains("a b.npz: 0 B");
        assertThat(explain("%load nothing|")).contains("There is no 'nothing' in '" + folder + "'.");
        assertThat(explain("%heatmap rek|")).contains("There is no Java variable 'rek'.");
        assertThat(explain("%hoks|")).contains("No magic is named '%hoks'.\nTry: ");
        assertThat(explain("%hook x --modle y|")).isNotEmpty();
        assertThat(explain("%hook x --mod|le y")).startsWith("Unknown option '--modle' of %hook.\nTry: --model");
    }

    private String explain(String marked) {
        int cursor = marked.indexOf('|');
        return magics.explain(marked.replace("|", ""), cursor, session).orElse("");
    }

    @Test
    void everyExampleIsTypedAsItsOwnSpecSays() {
        for (MagicSpec spec : magics.specs()) {
            String first = spec.example().lines().findFirst().orElseThrow();
            String typed = spec.kind() == MagicSpec.Kind.LINE ? "%" + spec.name() : "%%" + spec.name();

            assertThat(first).startsWith(typed);
            CommandLine.read(spec, first.substring(typed.length()), Optional.empty());
        }
    }

    private List<String> complete(String line) {
        return magics.complete(line, line.length(), line.startsWith("%%"), session).stream()
                .map(Completion::text)
                .toList();
    }

    private void fails(String name, String line, String message) {
        assertThatThrownBy(() -> run(name, line))
                .isInstanceOf(UsageException.class)
                .hasMessage(message);
    }

    private Object run(String name, String line) throws Exception {
        return magics.run(name, line, Optional.empty(), session);
    }
}
