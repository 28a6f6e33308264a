package io.patchclamp.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.patchclamp.fault.SelectorException;
import io.patchclamp.internal.family.PythonNumber;
import io.patchclamp.model.ModuleTree.Module;
import io.patchclamp.model.SiteName.Scheme;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Against what {@code transformers} prints; {@code print_modules.py} beside the texts made them. */
class ModuleTreeTest {
    private static final ModelConfig SMOLLM2 = Configs.SMOLLM2_135M_GGUF;
    private static final ModelConfig BIASED = Configs.BIASED;

    @ParameterizedTest
    @ValueSource(strings = {"smollm2", "biased"})
    void printsWhatTransformersPrints(String name) throws IOException {
        // the padding token is no part of the arithmetic, and of our configuration
        String theirs = text(name + ".modules.txt").replace(", padding_idx=2", "");

        assertThat(Configs.tree(config(name)).print() + "\n").isEqualTo(theirs);
    }

    @ParameterizedTest
    @ValueSource(strings = {"smollm2", "biased"})
    void namesAndOrdersModulesAsTransformersDoes(String name) throws IOException {
        List<String> theirs = text(name + ".names.txt").lines().toList();
        ModuleTree tree = Configs.tree(config(name));

        assertThat(tree.root().all().skip(1).map(Module::name)).isEqualTo(theirs);
        Set<String> named = Sites.of(Configs.tree(config(name))).names(Scheme.HUGGINGFACE).stream()
                .map(SiteName::name)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        assertThat(named).containsExactlyInAnyOrderElementsOf(theirs);
    }

    @ParameterizedTest
    @ValueSource(strings = {"smollm2", "biased"})
    void hasTheWeightsThatTransformersHas(String name) throws IOException {
        List<String> theirs = text(name + ".parameters.txt").lines().toList();

        assertThat(Configs.tree(config(name)).parameters())
                .extracting(p ->
                        p.name() + " " + p.shape().stream().map(String::valueOf).collect(Collectors.joining("x")))
                .containsExactlyInAnyOrderElementsOf(theirs);
    }

    @Test
    void filteringKeepsWhatMatchesWithItsInsidesAndItsWay() {
        ModuleTree tree = Configs.tree(SMOLLM2);

        assertThat(tree.filter("model.layers.{0..2,-1}.mlp")).hasToString("""
                        LlamaForCausalLM(
                          (model): LlamaModel(
                            (layers): ModuleList(
                              (0-2): 3 x LlamaDecoderLayer(
                                (mlp): LlamaMLP(
                                  (gate_proj): Linear(in_features=576, out_features=1536, bias=False)
                                  (up_proj): Linear(in_features=576, out_features=1536, bias=False)
                                  (down_proj): Linear(in_features=1536, out_features=576, bias=False)
                                  (act_fn): SiLUActivation()
                                )
                              )
                              (29): LlamaDecoderLayer(
                                (mlp): LlamaMLP(
                                  (gate_proj): Linear(in_features=576, out_features=1536, bias=False)
                                  (up_proj): Linear(in_features=576, out_features=1536, bias=False)
                                  (down_proj): Linear(in_features=1536, out_features=576, bias=False)
                                  (act_fn): SiLUActivation()
                                )
                              )
                            )
                          )
                        )""");
        assertThat(tree.filter("**.q_proj").root().all().filter(m -> m.kind().equals("Linear")))
                .hasSize(30);
        assertThat(tree.filter("model.*").print()).doesNotContain("lm_head").contains("rotary_emb");
        assertThat(tree.filter("*").print()).isEqualTo(tree.print());
        assertThat(tree.filter("lm_head").print())
                .isEqualTo("LlamaForCausalLM(\n"
                        + "  (lm_head): Linear(in_features=576, out_features=49152, bias=False)\n)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '→',
            value = {
                "mlp → **.mlp, model, lm_head, model.norm",
                "model.layers.5.mpl → model.layers.5.mlp, model.layers.0.mlp, model.layers.1.mlp",
            })
    void aNameOfNoModuleGetsTheNearest(String glob, String nearest) {
        assertThatThrownBy(() -> Configs.tree(SMOLLM2).filter(glob))
                .isInstanceOf(SelectorException.class)
                .hasMessageStartingWith(
                        "'" + glob + "' names no module of this LlamaForCausalLM of 30 layers.\nTry: " + nearest);
    }

    @ParameterizedTest
    @ValueSource(strings = {"model.layers.5:in", "lm_head[3]", "model,lm_head", "/mlp/", "lm_head+"})
    void aGlobIsANameAndNoMore(String glob) {
        assertThatThrownBy(() -> Configs.tree(SMOLLM2).filter(glob))
                .isInstanceOf(SelectorException.class)
                .hasMessage("'" + glob + "' is more than the name of modules.\nTry: one name without units and sides,"
                        + " such as model.layers.*.mlp or **.down_proj");
    }

    @Test
    void aLayerOutOfRangeIsAnErrorHereToo() {
        assertThatThrownBy(() -> Configs.tree(SMOLLM2).filter("model.layers.30"))
                .isInstanceOf(SelectorException.class)
                .hasMessageContaining("asks for layer 30; this LlamaForCausalLM has layers 0–29.");
    }

    @ParameterizedTest
    @CsvSource({
        "1e-5, 1e-05",
        "9.999999747378752e-06, 9.999999747378752e-06",
        "1e-6, 1e-06",
        "0.0001, 0.0001",
        "2.5e-12, 2.5e-12",
        "0.1, 0.1",
        "10000, 10000.0",
        "1e16, 1e+16",
        "1.5e300, 1.5e+300",
        "0, 0.0",
        "-0.00002, -2e-05",
        "2e-3, 0.002",
    })
    void numbersLookAsInPython(double number, String python) {
        assertThat(PythonNumber.of(number)).isEqualTo(python);
    }

    private static ModelConfig config(String name) {
        return name.equals("smollm2") ? SMOLLM2 : BIASED;
    }

    private static String text(String name) throws IOException {
        try (InputStream in = ModuleTreeTest.class.getResourceAsStream("/model/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
        }
    }
}
