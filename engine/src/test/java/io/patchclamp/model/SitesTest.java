package io.patchclamp.model;

import java.util.HashSet;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class SitesTest {
    private final Sites sites = Sites.of(Configs.tree(Configs.SMOLLM2_135M));

    @Test
    void everyPlaceHasAShortNameInForwardOrder() {
        List<String> names = sites.all().stream().map(Site::name).toList();

        assertThat(names).hasSize(1 + 30 * 20 + 2).startsWith("embed", "L0.resid_pre", "L0.ln1", "L0.attn.q");
        assertThat(names).endsWith("L29.mlp.out", "L29.resid_post", "final_norm", "logits");
        assertThat(new HashSet<>(names)).hasSameSizeAs(names);
        assertThat(Selector.parse("**").in(sites).electrodes().stream()
                        .map(e -> e.site().name()))
                .isEqualTo(names);
    }

    @ParameterizedTest
    @CsvSource({
        "embed, 576",
        "L5.resid_pre, 576",
        "L5.ln1, 576",
        "L5.attn.q, 9x64",
        "L5.attn.k, 3x64",
        "L5.attn.v, 3x64",
        "L5.attn.q_rot, 9x64",
        "L5.attn.k_rot, 3x64",
        "L5.attn.scores, 9",
        "L5.attn.pattern, 9",
        "L5.attn.z, 9x64",
        "L5.attn.head_out, 9x576",
        "L5.attn.out, 576",
        "L5.resid_mid, 576",
        "L5.ln2, 576",
        "L5.mlp.gate, 1536",
        "L5.mlp.act, 1536",
        "L5.mlp.up, 1536",
        "L5.mlp.neurons, 1536",
        "L5.mlp.out, 576",
        "L5.resid_post, 576",
        "final_norm, 576",
        "logits, 49152",
    })
    void shortNamesHaveTheShapesOfTheContract(String name, String shape) {
        Site site = only(name);

        assertThat(site.name()).isEqualTo(name);
        assertThat(site.flat()).isFalse();
        assertThat(shape(site)).isEqualTo(shape);
    }

    @ParameterizedTest
    @CsvSource({
        "model.embed_tokens, embed, 576",
        "model.layers.5:in, L5.resid_pre, 576",
        "model.layers.5, L5.resid_post, 576",
        "model.layers.5:out, L5.resid_post, 576",
        "model.layers.5.input_layernorm:in, L5.resid_pre, 576",
        "model.layers.5.input_layernorm, L5.ln1, 576",
        "model.layers.5.self_attn:in, L5.ln1, 576",
        "model.layers.5.self_attn, L5.attn.out, 576",
        "model.layers.5.self_attn.q_proj:in, L5.ln1, 576",
        "model.layers.5.self_attn.k_proj:in, L5.ln1, 576",
        "model.layers.5.self_attn.v_proj:in, L5.ln1, 576",
        "model.layers.5.self_attn.o_proj, L5.attn.out, 576",
        "model.layers.5.post_attention_layernorm:in, L5.resid_mid, 576",
        "model.layers.5.post_attention_layernorm, L5.ln2, 576",
        "model.layers.5.mlp:in, L5.ln2, 576",
        "model.layers.5.mlp, L5.mlp.out, 576",
        "model.layers.5.mlp.gate_proj:in, L5.ln2, 576",
        "model.layers.5.mlp.gate_proj, L5.mlp.gate, 1536",
        "model.layers.5.mlp.up_proj:in, L5.ln2, 576",
        "model.layers.5.mlp.up_proj, L5.mlp.up, 1536",
        "model.layers.5.mlp.act_fn:in, L5.mlp.gate, 1536",
        "model.layers.5.mlp.act_fn, L5.mlp.act, 1536",
        "model.layers.5.mlp.down_proj:in, L5.mlp.neurons, 1536",
        "model.layers.5.mlp.down_proj, L5.mlp.out, 576",
        "model.norm:in, L29.resid_post, 576",
        "model.norm, final_norm, 576",
        "model, final_norm, 576",
        "lm_head:in, final_norm, 576",
        "lm_head, logits, 49152",
        "hook_embed, embed, 576",
        "blocks.5.hook_resid_pre, L5.resid_pre, 576",
        "blocks.5.hook_resid_mid, L5.resid_mid, 576",
        "blocks.5.hook_resid_post, L5.resid_post, 576",
        "blocks.5.hook_attn_out, L5.attn.out, 576",
        "blocks.5.hook_mlp_out, L5.mlp.out, 576",
        "blocks.5.attn.hook_q, L5.attn.q, 9x64",
        "blocks.5.attn.hook_k, L5.attn.k, 3x64",
        "blocks.5.attn.hook_v, L5.attn.v, 3x64",
        "blocks.5.attn.hook_rot_q, L5.attn.q_rot, 9x64",
        "blocks.5.attn.hook_rot_k, L5.attn.k_rot, 3x64",
        "blocks.5.attn.hook_attn_scores, L5.attn.scores, 9",
        "blocks.5.attn.hook_pattern, L5.attn.pattern, 9",
        "blocks.5.attn.hook_z, L5.attn.z, 9x64",
        "blocks.5.attn.hook_result, L5.attn.head_out, 9x576",
        "blocks.5.mlp.hook_pre, L5.mlp.gate, 1536",
        "blocks.5.mlp.hook_pre_linear, L5.mlp.up, 1536",
        "blocks.5.mlp.hook_post, L5.mlp.neurons, 1536",
    })
    void otherNamesStandForTheSamePlaces(String name, String shortName, String shape) {
        Site site = only(name);

        assertThat(site.name()).isEqualTo(name);
        assertThat(Names.shortName(site.point(), site.layer())).isEqualTo(shortName);
        assertThat(site.flat()).isFalse();
        assertThat(shape(site)).isEqualTo(shape);
    }

    @ParameterizedTest
    @CsvSource({
        "model.layers.5.self_attn.q_proj, L5.attn.q, 576",
        "model.layers.5.self_attn.k_proj, L5.attn.k, 192",
        "model.layers.5.self_attn.v_proj, L5.attn.v, 192",
        "model.layers.5.self_attn.o_proj:in, L5.attn.z, 576",
    })
    void projectionsHaveTheirHeadsSideBySide(String name, String shortName, String shape) {
        Site site = only(name);

        assertThat(Names.shortName(site.point(), site.layer())).isEqualTo(shortName);
        assertThat(site.flat()).isTrue();
        assertThat(site.axes()).containsExactly("token", "unit");
        assertThat(shape(site)).isEqualTo(shape);
    }

    private Site only(String name) {
        List<Electrode> electrodes = Selector.parse(name).in(sites).electrodes();
        assertThat(electrodes).hasSize(1);
        assertThat(electrodes.get(0).units()).isEmpty();
        return electrodes.get(0).site();
    }

    private static String shape(Site site) {
        return site.unitShape().stream()
                .map(String::valueOf)
                .reduce((a, b) -> a + "x" + b)
                .orElseThrow();
    }
}
