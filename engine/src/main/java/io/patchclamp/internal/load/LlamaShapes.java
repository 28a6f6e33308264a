package io.patchclamp.internal.load;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.patchclamp.fault.LoadException;
import io.patchclamp.model.ModelConfig;

/** The weights a model of the Llama family has, in the order of its module tree. */
final class LlamaShapes {
    private LlamaShapes() {}

    private static final int FEWEST_IN_A_BLOCK = 9;

    /**
     * The weights by their HuggingFace names.
     *
     * @param file where the configuration is from, for the message
     * @param present how many tensors there are: a claim of more blocks than that is not followed
     */
    static Map<String, List<Integer>> of(ModelConfig c, Path file, int present) {
        if ((long) c.layers() * FEWEST_IN_A_BLOCK > present) {
            throw new LoadException(
                    "'" + file + "' speaks of " + c.layers() + " blocks, which are " + FEWEST_IN_A_BLOCK
                            + " tensors each, and there are " + present + " tensors in all.",
                    "a copy of the model that is complete");
        }
        Map<String, List<Integer>> out = new LinkedHashMap<>();
        int query = c.heads() * c.headDim();
        int keyValue = c.kvHeads() * c.headDim();
        out.put("model.embed_tokens.weight", List.of(c.vocabulary(), c.dModel()));
        for (int layer = 0; layer < c.layers(); layer++) {
            String at = "model.layers." + layer + ".";
            linear(out, at + "self_attn.q_proj", query, c.dModel(), c.attentionBias());
            linear(out, at + "self_attn.k_proj", keyValue, c.dModel(), c.attentionBias());
            linear(out, at + "self_attn.v_proj", keyValue, c.dModel(), c.attentionBias());
            linear(out, at + "self_attn.o_proj", c.dModel(), query, c.attentionBias());
            linear(out, at + "mlp.gate_proj", c.dMlp(), c.dModel(), c.mlpBias());
            linear(out, at + "mlp.up_proj", c.dMlp(), c.dModel(), c.mlpBias());
            linear(out, at + "mlp.down_proj", c.dModel(), c.dMlp(), c.mlpBias());
            out.put(at + "input_layernorm.weight", List.of(c.dModel()));
            out.put(at + "post_attention_layernorm.weight", List.of(c.dModel()));
        }
        out.put("model.norm.weight", List.of(c.dModel()));
        if (!c.tiedHead()) {
            out.put("lm_head.weight", List.of(c.vocabulary(), c.dModel()));
        }
        return out;
    }

    private static void linear(Map<String, List<Integer>> out, String module, int rows, int columns, boolean bias) {
        out.put(module + ".weight", List.of(rows, columns));
        if (bias) {
            out.put(module + ".bias", List.of(rows));
        }
    }
}
