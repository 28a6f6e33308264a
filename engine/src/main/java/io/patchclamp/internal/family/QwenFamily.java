package io.patchclamp.internal.family;

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
import io.patchclamp.model.Positions.NoScaling;
import io.patchclamp.model.Positions.QwenDynamicScaling;
import io.patchclamp.model.Positions.Rope;
import io.patchclamp.model.Positions.Rotary;

/**
 * Qwen, the first of that name, whose class comes with its checkpoints: a bias on queries, keys and values alone, angles
 * that depend on the prompt's length, queries that grow beyond the trained length. Its first releases had other names for
 * most settings.
 */
final class QwenFamily implements Family {
    @Override
    public String modelType() {
        return "qwen";
    }

    @Override
    public String architecture() {
        return "QWenLMHeadModel";
    }

    @Override
    public ModelConfig config(Settings s) {
        int layers = s.layers(s.either("num_hidden_layers", "n_layer"));
        int dModel = s.integer(s.either("hidden_size", "n_embd"));
        int heads = s.integer(s.either("num_attention_heads", "n_head"));
        int headDim = s.integer("kv_channels", 128);
        s.only("activation", "swiglu");
        s.only("pos_emb", "rotary");
        s.only("scale_attn_weights", "true");
        s.only("apply_residual_connection_post_layernorm", "false");
        s.only("multi_query", "false");
        s.take("bias_dropout_fusion");
        return new ModelConfig(
                architecture(),
                layers,
                dModel,
                heads,
                heads,
                headDim,
                // The two projections into the neurons have half of it each.
                s.integer(s.either("intermediate_size", "ffn_hidden_size")) / 2,
                s.integer(s.either("padded_vocab_size", "vocab_size")),
                s.integer(s.either("max_position_embeddings", "n_positions"), s.integer("seq_length", 8192)),
                BlockOrder.PRE_NORM,
                new Norm(NormKind.RMS, s.number("layer_norm_epsilon", 1e-6)),
                new Rotary(s.everyLayer(layers, rope(s, headDim))),
                new AttentionRule(
                        1 / Math.sqrt(headDim),
                        s.noWindows(layers),
                        0,
                        QueryKeyNorm.NONE,
                        s.flag("use_logn_attn", true) ? s.integer("seq_length") : 0,
                        true,
                        bias(s)),
                new MlpRule(true, Activation.SILU, bias(s)),
                Scales.NONE,
                s.flag("tie_word_embeddings", false));
    }

    private static boolean bias(Settings s) {
        return !s.flag("no_bias", true);
    }

    private static Rope rope(Settings s, int headDim) {
        int dims = (int) (headDim * s.number("rotary_pct", 1));
        double theta = s.number("rotary_emb_base", 10_000);
        return s.flag("use_dynamic_ntk", true)
                ? new Rope(theta, dims, new QwenDynamicScaling(s.integer("seq_length")))
                : new Rope(theta, dims, new NoScaling());
    }

    @Override
    public Drawing draw(ModelConfig c, Settings s) {
        double attention = s.number(s.either("attn_dropout_prob", "attn_pdrop"), 0);
        double embedding = s.number(s.either("emb_dropout_prob", "embd_pdrop"), 0);
        Draft d = new Draft(c);
        d.open("transformer", "QWenModel", d.ids(), d.at(Point.FINAL_NORM));
        d.embedding("wte", Part.TOKENS);
        d.dropout("drop", embedding, Point.EMBED);
        d.rotary("rotary_emb", "RotaryEmbedding");
        d.list("h");
        for (int layer = 0; layer < c.layers(); layer++) {
            d.block(layer, "QWenBlock");
            d.norm("ln_1", "RMSNorm", "", Part.LN1);
            d.attention("attn", "QWenAttention");
            d.linear("c_attn", Part.QKV, true);
            d.linear("c_proj", Part.O, c.attention().outputBias());
            d.uncalledDropout("attn_dropout", attention);
            d.close();
            d.norm("ln_2", "RMSNorm", "", Part.LN2);
            d.mlp("mlp", "QWenMLP");
            d.linear("w1", Part.UP, c.mlp().bias());
            d.linear("w2", Part.GATE, c.mlp().bias());
            d.linear("c_proj", Part.DOWN, c.mlp().bias());
            d.close();
            d.close();
        }
        d.close();
        d.norm("ln_f", "RMSNorm", "", Part.FINAL_NORM);
        d.close();
        d.head("lm_head");
        return d.drawing();
    }
}
