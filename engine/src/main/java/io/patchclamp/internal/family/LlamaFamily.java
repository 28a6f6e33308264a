package io.patchclamp.internal.family;

import java.util.Map;
import java.util.Optional;

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

/** Llama 2 and 3, SmolLM2 and all who share their layout. */
final class LlamaFamily implements Family {
    /** What GGUF files call the modules of the families that are laid out like Llama. */
    static final Map<String, String> GGUF_NAMES = Map.ofEntries(
            Map.entry("model.embed_tokens", "token_embd"),
            Map.entry("model.layers.*.input_layernorm", "blk.*.attn_norm"),
            Map.entry("model.layers.*.self_attn.q_proj", "blk.*.attn_q"),
            Map.entry("model.layers.*.self_attn.k_proj", "blk.*.attn_k"),
            Map.entry("model.layers.*.self_attn.v_proj", "blk.*.attn_v"),
            Map.entry("model.layers.*.self_attn.o_proj", "blk.*.attn_output"),
            Map.entry("model.layers.*.post_attention_layernorm", "blk.*.ffn_norm"),
            Map.entry("model.layers.*.mlp.gate_proj", "blk.*.ffn_gate"),
            Map.entry("model.layers.*.mlp.up_proj", "blk.*.ffn_up"),
            Map.entry("model.layers.*.mlp.down_proj", "blk.*.ffn_down"),
            Map.entry("model.norm", "output_norm"),
            Map.entry("lm_head", "output"));

    @Override
    public String modelType() {
        return "llama";
    }

    @Override
    public String architecture() {
        return "LlamaForCausalLM";
    }

    @Override
    public ModelConfig config(Settings s) {
        int heads = s.integer("num_attention_heads");
        int dModel = s.integer("hidden_size");
        int headDim = s.integer("head_dim", heads == 0 ? 0 : dModel / heads);
        int layers = s.layers("num_hidden_layers");
        boolean bias = s.flag("attention_bias", false);
        s.only("pretraining_tp", "1");
        return new ModelConfig(
                architecture(),
                layers,
                dModel,
                heads,
                s.integer("num_key_value_heads", heads),
                headDim,
                s.integer("intermediate_size"),
                s.integer("vocab_size"),
                s.integer("max_position_embeddings", 2048),
                BlockOrder.PRE_NORM,
                new Norm(NormKind.RMS, s.number("rms_norm_eps", 1e-6)),
                new Rotary(s.everyLayer(layers, s.rope(headDim, 10_000))),
                s.attention(headDim, s.noWindows(layers), QueryKeyNorm.NONE, bias, bias),
                new MlpRule(true, s.activation("hidden_act", Activation.SILU), s.flag("mlp_bias", false)),
                Scales.NONE,
                s.flag("tie_word_embeddings", false));
    }

    @Override
    public Drawing draw(ModelConfig c) {
        Draft d = new Draft(c);
        d.open("model", "LlamaModel", d.ids(), d.at(Point.FINAL_NORM));
        d.embedding("embed_tokens", Part.TOKENS);
        d.list("layers");
        for (int layer = 0; layer < c.layers(); layer++) {
            d.block(layer, "LlamaDecoderLayer");
            d.attention("self_attn", "LlamaAttention");
            d.linear("q_proj", Part.Q, c.attention().bias());
            d.linear("k_proj", Part.K, c.attention().bias());
            d.linear("v_proj", Part.V, c.attention().bias());
            d.linear("o_proj", Part.O, c.attention().outputBias());
            d.close();
            d.mlp("mlp", "LlamaMLP");
            d.linear("gate_proj", Part.GATE, c.mlp().bias());
            d.linear("up_proj", Part.UP, c.mlp().bias());
            d.linear("down_proj", Part.DOWN, c.mlp().bias());
            d.activation("act_fn");
            d.close();
            d.norm("input_layernorm", "LlamaRMSNorm", Part.LN1);
            d.norm("post_attention_layernorm", "LlamaRMSNorm", Part.LN2);
            d.close();
        }
        d.close();
        d.norm("norm", "LlamaRMSNorm", Part.FINAL_NORM);
        d.rotary("rotary_emb", "LlamaRotaryEmbedding");
        d.close();
        d.head("lm_head");
        return d.drawing();
    }

    @Override
    public Optional<GgufForm> gguf() {
        return Optional.of(new GgufForm("llama", GGUF_NAMES, this::settings, true, 0));
    }

    private JsonObject settings(GgufValues values) {
        JsonObject json = values.common(modelType(), architecture());
        json.addProperty("attention_bias", values.holds("blk.0.attn_q.bias"));
        json.addProperty("mlp_bias", values.holds("blk.0.ffn_up.bias"));
        return json;
    }
}
