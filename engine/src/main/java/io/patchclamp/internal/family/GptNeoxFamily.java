package io.patchclamp.internal.family;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

import com.google.gson.JsonObject;
import io.patchclamp.internal.family.Drawing.Fusion;
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

/** GPT-NeoX and Pythia: attention and MLP side by side, part of each head turned, layer norms. */
final class GptNeoxFamily implements Family {
    /** Masks and angles that the first releases stored beside the weights. */
    private static final Pattern TABLE =
            Pattern.compile("(gpt_neox\\.)?layers\\.[0-9]+\\.attention\\.(bias|masked_bias|rotary_emb\\.inv_freq)");

    private static final Map<String, String> GGUF_NAMES = Map.ofEntries(
            Map.entry("gpt_neox.embed_in", "token_embd"),
            Map.entry("gpt_neox.layers.*.input_layernorm", "blk.*.attn_norm"),
            Map.entry("gpt_neox.layers.*.attention.query_key_value", "blk.*.attn_qkv"),
            Map.entry("gpt_neox.layers.*.attention.dense", "blk.*.attn_output"),
            Map.entry("gpt_neox.layers.*.post_attention_layernorm", "blk.*.ffn_norm"),
            Map.entry("gpt_neox.layers.*.mlp.dense_h_to_4h", "blk.*.ffn_up"),
            Map.entry("gpt_neox.layers.*.mlp.dense_4h_to_h", "blk.*.ffn_down"),
            Map.entry("gpt_neox.final_layer_norm", "output_norm"),
            Map.entry("lm_head", "output"));

    @Override
    public String modelType() {
        return "gpt_neox";
    }

    @Override
    public String architecture() {
        return "GPTNeoXForCausalLM";
    }

    @Override
    public ModelConfig config(Settings s) {
        int layers = s.layers("num_hidden_layers");
        int dModel = s.integer("hidden_size");
        int heads = s.integer("num_attention_heads");
        int headDim = s.share(dModel, heads);
        boolean bias = s.flag("attention_bias", true);
        // transformers does not read these here: the names of this family's own come before them.
        s.take("rope_theta");
        s.take("partial_rotary_factor");
        return new ModelConfig(
                architecture(),
                layers,
                dModel,
                heads,
                heads,
                headDim,
                s.integer("intermediate_size"),
                s.integer("vocab_size"),
                s.integer("max_position_embeddings", 2048),
                s.flag("use_parallel_residual", true) ? BlockOrder.PARALLEL : BlockOrder.PRE_NORM,
                new Norm(NormKind.LAYER, s.number("layer_norm_eps", 1e-5)),
                new Rotary(s.everyLayer(
                        layers, s.rope(headDim, s.number("rotary_emb_base", 10_000), s.number("rotary_pct", 0.25)))),
                s.attention(headDim, s.noWindows(layers), QueryKeyNorm.NONE, bias, bias),
                new MlpRule(false, s.activation("hidden_act", Activation.GELU), true),
                Scales.NONE,
                s.flag("tie_word_embeddings", false));
    }

    @Override
    public Drawing draw(ModelConfig c, Settings s) {
        double dropped = s.number("hidden_dropout", 0);
        Draft d = new Draft(c);
        d.fusion(Fusion.INTERLEAVED);
        d.open("gpt_neox", "GPTNeoXModel", d.ids(), d.at(Point.FINAL_NORM));
        d.embedding("embed_in", Part.TOKENS);
        d.dropout("emb_dropout", dropped, Point.EMBED);
        d.list("layers");
        for (int layer = 0; layer < c.layers(); layer++) {
            d.block(layer, "GPTNeoXLayer");
            d.norm("input_layernorm", "LayerNorm", Part.LN1);
            d.norm("post_attention_layernorm", "LayerNorm", Part.LN2);
            d.dropout("post_attention_dropout", dropped, Point.ATTN_OUT);
            d.dropout("post_mlp_dropout", dropped, Point.MLP_OUT);
            d.attention("attention", "GPTNeoXAttention");
            d.linear("query_key_value", Part.QKV, c.attention().bias());
            d.linear("dense", Part.O, c.attention().outputBias());
            d.close();
            d.mlp("mlp", "GPTNeoXMLP");
            d.linear("dense_h_to_4h", Part.UP, true);
            d.linear("dense_4h_to_h", Part.DOWN, true);
            d.activation("act");
            d.close();
            d.close();
        }
        d.close();
        d.norm("final_layer_norm", "LayerNorm", Part.FINAL_NORM);
        d.rotary("rotary_emb", "GPTNeoXRotaryEmbedding");
        d.close();
        d.head("lm_head");
        return d.drawing();
    }

    /** Every checkpoint calls the head {@code embed_out}, as the class did before version 5. */
    @Override
    public List<String> otherNames(String tensor) {
        return tensor.equals("lm_head.weight") ? List.of("embed_out.weight") : List.of();
    }

    @Override
    public boolean computed(String tensor) {
        return TABLE.matcher(tensor).matches();
    }

    @Override
    public Optional<GgufForm> gguf() {
        return Optional.of(new GgufForm("gptneox", GGUF_NAMES, this::settings, false, 0));
    }

    private JsonObject settings(GgufValues values) {
        JsonObject json = values.common(modelType(), architecture());
        json.remove("num_key_value_heads");
        json.addProperty("rotary_pct", values.turnedShare());
        json.addProperty("use_parallel_residual", values.flag("use_parallel_residual", true));
        json.addProperty("attention_bias", values.holds("blk.0.attn_qkv.bias"));
        return json;
    }
}
