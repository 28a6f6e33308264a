package io.patchclamp.internal.family;

import java.util.HashMap;
import java.util.Map;

import com.google.gson.JsonObject;
import io.patchclamp.model.ModelConfig;
import io.patchclamp.model.ModelConfig.BlockOrder;
import io.patchclamp.model.ModelConfig.QueryKeyNorm;
import io.patchclamp.model.Point;

/**
 * Modules nested and named as Llama's, under another family's class names. Which norms there are, and where, follows
 * from the configuration.
 */
final class LlamaLayout {
    /** What GGUF files call the modules. */
    static final Map<String, String> GGUF_NAMES = Map.ofEntries(
            Map.entry("model.embed_tokens", "token_embd"),
            Map.entry("model.layers.*.input_layernorm", "blk.*.attn_norm"),
            Map.entry("model.layers.*.self_attn.q_proj", "blk.*.attn_q"),
            Map.entry("model.layers.*.self_attn.k_proj", "blk.*.attn_k"),
            Map.entry("model.layers.*.self_attn.v_proj", "blk.*.attn_v"),
            Map.entry("model.layers.*.self_attn.o_proj", "blk.*.attn_output"),
            Map.entry("model.layers.*.self_attn.q_norm", "blk.*.attn_q_norm"),
            Map.entry("model.layers.*.self_attn.k_norm", "blk.*.attn_k_norm"),
            Map.entry("model.layers.*.post_attention_layernorm", "blk.*.ffn_norm"),
            Map.entry("model.layers.*.mlp.gate_proj", "blk.*.ffn_gate"),
            Map.entry("model.layers.*.mlp.up_proj", "blk.*.ffn_up"),
            Map.entry("model.layers.*.mlp.down_proj", "blk.*.ffn_down"),
            Map.entry("model.norm", "output_norm"),
            Map.entry("lm_head", "output"));

    private LlamaLayout() {}

    /** What GGUF files call the modules where what is added is normed once more. */
    static Map<String, String> sandwichNames() {
        Map<String, String> names = new HashMap<>(GGUF_NAMES);
        names.put("model.layers.*.post_attention_layernorm", "blk.*.post_attention_norm");
        names.put("model.layers.*.pre_feedforward_layernorm", "blk.*.ffn_norm");
        names.put("model.layers.*.post_feedforward_layernorm", "blk.*.post_ffw_norm");
        return names;
    }

    /** The settings a GGUF file's metadata stand for. */
    static JsonObject settings(GgufValues values, Family family) {
        JsonObject json = values.common(family.modelType(), family.architecture());
        if (values.turnedShare() != 1) {
            json.addProperty("partial_rotary_factor", values.turnedShare());
        }
        return json;
    }

    /**
     * Draws a model.
     *
     * @param classes what the names of its classes begin with, such as {@code Qwen2}
     */
    static Drawing draw(ModelConfig c, String classes) {
        Draft d = new Draft(c);
        d.open("model", classes + "Model", d.ids(), d.at(Point.FINAL_NORM));
        d.embedding("embed_tokens", Part.TOKENS);
        return rest(d, c, classes);
    }

    /**
     * Draws a model whose embedding module gives scaled rows, as Gemma's do.
     *
     * @param model what comes between {@code classes} and {@code Model}
     */
    static Drawing drawScaled(ModelConfig c, String classes, String model) {
        Draft d = new Draft(c);
        d.open("model", classes + model + "Model", d.ids(), d.at(Point.FINAL_NORM));
        d.embedding("embed_tokens", classes + "TextScaledWordEmbedding", Part.TOKENS, d.at(Point.EMBED));
        return rest(d, c, classes);
    }

    private static Drawing rest(Draft d, ModelConfig c, String classes) {
        d.list("layers");
        for (int layer = 0; layer < c.layers(); layer++) {
            d.block(layer, classes + "DecoderLayer");
            attention(d, c, classes);
            d.mlp("mlp", classes + "MLP");
            d.linear("gate_proj", Part.GATE, c.mlp().bias());
            d.linear("up_proj", Part.UP, c.mlp().bias());
            d.linear("down_proj", Part.DOWN, c.mlp().bias());
            d.activation("act_fn");
            d.close();
            norms(d, c.order(), classes + "RMSNorm");
            d.close();
        }
        d.close();
        d.norm("norm", classes + "RMSNorm", Part.FINAL_NORM);
        d.rotary("rotary_emb", classes + "RotaryEmbedding");
        d.close();
        d.head("lm_head");
        return d.drawing();
    }

    private static void attention(Draft d, ModelConfig c, String classes) {
        d.attention("self_attn", classes + "Attention");
        d.linear("q_proj", Part.Q, c.attention().bias());
        d.linear("k_proj", Part.K, c.attention().bias());
        d.linear("v_proj", Part.V, c.attention().bias());
        d.linear("o_proj", Part.O, c.attention().outputBias());
        if (c.attention().queryKeyNorm() != QueryKeyNorm.NONE) {
            d.norm("q_norm", classes + "RMSNorm", Part.Q_NORM);
            d.norm("k_norm", classes + "RMSNorm", Part.K_NORM);
        }
        d.close();
    }

    private static void norms(Draft d, BlockOrder order, String kind) {
        switch (order) {
            case PRE_NORM -> {
                d.norm("input_layernorm", kind, Part.LN1);
                d.norm("post_attention_layernorm", kind, Part.LN2);
            }
            case SANDWICH -> {
                d.norm("input_layernorm", kind, Part.LN1);
                d.norm("post_attention_layernorm", kind, Part.ATTN_NORM);
                d.norm("pre_feedforward_layernorm", kind, Part.LN2);
                d.norm("post_feedforward_layernorm", kind, Part.MLP_NORM);
            }
            case POST_NORM -> {
                d.norm("post_attention_layernorm", kind, Part.ATTN_NORM);
                d.norm("post_feedforward_layernorm", kind, Part.MLP_NORM);
            }
            default -> throw new IllegalArgumentException("no layout of Llama's kind is " + order);
        }
    }
}
