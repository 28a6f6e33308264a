package io.patchclamp.internal.family;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.patchclamp.model.ModelConfig;
import io.patchclamp.model.ModelConfig.Activation;
import io.patchclamp.model.ModelConfig.AttentionRule;
import io.patchclamp.model.ModelConfig.BlockOrder;
import io.patchclamp.model.ModelConfig.MlpRule;
import io.patchclamp.model.ModelConfig.Norm;
import io.patchclamp.model.ModelConfig.NormKind;
import io.patchclamp.model.ModelConfig.QueryKeyNorm;
import io.patchclamp.model.ModelConfig.Scales;
import io.patchclamp.model.Point;
import io.patchclamp.model.Positions.Learned;

/** GPT-2: learned positions, layer norms, a bias everywhere, and weights stored {@code [in, out]}. */
final class Gpt2Family implements Family {
    /** Masks that the first releases stored beside the weights. */
    private static final Pattern MASK = Pattern.compile("(transformer\\.)?h\\.[0-9]+\\.attn\\.(bias|masked_bias)");

    private static final Map<String, String> GGUF_NAMES = Map.ofEntries(
            Map.entry("transformer.wte", "token_embd"),
            Map.entry("transformer.wpe", "position_embd"),
            Map.entry("transformer.h.*.ln_1", "blk.*.attn_norm"),
            Map.entry("transformer.h.*.attn.c_attn", "blk.*.attn_qkv"),
            Map.entry("transformer.h.*.attn.c_proj", "blk.*.attn_output"),
            Map.entry("transformer.h.*.ln_2", "blk.*.ffn_norm"),
            Map.entry("transformer.h.*.mlp.c_fc", "blk.*.ffn_up"),
            Map.entry("transformer.h.*.mlp.c_proj", "blk.*.ffn_down"),
            Map.entry("transformer.ln_f", "output_norm"),
            Map.entry("lm_head", "output"));

    @Override
    public String modelType() {
        return "gpt2";
    }

    @Override
    public String architecture() {
        return "GPT2LMHeadModel";
    }

    /** Some of those that have a tied head were saved under the name of the class without one. */
    @Override
    public List<String> architectures() {
        return List.of(architecture(), "GPT2Model");
    }

    @Override
    public ModelConfig config(Settings s) {
        int layers = s.layers(s.either("n_layer", "num_hidden_layers"));
        s.only("num_hidden_layers", Integer.toString(layers));
        int dModel = s.integer("n_embd", "hidden_size");
        int heads = s.integer("n_head", "num_attention_heads");
        s.unsaid(s.either("n_positions", "max_position_embeddings"), 1024);
        int context = s.integer("n_positions", "max_position_embeddings");
        // Computes the same products in another order, so that half precision loses less.
        s.flag("reorder_and_upcast_attn", false);
        s.only("add_cross_attention", "false");
        return new ModelConfig(
                architecture(),
                layers,
                dModel,
                heads,
                heads,
                s.share(dModel, heads),
                s.integer("n_inner", Math.multiplyExact(4, dModel)),
                s.integer("vocab_size"),
                context,
                BlockOrder.PRE_NORM,
                new Norm(NormKind.LAYER, s.number("layer_norm_epsilon", 1e-5)),
                new Learned(context),
                attention(s, layers, s.share(dModel, heads)),
                new MlpRule(false, s.activation("activation_function", Activation.GELU_NEW), true),
                Scales.NONE,
                s.flag("tie_word_embeddings", true));
    }

    private static AttentionRule attention(Settings s, int layers, int headDim) {
        double scale = s.flag("scale_attn_weights", true) ? 1 / Math.sqrt(Math.max(1, headDim)) : 1;
        boolean byLayer = s.flag("scale_attn_by_inverse_layer_idx", false);
        List<Double> scales = new ArrayList<>();
        for (int layer = 0; layer < layers; layer++) {
            scales.add(byLayer ? scale / (layer + 1) : scale);
        }
        return new AttentionRule(scales, s.noWindows(layers), 0, QueryKeyNorm.NONE, 0, true, true);
    }

    @Override
    public Drawing draw(ModelConfig c, Settings s) {
        double residual = s.number("resid_pdrop", 0.1);
        Draft d = new Draft(c);
        d.open("transformer", "GPT2Model", d.ids(), d.at(Point.FINAL_NORM));
        d.embedding("wte", Part.TOKENS);
        d.embedding("wpe", Part.POSITIONS);
        d.dropout("drop", s.number("embd_pdrop", 0.1), Point.EMBED);
        d.list("h");
        for (int layer = 0; layer < c.layers(); layer++) {
            d.block(layer, "GPT2Block");
            d.norm("ln_1", "LayerNorm", Part.LN1);
            d.attention("attn", "GPT2Attention");
            d.conv1d("c_attn", Part.QKV);
            d.conv1d("c_proj", Part.O);
            d.uncalledDropout("attn_dropout", s.number("attn_pdrop", 0.1));
            d.dropout("resid_dropout", residual, Point.ATTN_OUT);
            d.close();
            d.norm("ln_2", "LayerNorm", Part.LN2);
            d.mlp("mlp", "GPT2MLP");
            d.conv1d("c_fc", Part.UP);
            d.conv1d("c_proj", Part.DOWN);
            d.activation("act");
            d.dropout("dropout", residual, Point.MLP_OUT);
            d.close();
            d.close();
        }
        d.close();
        d.norm("ln_f", "LayerNorm", Part.FINAL_NORM);
        d.close();
        d.head("lm_head");
        return d.drawing();
    }

    @Override
    public boolean computed(String tensor) {
        return MASK.matcher(tensor).matches();
    }

    @Override
    public Optional<GgufForm> gguf() {
        return Optional.of(new GgufForm("gpt2", GGUF_NAMES, this::settings, false, 0));
    }

    private JsonObject settings(GgufValues values) {
        JsonObject json = new JsonObject();
        json.addProperty("model_type", modelType());
        JsonArray names = new JsonArray();
        names.add(architecture());
        json.add("architectures", names);
        json.addProperty("n_layer", values.required("block_count"));
        json.addProperty("n_embd", values.required("embedding_length"));
        json.addProperty("n_head", values.required("attention.head_count"));
        // The converter writes four times the width into the metadata, whatever n_inner was.
        json.addProperty("n_inner", values.shape("blk.0.ffn_up.weight").get(0));
        json.addProperty("n_positions", values.shape("position_embd.weight").get(0));
        json.addProperty("vocab_size", values.shape("token_embd.weight").get(0));
        values.number("attention.layer_norm_epsilon").ifPresent(n -> json.addProperty("layer_norm_epsilon", n));
        json.addProperty("tie_word_embeddings", !values.holds("output.weight"));
        GgufForeign.add(values, json);
        return json;
    }
}
