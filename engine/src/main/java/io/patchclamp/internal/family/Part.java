package io.patchclamp.internal.family;

import io.patchclamp.model.ModuleTree.Group;

/** The weights a decoder is made of, whatever a family calls them. */
public enum Part {
    /** The embedding of token ids, {@code [vocab, d_model]}. */
    TOKENS,
    /** Learned positions, {@code [position, d_model]}. */
    POSITIONS,
    /** The norm before attention. */
    LN1,
    /** Queries, keys and values in one projection. */
    QKV,
    /** Queries. */
    Q,
    /** Keys. */
    K,
    /** Values. */
    V,
    /** The norm of queries. */
    Q_NORM,
    /** The norm of keys. */
    K_NORM,
    /** Attention's output projection. */
    O,
    /** The norm of what attention adds. */
    ATTN_NORM,
    /** The norm before the MLP. */
    LN2,
    /** Gate and up in one projection. */
    GATE_UP,
    /** The gate. */
    GATE,
    /** Up, or the only projection into the neurons where there is no gate. */
    UP,
    /** Down. */
    DOWN,
    /** The norm of what the MLP adds. */
    MLP_NORM,
    /** The last norm. */
    FINAL_NORM,
    /** The unembedding, {@code [vocab, d_model]}. */
    HEAD;

    /** Whether every block has its own. */
    public boolean inLayer() {
        return this != TOKENS && this != POSITIONS && this != FINAL_NORM && this != HEAD;
    }

    /** What its weights are for. */
    public Group group() {
        return switch (this) {
            case TOKENS, HEAD -> Group.VOCABULARY;
            case POSITIONS -> Group.POSITIONS;
            case QKV, Q, K, V, O -> Group.ATTENTION;
            case GATE_UP, GATE, UP, DOWN -> Group.MLP;
            case LN1, Q_NORM, K_NORM, ATTN_NORM, LN2, MLP_NORM, FINAL_NORM -> Group.NORMS;
        };
    }
}
