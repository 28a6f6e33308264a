package io.patchclamp.internal.family;

import java.util.List;

import io.patchclamp.model.ModelConfig;
import io.patchclamp.model.ModelConfig.QueryKeyNorm;
import io.patchclamp.model.ModuleTree.Size;
import io.patchclamp.model.Point;
import io.patchclamp.model.Positions;
import io.patchclamp.model.TapPlace;

/** What goes into each weight's module, what comes out, and how large it is: the same for every family. */
final class Places {
    private final ModelConfig config;
    private final boolean later;

    Places(ModelConfig config) {
        this.config = config;
        this.later = config.order().normsOutputs() || config.scales().residual() != 1;
    }

    Point attentionIn() {
        return config.order().normsInputs() ? Point.LN1 : Point.RESID_PRE;
    }

    Point attentionOut() {
        return later ? Point.ATTN_PROJ : Point.ATTN_OUT;
    }

    Point mlpIn() {
        return config.order().normsInputs() ? Point.LN2 : Point.RESID_MID;
    }

    Point mlpOut() {
        return later ? Point.MLP_PROJ : Point.MLP_OUT;
    }

    Point in(Part part) {
        return switch (part) {
            case LN1 -> Point.RESID_PRE;
            case QKV, Q, K, V -> attentionIn();
            case Q_NORM -> Point.Q_PROJ;
            case K_NORM -> Point.K_PROJ;
            case O -> Point.Z;
            case ATTN_NORM -> Point.ATTN_PROJ;
            case LN2 -> config.order() == ModelConfig.BlockOrder.PARALLEL ? Point.RESID_PRE : Point.RESID_MID;
            case GATE_UP, GATE, UP -> mlpIn();
            case DOWN -> Point.NEURONS;
            case MLP_NORM -> Point.MLP_PROJ;
            case FINAL_NORM -> Point.RESID_POST;
            case HEAD -> Point.FINAL_NORM;
            case TOKENS, POSITIONS -> throw new IllegalArgumentException(part + " reads ids");
        };
    }

    Point out(Part part) {
        boolean normed = config.attention().queryKeyNorm() != QueryKeyNorm.NONE;
        return switch (part) {
            case TOKENS ->
                config.positions() instanceof Positions.Learned
                                || config.scales().embedding() != 1
                        ? Point.EMBED_TOKENS
                        : Point.EMBED;
            case POSITIONS -> Point.EMBED_POSITIONS;
            case LN1 -> Point.LN1;
            case QKV -> Point.QKV;
            case Q -> normed ? Point.Q_PROJ : Point.Q;
            case K -> normed ? Point.K_PROJ : Point.K;
            case V -> Point.V;
            case Q_NORM -> Point.Q;
            case K_NORM -> Point.K;
            case O -> attentionOut();
            case ATTN_NORM -> Point.ATTN_OUT;
            case LN2 -> Point.LN2;
            case GATE_UP -> Point.GATE_UP;
            case GATE -> Point.GATE;
            case UP -> config.mlp().gated() ? Point.UP : Point.PRE;
            case DOWN -> mlpOut();
            case MLP_NORM -> Point.MLP_OUT;
            case FINAL_NORM -> Point.FINAL_NORM;
            case HEAD ->
                config.scales().logits() == 1 && config.scales().logitSoftCap() == 0 ? Point.LOGITS : Point.UNEMBED;
        };
    }

    /** A point of a layer, flat where {@code transformers} has heads side by side. */
    TapPlace reading(Point point, int layer) {
        boolean perHead = config.attention().queryKeyNorm() == QueryKeyNorm.PER_HEAD;
        boolean flat =
                switch (point) {
                    case QKV, Q_PROJ, K_PROJ, V, Z, GATE_UP -> true;
                    case Q, K -> !perHead;
                    default -> false;
                };
        int where = !point.inLayer() ? -1 : layer < 0 ? config.layers() - 1 : layer;
        return TapPlace.at(point, where, flat);
    }

    /** The axes of a weight, {@code [out, in]} for a projection. */
    List<Size> sizes(Part part) {
        Size model = Size.of("d_model", config.dModel());
        Size head = Size.of("d_head", config.headDim());
        Size queries = Size.of("heads", config.heads()).times(head);
        Size keys = Size.of("kv_heads", config.kvHeads()).times(head);
        Size neurons = Size.of("d_mlp", config.dMlp());
        Size vocabulary = Size.of("vocab", config.vocabulary());
        boolean whole = config.attention().queryKeyNorm() == QueryKeyNorm.WHOLE;
        return switch (part) {
            case TOKENS, HEAD -> List.of(vocabulary, model);
            case POSITIONS -> List.of(Size.of("context", ((Positions.Learned) config.positions()).rows()), model);
            case QKV ->
                List.of(config.heads() == config.kvHeads() ? queries.times(3) : queries.plus(keys.times(2)), model);
            case Q -> List.of(queries, model);
            case K, V -> List.of(keys, model);
            case Q_NORM -> List.of(whole ? queries : head);
            case K_NORM -> List.of(whole ? keys : head);
            case O -> List.of(model, queries);
            case GATE_UP -> List.of(neurons.times(2), model);
            case GATE, UP -> List.of(neurons, model);
            case DOWN -> List.of(model, neurons);
            case LN1, ATTN_NORM, LN2, MLP_NORM, FINAL_NORM -> List.of(model);
        };
    }
}
