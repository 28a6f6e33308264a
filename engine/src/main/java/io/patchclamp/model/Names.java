package io.patchclamp.model;

import java.util.List;

/** The short names of places, the same for every family, and the shapes that are there. */
final class Names {
    private Names() {}

    /** The shape of one token at a place, heads on an axis of their own. */
    static List<Integer> shape(ModelConfig config, Point point) {
        return switch (point) {
            case EMBED_TOKENS,
                    EMBED_POSITIONS,
                    EMBED,
                    RESID_PRE,
                    LN1,
                    ATTN_PROJ,
                    ATTN_OUT,
                    RESID_MID,
                    LN2,
                    MLP_PROJ,
                    MLP_OUT,
                    RESID_POST,
                    FINAL_NORM -> List.of(config.dModel());
            case QKV -> List.of(Math.multiplyExact(config.heads() + 2 * config.kvHeads(), config.headDim()));
            case Q_PROJ, Q, Q_ROT, Z -> List.of(config.heads(), config.headDim());
            case K_PROJ, K, V, K_ROT -> List.of(config.kvHeads(), config.headDim());
            case SCORES, PATTERN -> List.of(config.heads());
            case HEAD_OUT -> List.of(config.heads(), config.dModel());
            case GATE_UP -> List.of(Math.multiplyExact(2, config.dMlp()));
            case PRE, GATE, ACT, UP, NEURONS -> List.of(config.dMlp());
            case UNEMBED, LOGITS -> List.of(config.vocabulary());
        };
    }

    /** The short name of a place, the same for every family. */
    static String shortName(Point point, int layer) {
        return point.inLayer() ? "L" + layer + "." + point.shortName() : point.shortName();
    }
}
