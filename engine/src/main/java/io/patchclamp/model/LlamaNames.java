package io.patchclamp.model;

import java.util.ArrayList;
import java.util.List;

import io.patchclamp.model.SiteName.Scheme;
import io.patchclamp.model.SiteName.Side;

/**
 * The Llama family: {@code LlamaForCausalLM} as {@code transformers} 4.57 names its modules, and as TransformerLens 2
 * names its hook points.
 */
final class LlamaNames implements Names {
    private static final String IDS = "its input is token ids, not activations";
    private static final String LIST = "it is a list of blocks that is never called itself";
    private static final String ROTARY = "it makes angles, not activations";
    private static final String UNWEIGHTED =
            "TransformerLens takes it before the norm's weight, where there is no electrode; ";

    @Override
    public List<SiteName> all(ModelConfig config) {
        return new Builder(config).build();
    }

    private static final class Builder {
        private final ModelConfig config;
        private final List<SiteName> names = new ArrayList<>();

        Builder(ModelConfig config) {
            this.config = config;
        }

        List<SiteName> build() {
            place(Point.EMBED, -1);
            for (int layer = 0; layer < config.layers(); layer++) {
                for (Point point : Point.values()) {
                    if (point.inLayer()) {
                        place(point, layer);
                    }
                }
            }
            place(Point.FINAL_NORM, -1);
            place(Point.LOGITS, -1);
            modules();
            hookPoints();
            return List.copyOf(names);
        }

        private void modules() {
            none("model", Side.IN, IDS);
            out("model", Point.FINAL_NORM, -1);
            none("model.embed_tokens", Side.IN, IDS);
            out("model.embed_tokens", Point.EMBED, -1);
            none("model.layers", Side.IN, LIST);
            none("model.layers", Side.OUT, LIST);
            for (int layer = 0; layer < config.layers(); layer++) {
                block("model.layers." + layer, layer);
            }
            in("model.norm", Point.RESID_POST, config.layers() - 1);
            out("model.norm", Point.FINAL_NORM, -1);
            none("model.rotary_emb", Side.IN, ROTARY);
            none("model.rotary_emb", Side.OUT, ROTARY);
            in("lm_head", Point.FINAL_NORM, -1);
            out("lm_head", Point.LOGITS, -1);
        }

        private void block(String block, int layer) {
            both(block, Point.RESID_PRE, Point.RESID_POST, layer);
            String attention = block + ".self_attn";
            both(attention, Point.LN1, Point.ATTN_OUT, layer);
            in(attention + ".q_proj", Point.LN1, layer);
            flat(attention + ".q_proj", Side.OUT, Point.Q, layer);
            in(attention + ".k_proj", Point.LN1, layer);
            flat(attention + ".k_proj", Side.OUT, Point.K, layer);
            in(attention + ".v_proj", Point.LN1, layer);
            flat(attention + ".v_proj", Side.OUT, Point.V, layer);
            flat(attention + ".o_proj", Side.IN, Point.Z, layer);
            out(attention + ".o_proj", Point.ATTN_OUT, layer);
            String mlp = block + ".mlp";
            both(mlp, Point.LN2, Point.MLP_OUT, layer);
            both(mlp + ".gate_proj", Point.LN2, Point.GATE, layer);
            both(mlp + ".up_proj", Point.LN2, Point.UP, layer);
            both(mlp + ".down_proj", Point.NEURONS, Point.MLP_OUT, layer);
            both(mlp + ".act_fn", Point.GATE, Point.ACT, layer);
            both(block + ".input_layernorm", Point.RESID_PRE, Point.LN1, layer);
            both(block + ".post_attention_layernorm", Point.RESID_MID, Point.LN2, layer);
        }

        private void hookPoints() {
            alias("hook_embed", Point.EMBED, -1);
            for (int layer = 0; layer < config.layers(); layer++) {
                String block = "blocks." + layer + ".";
                alias(block + "hook_resid_pre", Point.RESID_PRE, layer);
                alias(block + "hook_resid_mid", Point.RESID_MID, layer);
                alias(block + "hook_resid_post", Point.RESID_POST, layer);
                alias(block + "hook_attn_out", Point.ATTN_OUT, layer);
                alias(block + "hook_mlp_out", Point.MLP_OUT, layer);
                alias(block + "attn.hook_q", Point.Q, layer);
                alias(block + "attn.hook_k", Point.K, layer);
                alias(block + "attn.hook_v", Point.V, layer);
                alias(block + "attn.hook_rot_q", Point.Q_ROT, layer);
                alias(block + "attn.hook_rot_k", Point.K_ROT, layer);
                alias(block + "attn.hook_attn_scores", Point.SCORES, layer);
                alias(block + "attn.hook_pattern", Point.PATTERN, layer);
                alias(block + "attn.hook_z", Point.Z, layer);
                alias(block + "attn.hook_result", Point.HEAD_OUT, layer);
                alias(block + "mlp.hook_pre", Point.GATE, layer);
                alias(block + "mlp.hook_pre_linear", Point.UP, layer);
                alias(block + "mlp.hook_post", Point.NEURONS, layer);
                unweighted(block + "ln1.hook_normalized", Point.LN1, layer);
                unweighted(block + "ln2.hook_normalized", Point.LN2, layer);
            }
            unweighted("ln_final.hook_normalized", Point.FINAL_NORM, -1);
        }

        private Site site(String name, Point point, int layer) {
            return new Site(name, point, layer, false, Names.shape(config, point));
        }

        private void place(Point point, int layer) {
            String name = Names.shortName(point, layer);
            names.add(SiteName.of(Scheme.SHORT, name, Side.OUT, site(name, point, layer)));
        }

        private void alias(String name, Point point, int layer) {
            names.add(SiteName.of(Scheme.TRANSFORMERLENS, name, Side.OUT, site(name, point, layer)));
        }

        private void unweighted(String name, Point point, int layer) {
            String reason = UNWEIGHTED + "after the weight it is '" + Names.shortName(point, layer) + "'";
            names.add(SiteName.without(Scheme.TRANSFORMERLENS, name, Side.OUT, reason));
        }

        private void both(String module, Point in, Point out, int layer) {
            in(module, in, layer);
            out(module, out, layer);
        }

        private void in(String module, Point point, int layer) {
            names.add(SiteName.of(Scheme.HUGGINGFACE, module, Side.IN, site(module, point, layer)));
        }

        private void out(String module, Point point, int layer) {
            names.add(SiteName.of(Scheme.HUGGINGFACE, module, Side.OUT, site(module, point, layer)));
        }

        private void flat(String module, Side side, Point point, int layer) {
            int width = Names.shape(config, point).stream().reduce(1, Math::multiplyExact);
            Site site = new Site(module, point, layer, true, List.of(width));
            names.add(SiteName.of(Scheme.HUGGINGFACE, module, side, site));
        }

        private void none(String module, Side side, String reason) {
            names.add(SiteName.without(Scheme.HUGGINGFACE, module, side, reason));
        }
    }
}
