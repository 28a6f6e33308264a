package io.patchclamp.internal.family;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.patchclamp.model.ModelConfig;
import io.patchclamp.model.ModelConfig.Activation;
import io.patchclamp.model.ModelConfig.BlockOrder;
import io.patchclamp.model.ModelConfig.MlpRule;
import io.patchclamp.model.ModelConfig.Norm;
import io.patchclamp.model.ModelConfig.NormKind;
import io.patchclamp.model.ModelConfig.QueryKeyNorm;
import io.patchclamp.model.ModelConfig.Scales;
import io.patchclamp.model.Point;
import io.patchclamp.model.Positions.Rotary;

/** Phi-3 and Phi-4: Llama with fused projections, a window, and LongRoPE. */
final class Phi3Family implements Family {
    private static final Map<String, String> LONG = Map.of(
            "longrope", RopeSettings.PHI3, // and what its first releases called it
            "su", RopeSettings.PHI3,
            "yarn", RopeSettings.PHI3);

    private static final Map<String, String> GGUF_NAMES = Map.ofEntries(
            Map.entry("model.embed_tokens", "token_embd"),
            Map.entry("model.layers.*.input_layernorm", "blk.*.attn_norm"),
            Map.entry("model.layers.*.self_attn.qkv_proj", "blk.*.attn_qkv"),
            Map.entry("model.layers.*.self_attn.o_proj", "blk.*.attn_output"),
            Map.entry("model.layers.*.post_attention_layernorm", "blk.*.ffn_norm"),
            Map.entry("model.layers.*.mlp.gate_up_proj", "blk.*.ffn_up"),
            Map.entry("model.layers.*.mlp.down_proj", "blk.*.ffn_down"),
            Map.entry("model.norm", "output_norm"),
            Map.entry("lm_head", "output"));

    @Override
    public String modelType() {
        return "phi3";
    }

    @Override
    public String architecture() {
        return "Phi3ForCausalLM";
    }

    @Override
    public ModelConfig config(Settings s) {
        int layers = s.layers("num_hidden_layers");
        int dModel = s.integer("hidden_size");
        int heads = s.integer("num_attention_heads");
        int headDim = s.integer("head_dim", s.share(dModel, heads));
        s.unsaid("max_position_embeddings", 4096);
        s.unsaid("original_max_position_embeddings", 4096);
        s.integer("original_max_position_embeddings");
        return new ModelConfig(
                architecture(),
                layers,
                dModel,
                heads,
                s.integer("num_key_value_heads", heads),
                headDim,
                s.integer("intermediate_size"),
                s.integer("vocab_size"),
                s.integer("max_position_embeddings"),
                BlockOrder.PRE_NORM,
                new Norm(NormKind.RMS, s.number("rms_norm_eps", 1e-5)),
                new Rotary(s.everyLayer(layers, s.rope(headDim, 10_000, LONG))),
                s.attention(
                        headDim, s.everyLayer(layers, s.integer("sliding_window", 0)), QueryKeyNorm.NONE, false, false),
                new MlpRule(true, s.activation("hidden_act", Activation.SILU), false),
                Scales.NONE,
                s.flag("tie_word_embeddings", false));
    }

    @Override
    public Drawing draw(ModelConfig c, Settings s) {
        double dropped = s.number("resid_pdrop", 0);
        Draft d = new Draft(c);
        d.open("model", "Phi3Model", d.ids(), d.at(Point.FINAL_NORM));
        d.embedding("embed_tokens", Part.TOKENS);
        d.list("layers");
        for (int layer = 0; layer < c.layers(); layer++) {
            d.block(layer, "Phi3DecoderLayer");
            d.attention("self_attn", "Phi3Attention");
            d.linear("o_proj", Part.O, false);
            d.linear("qkv_proj", Part.QKV, false);
            d.close();
            d.mlp("mlp", "Phi3MLP");
            d.linear("gate_up_proj", Part.GATE_UP, false);
            d.linear("down_proj", Part.DOWN, false);
            d.activation("activation_fn");
            d.close();
            d.norm("input_layernorm", "Phi3RMSNorm", Part.LN1);
            d.norm("post_attention_layernorm", "Phi3RMSNorm", Part.LN2);
            d.dropout("resid_attn_dropout", dropped, Point.ATTN_OUT);
            d.dropout("resid_mlp_dropout", dropped, Point.MLP_OUT);
            d.close();
        }
        d.close();
        d.norm("norm", "Phi3RMSNorm", Part.FINAL_NORM);
        d.rotary("rotary_emb", "Phi3RotaryEmbedding");
        d.close();
        d.head("lm_head");
        return d.drawing();
    }

    @Override
    public Optional<GgufForm> gguf() {
        return Optional.of(new GgufForm("phi3", GGUF_NAMES, this::settings, false, 0));
    }

    private JsonObject settings(GgufValues values) {
        JsonObject json = values.common(modelType(), architecture());
        json.remove("attention.sliding_window");
        int window = values.integer("attention.sliding_window").orElse(0);
        if (window > 0) {
            json.addProperty("sliding_window", window);
        }
        json.addProperty(
                "original_max_position_embeddings",
                values.integer("rope.scaling.original_context_length").orElse(values.required("context_length")));
        JsonObject rope = json.getAsJsonObject("rope_parameters");
        rope.addProperty("partial_rotary_factor", values.turnedShare());
        if (values.holds("rope_factors_long.weight") || values.holds("rope_factors_short.weight")) {
            // Which scaling it is stands nowhere but in these.
            rope.addProperty("rope_type", "longrope");
            rope.add("long_factor", list(values.numbers("rope_factors_long.weight")));
            rope.add("short_factor", list(values.numbers("rope_factors_short.weight")));
        }
        return json;
    }

    private static JsonArray list(List<Double> numbers) {
        JsonArray out = new JsonArray();
        numbers.forEach(out::add);
        return out;
    }
}
