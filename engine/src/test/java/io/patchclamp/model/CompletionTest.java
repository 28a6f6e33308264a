package io.patchclamp.model;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class CompletionTest {
    private final Sites sites = Sites.of(Configs.tree(Configs.llama(3, 8, 4, 2, 2, 12, 20, 16, 1e-5, 1e4, true)));

    @ParameterizedTest
    @CsvSource(
            delimiter = '→',
            value = {
                "'' → embed; L0.; L1.; L2.; final_norm; logits; model; model.; lm_head; hook_embed; blocks.",
                "L → L0.; L1.; L2.",
                "L1. → L1.resid_pre; L1.ln1; L1.attn.; L1.resid_mid; L1.ln2; L1.mlp.; L1.resid_post",
                "L1.m → L1.mlp.",
                "L1.mlp.n → L1.mlp.neurons",
                "L1.mlp.neurons → ''",
                "L0..1.resid_p → L0..1.resid_pre; L0..1.resid_post",
                "embed, !L-1.at → embed, !L-1.attn.",
                "L{0,2}.l → L{0,2}.ln1; L{0,2}.ln2",
                "model. → model.embed_tokens; model.layers.; model.norm",
                "model.layers.1 → model.layers.1.",
                "model.layers.*.mlp.d → model.layers.*.mlp.down_proj",
                "model.layers.1.mlp: → model.layers.1.mlp:in; model.layers.1.mlp:out; model.layers.1.mlp:before",
                "model.layers.1.mlp:i → model.layers.1.mlp:in",
                "L1.mlp.out: → L1.mlp.out:before",
                "embed,@m → embed,@mlps",
                "blocks.1.mlp. → blocks.1.mlp.hook_pre; blocks.1.mlp.hook_pre_linear; blocks.1.mlp.hook_post",
                "x → ''",
                "L9. → ''",
                "L1.ln1[ → ''",
                "/ln → ''",
            })
    void goesOnWithTheNextPart(String prefix, String expected) {
        List<String> completions = Selector.complete(prefix, sites, List.of("mlps", "heads"));

        assertThat(String.join("; ", completions)).isEqualTo(expected);
    }

    @Test
    void everyFullCompletionNamesSomething() {
        for (String start : List.of("", "L2.", "L2.attn.", "L2.mlp.", "model.layers.0.", "blocks.0.attn.")) {
            for (String completion : Selector.complete(start, sites)) {
                if (!completion.endsWith(".")) {
                    assertThat(Selector.parse(completion).in(sites).electrodes())
                            .as(completion)
                            .hasSize(1);
                }
            }
        }
    }
}
