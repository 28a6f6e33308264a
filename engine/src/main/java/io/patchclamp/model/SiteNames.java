package io.patchclamp.model;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import io.patchclamp.model.ModelConfig.QueryKeyNorm;
import io.patchclamp.model.ModuleTree.Module;
import io.patchclamp.model.SiteName.Scheme;
import io.patchclamp.model.SiteName.Side;

/**
 * All names of all places of a model: short ones from its configuration, HuggingFace's from its modules, and
 * TransformerLens' from a table that is the same for every family.
 */
final class SiteNames {
    private static final String UNWEIGHTED =
            "TransformerLens takes it before the norm's weight, where there is no electrode; ";

    private final ModelConfig config;
    private final ModuleTree modules;
    private final Set<Point> fused = EnumSet.noneOf(Point.class);
    private final List<SiteName> names = new ArrayList<>();

    private SiteNames(ModuleTree modules) {
        this.config = modules.config();
        this.modules = modules;
        modules.root()
                .all()
                .map(m -> m.out().point())
                .filter(p -> p == Point.QKV || p == Point.GATE_UP)
                .forEach(fused::add);
    }

    static List<SiteName> of(ModuleTree modules) {
        return new SiteNames(modules).build();
    }

    private List<SiteName> build() {
        for (Point point : Point.values()) {
            if (!point.inLayer() && point.ordinal() <= Point.EMBED.ordinal()) {
                place(point, -1);
            }
        }
        for (int layer = 0; layer < config.layers(); layer++) {
            for (Point point : Point.values()) {
                if (point.inLayer()) {
                    place(point, layer);
                }
            }
        }
        for (Point point : Point.values()) {
            if (!point.inLayer() && point.ordinal() > Point.EMBED.ordinal()) {
                place(point, -1);
            }
        }
        modules.root().all().skip(1).forEach(this::module);
        hookPoints();
        return List.copyOf(names);
    }

    /** Why a model has no such place, or null if it has. */
    private String missing(Point point) {
        boolean rotary = config.positions() instanceof Positions.Rotary;
        boolean normsLater = config.order().normsOutputs() || config.scales().residual() != 1;
        return switch (point) {
            case EMBED_TOKENS ->
                rotary && config.scales().embedding() == 1 ? "it is what enters block 0: 'embed'" : null;
            case EMBED_POSITIONS -> rotary ? "positions are turned into queries and keys, not added" : null;
            case LN1, LN2 -> config.order().normsInputs() ? null : "its blocks norm what they add, not what they read";
            case QKV -> fused.contains(point) ? null : "queries, keys and values have projections of their own";
            case GATE_UP -> fused.contains(point) ? null : "gate and up have projections of their own";
            case Q_PROJ, K_PROJ ->
                config.attention().queryKeyNorm() == QueryKeyNorm.NONE
                        ? "queries and keys are not normed: see 'attn.q' and 'attn.k'"
                        : null;
            case Q_ROT, K_ROT ->
                rotary ? null : "positions are added to the embedding, not turned into queries and keys";
            case ATTN_PROJ -> normsLater ? null : "it is added as it is: 'attn.out'";
            case MLP_PROJ -> normsLater ? null : "it is added as it is: 'mlp.out'";
            case RESID_MID ->
                config.order() == ModelConfig.BlockOrder.PARALLEL
                        ? "attention and MLP read the same stream in parallel, so there is nothing between them"
                        : null;
            case GATE, ACT, UP -> config.mlp().gated() ? null : "its MLP has no gate: see 'mlp.pre'";
            case PRE -> config.mlp().gated() ? "its MLP is gated: see 'mlp.gate' and 'mlp.up'" : null;
            case UNEMBED ->
                config.scales().logits() == 1 && config.scales().logitSoftCap() == 0
                        ? "it is the logits as they are: 'logits'"
                        : null;
            default -> null;
        };
    }

    private void place(Point point, int layer) {
        name(Scheme.SHORT, Names.shortName(point, layer), Side.OUT, TapPlace.at(point, layer, false));
    }

    private void module(Module module) {
        name(Scheme.HUGGINGFACE, module.name(), Side.IN, module.in());
        name(Scheme.HUGGINGFACE, module.name(), Side.OUT, module.out());
    }

    private void name(Scheme scheme, String name, Side side, TapPlace reading) {
        String reason = reading.point() == null ? reading.reason() : missing(reading.point());
        if (reason != null) {
            names.add(SiteName.without(scheme, name, side, reason));
            return;
        }
        List<Integer> shape = Names.shape(config, reading.point());
        if (reading.flat()) {
            shape = List.of(shape.stream().reduce(1, Math::multiplyExact));
        }
        names.add(SiteName.of(
                scheme, name, side, new Site(name, reading.point(), reading.layer(), reading.flat(), shape)));
    }

    private void hookPoints() {
        boolean learned = config.positions() instanceof Positions.Learned;
        alias("hook_embed", learned ? Point.EMBED_TOKENS : Point.EMBED, -1);
        if (learned) {
            alias("hook_pos_embed", Point.EMBED_POSITIONS, -1);
        }
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
            alias(block + "mlp.hook_pre", config.mlp().gated() ? Point.GATE : Point.PRE, layer);
            alias(block + "mlp.hook_pre_linear", Point.UP, layer);
            alias(block + "mlp.hook_post", Point.NEURONS, layer);
            unweighted(block + "ln1.hook_normalized", Point.LN1, layer);
            unweighted(block + "ln2.hook_normalized", Point.LN2, layer);
        }
        unweighted("ln_final.hook_normalized", Point.FINAL_NORM, -1);
    }

    private void alias(String name, Point point, int layer) {
        name(Scheme.TRANSFORMERLENS, name, Side.OUT, TapPlace.at(point, layer, false));
    }

    private void unweighted(String name, Point point, int layer) {
        String reason = UNWEIGHTED + "after the weight it is '" + Names.shortName(point, layer) + "'";
        names.add(SiteName.without(Scheme.TRANSFORMERLENS, name, Side.OUT, reason));
    }
}
