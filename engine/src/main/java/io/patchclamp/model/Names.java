package io.patchclamp.model;

import java.util.List;

/** What one family of architectures calls its places. A new family is one new class. */
interface Names {
    /** All names in all schemes, each site under at least its short name. */
    List<SiteName> all(ModelConfig config);

    /** The shape of one token at a place, heads on an axis of their own. */
    static List<Integer> shape(ModelConfig config, Point point) {
        return switch (point) {
            case EMBED, RESID_PRE, LN1, ATTN_OUT, RESID_MID, LN2, MLP_OUT, RESID_POST, FINAL_NORM ->
                List.of(config.dModel());
            case Q, Q_ROT, Z -> List.of(config.heads(), config.headDim());
            case K, V, K_ROT -> List.of(config.kvHeads(), config.headDim());
            case SCORES, PATTERN -> List.of(config.heads());
            case HEAD_OUT -> List.of(config.heads(), config.dModel());
            case GATE, ACT, UP, NEURONS -> List.of(config.dMlp());
            case LOGITS -> List.of(config.vocabulary());
        };
    }

    /** The short name of a place, the same for every family. */
    static String shortName(Point point, int layer) {
        return point.inLayer() ? "L" + layer + "." + point.shortName() : point.shortName();
    }
}
