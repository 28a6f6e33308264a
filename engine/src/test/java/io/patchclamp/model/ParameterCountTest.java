package io.patchclamp.model;

import java.util.ArrayList;
import java.util.List;

import io.patchclamp.model.ModuleTree.Group;
import io.patchclamp.model.ParameterCount.Part;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class ParameterCountTest {
    /** Totals as {@code sum(p.numel() for p in model.parameters())} of transformers 4.57 gives them. */
    @Test
    void knownModelsHaveTheirKnownCounts() {
        assertThat(ParameterCount.of(Configs.tree(Configs.SMOLLM2_135M)).total())
                .isEqualTo(134_515_008L);
        assertThat(ParameterCount.of(Configs.tree(Configs.LLAMA3_8B)).total()).isEqualTo(8_030_261_248L);
        assertThat(ParameterCount.of(Configs.tree(Configs.TINYLLAMA_1B)).total())
                .isEqualTo(1_100_048_384L);
        assertThat(ParameterCount.of(Configs.tree(Configs.BIASED)).total()).isEqualTo(10_248L);
    }

    @Test
    void theFormulaAgreesWithTheModuleTree() {
        for (ModelConfig config :
                List.of(Configs.SMOLLM2_135M, Configs.LLAMA3_8B, Configs.TINYLLAMA_1B, Configs.BIASED)) {
            assertThat(ParameterCount.of(Configs.tree(config)).total())
                    .isEqualTo(Configs.tree(config).root().parameters());
        }
    }

    /** The first is the sum of the text that this count is for, equal terms taken together. */
    @Test
    void theCountIsOneSum() {
        assertThat(ParameterCount.of(Configs.tree(Configs.LLAMA3_8B)).sum())
                .isEqualTo("128256 × 4096 + 32 × (2 × 4096 × 4096 + 2 × 4096 × 1024 + 3 × 4096 × 14336 + 2 × 4096)"
                        + " + 4096 + 128256 × 4096 = 8030261248");
        assertThat(ParameterCount.of(Configs.tree(Configs.SMOLLM2_135M)).sum())
                .isEqualTo("49152 × 576 + 30 × (2 × 576 × 576 + 2 × 576 × 192 + 3 × 576 × 1536 + 2 × 576) + 576"
                        + " = 134515008");
        assertThat(ParameterCount.of(Configs.tree(Configs.BIASED)).sum())
                .endsWith(
                        " = " + ParameterCount.of(Configs.tree(Configs.BIASED)).total());
    }

    @Test
    void everyPartShowsItsFormula() {
        assertThat(ParameterCount.of(Configs.tree(Configs.SMOLLM2_135M)).parts())
                .containsExactly(
                        new Part(Group.VOCABULARY, "model.embed_tokens", "vocab × d_model", "49152 × 576", 28_311_552),
                        block(Group.ATTENTION, "self_attn.q_proj", "d_model × heads × d_head", "576 × 9 × 64", 9953280),
                        block(
                                Group.ATTENTION,
                                "self_attn.k_proj",
                                "d_model × kv_heads × d_head",
                                "576 × 3 × 64",
                                3317760),
                        block(
                                Group.ATTENTION,
                                "self_attn.v_proj",
                                "d_model × kv_heads × d_head",
                                "576 × 3 × 64",
                                3317760),
                        block(Group.ATTENTION, "self_attn.o_proj", "heads × d_head × d_model", "9 × 64 × 576", 9953280),
                        block(Group.MLP, "mlp.gate_proj", "d_model × d_mlp", "576 × 1536", 26542080),
                        block(Group.MLP, "mlp.up_proj", "d_model × d_mlp", "576 × 1536", 26542080),
                        block(Group.MLP, "mlp.down_proj", "d_mlp × d_model", "1536 × 576", 26542080),
                        block(Group.NORMS, "input_layernorm", "d_model", "576", 17280),
                        block(Group.NORMS, "post_attention_layernorm", "d_model", "576", 17280),
                        new Part(Group.NORMS, "model.norm", "d_model", "576", 576),
                        new Part(Group.VOCABULARY, "lm_head", "tied to model.embed_tokens", "0", 0));
    }

    @Test
    void biasesAreInTheFormula() {
        assertThat(ParameterCount.of(Configs.tree(Configs.BIASED)).parts())
                .contains(
                        new Part(
                                Group.ATTENTION,
                                "model.layers.*.self_attn.k_proj",
                                "layers × (d_model × kv_heads × d_head + kv_heads × d_head)",
                                "1 × (24 × 2 × 8 + 2 × 8)",
                                400),
                        new Part(
                                Group.MLP,
                                "model.layers.*.mlp.down_proj",
                                "layers × (d_mlp × d_model + d_model)",
                                "1 × (40 × 24 + 24)",
                                984));
    }

    @Test
    void sharesAddUpToTheWhole() {
        ParameterCount count = ParameterCount.of(Configs.tree(Configs.SMOLLM2_135M));
        double groups = 0;
        for (Group group : Group.values()) {
            groups += count.share(group);
        }

        assertThat(groups).isCloseTo(1, within(1e-12));
        assertThat(count.parts().stream().mapToDouble(count::share).sum()).isCloseTo(1, within(1e-12));
        assertThat(count.count(Group.ATTENTION)).isEqualTo(26_542_080);
        assertThat(count.share(Group.VOCABULARY)).isCloseTo(28_311_552 / 134_515_008., within(1e-12));
        assertThat(Group.MLP.title()).isEqualTo("MLP");
    }

    @Test
    void whatIsLoadedIsHeldAgainstTheFormula() {
        ParameterCount count = ParameterCount.of(Configs.tree(Configs.SMOLLM2_135M));
        List<Model.Weight> weights = loaded();
        weights.add(new Model.Weight("lm_head.weight", List.of(49152, 576), "Q8_0"));

        assertThat(count.compare(weights))
                .isEqualTo(new ParameterCount.Comparison(134_515_008, 134_515_008, List.of()));
        assertThat(count.compare(weights).same()).isTrue();
    }

    @Test
    void everyWeightThatDiffersIsNamed() {
        List<Model.Weight> weights = loaded();
        weights.remove(0);
        weights.set(0, new Model.Weight(weights.get(0).name(), List.of(576, 577), "F32"));
        weights.add(new Model.Weight("model.extra.weight", List.of(2), "F32"));
        ParameterCount.Comparison comparison =
                ParameterCount.of(Configs.tree(Configs.SMOLLM2_135M)).compare(weights);

        assertThat(comparison.same()).isFalse();
        assertThat(comparison.loaded()).isEqualTo(134_515_008 - 28_311_552 + 576 + 2);
        assertThat(comparison.differences())
                .containsExactly(
                        "model.layers.0.self_attn.q_proj.weight is [576, 577] as loaded, [576, 576] by formula",
                        "model.extra.weight [2] is loaded, and not in the formula",
                        "model.embed_tokens.weight [49152, 576] is in the formula, and not loaded");
    }

    private static Part block(Group group, String module, String formula, String numbers, long count) {
        return new Part(group, "model.layers.*." + module, "layers × " + formula, "30 × " + numbers, count);
    }

    private static List<Model.Weight> loaded() {
        List<Model.Weight> weights = new ArrayList<>();
        for (ModuleTree.Parameter parameter : Configs.tree(Configs.SMOLLM2_135M).parameters()) {
            weights.add(new Model.Weight(parameter.name(), parameter.shape(), "F32"));
        }
        return weights;
    }
}
