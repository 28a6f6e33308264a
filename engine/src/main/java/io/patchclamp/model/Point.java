package io.patchclamp.model;

import java.util.List;

/** The places in a decoder where an electrode can go. Axes are those of one trial's recording. */
public enum Point {
    /** The embedding of the token ids, where it is not yet what enters block 0. */
    EMBED_TOKENS(
            "embed.tokens",
            false,
            Axes.RESIDUAL,
            "the embedding of the token ids, where it is not yet what enters block 0"),
    /** The learned vector of each position. */
    EMBED_POSITIONS("embed.positions", false, Axes.RESIDUAL, "the learned vector of each position"),
    /** What enters block 0. */
    EMBED("embed", false, Axes.RESIDUAL, "what enters block 0"),
    /** The residual stream before a block. */
    RESID_PRE("resid_pre", true, Axes.RESIDUAL, "the residual stream before the block"),
    /** The output of the norm before attention. */
    LN1("ln1", true, Axes.RESIDUAL, "the output of the norm before attention"),
    /** What one fused projection gives for queries, keys and values, laid out as {@code transformers} has it. */
    QKV("attn.qkv", true, Axes.FUSED, "what one fused projection gives for queries, keys and values"),
    /** Queries before their norm. */
    Q_PROJ("attn.q_proj", true, Axes.HEADS, "queries before their norm"),
    /** Keys before their norm, one a key/value head. */
    K_PROJ("attn.k_proj", true, Axes.KV_HEADS, "keys before their norm, one a key/value head"),
    /** Queries, before rotary. */
    Q("attn.q", true, Axes.HEADS, "queries, before rotary"),
    /** Keys, before rotary, one a key/value head. */
    K("attn.k", true, Axes.KV_HEADS, "keys, before rotary, one a key/value head"),
    /** Values, one a key/value head. */
    V("attn.v", true, Axes.KV_HEADS, "values, one a key/value head"),
    /** Queries after rotary. */
    Q_ROT("attn.q_rot", true, Axes.HEADS, "queries after rotary"),
    /** Keys after rotary, one a key/value head. */
    K_ROT("attn.k_rot", true, Axes.KV_HEADS, "keys after rotary, one a key/value head"),
    /** Attention before softmax, scaled and masked ({@code -inf} where a query may not look). */
    SCORES("attn.scores", true, Axes.ATTENTION, "attention before softmax, scaled and masked"),
    /** Attention after softmax: each query's row sums to 1. */
    PATTERN("attn.pattern", true, Axes.ATTENTION, "attention after softmax: each query's row sums to 1"),
    /** Each head's mix of values, before the output projection. */
    Z("attn.z", true, Axes.HEADS, "each head's mix of values, before the output projection"),
    /** Each head's own share of the output projection: what it adds to the residual stream, before any norm. */
    HEAD_OUT("attn.head_out", true, Axes.HEAD_RESIDUAL, "what each head adds to the residual stream"),
    /** The output projection, where it is normed or scaled before it is added. */
    ATTN_PROJ(
            "attn.proj",
            true,
            Axes.RESIDUAL,
            "the output projection of attention, before it is normed or scaled and added"),
    /** What attention adds to the residual stream. */
    ATTN_OUT("attn.out", true, Axes.RESIDUAL, "what attention adds to the residual stream"),
    /** The residual stream between attention and MLP. */
    RESID_MID("resid_mid", true, Axes.RESIDUAL, "the residual stream between attention and MLP"),
    /** The output of the norm before the MLP. */
    LN2("ln2", true, Axes.RESIDUAL, "the output of the norm before the MLP"),
    /** What one fused projection gives for gate and up, side by side. */
    GATE_UP("mlp.gate_up", true, Axes.FUSED, "what one fused projection gives for gate and up, side by side"),
    /** The neurons before their non-linearity, where there is no gate. */
    PRE("mlp.pre", true, Axes.NEURONS, "the neurons before their non-linearity"),
    /** The gate's pre-activation. */
    GATE("mlp.gate", true, Axes.NEURONS, "the gate's pre-activation"),
    /** The gate after its non-linearity. */
    ACT("mlp.act", true, Axes.NEURONS, "the gate after its non-linearity"),
    /** The up projection. */
    UP("mlp.up", true, Axes.NEURONS, "the up projection"),
    /** The input of the down projection: the neurons. */
    NEURONS("mlp.neurons", true, Axes.NEURONS, "the neurons: the input of the down projection"),
    /** The down projection, where it is normed or scaled before it is added. */
    MLP_PROJ("mlp.proj", true, Axes.RESIDUAL, "the down projection, before it is normed or scaled and added"),
    /** What the MLP adds to the residual stream. */
    MLP_OUT("mlp.out", true, Axes.RESIDUAL, "what the MLP adds to the residual stream"),
    /** The residual stream after a block. */
    RESID_POST("resid_post", true, Axes.RESIDUAL, "the residual stream after the block"),
    /** The output of the last norm. */
    FINAL_NORM("final_norm", false, Axes.RESIDUAL, "the output of the last norm"),
    /** The unembedding, where it is scaled or capped before it is the logits. */
    UNEMBED("unembed", false, Axes.VOCABULARY, "the unembedding, before it is scaled or capped"),
    /** The unnormalised log-probabilities of the next token. */
    LOGITS("logits", false, Axes.VOCABULARY, "the unnormalised log-probabilities of the next token");

    private static final class Axes {
        static final List<String> RESIDUAL = List.of("token", "d_model");
        static final List<String> HEADS = List.of("token", "head", "d_head");
        static final List<String> KV_HEADS = List.of("token", "kv_head", "d_head");
        static final List<String> HEAD_RESIDUAL = List.of("token", "head", "d_model");
        static final List<String> FUSED = List.of("token", "unit");
        static final List<String> ATTENTION = List.of("head", "query", "key");
        static final List<String> NEURONS = List.of("token", "d_mlp");
        static final List<String> VOCABULARY = List.of("token", "vocab");
    }

    private final String shortName;
    private final boolean inLayer;
    private final List<String> axes;
    private final String meaning;

    Point(String shortName, boolean inLayer, List<String> axes, String meaning) {
        this.shortName = shortName;
        this.inLayer = inLayer;
        this.axes = axes;
        this.meaning = meaning;
    }

    /**
     * The short name, the same for every architecture.
     *
     * @return without its layer, such as {@code mlp.out}
     */
    public String shortName() {
        return shortName;
    }

    /**
     * Whether every block has one.
     *
     * @return false for what a model has once, such as the logits
     */
    public boolean inLayer() {
        return inLayer;
    }

    /**
     * The axes of one trial.
     *
     * @return axis names, outermost first
     */
    public List<String> axes() {
        return axes;
    }

    /**
     * What is there, in words.
     *
     * @return such as {@code what the MLP adds to the residual stream}, without a full stop
     */
    public String meaning() {
        return meaning;
    }

    /**
     * Whether this is attention from each query to each key, which has no token axis of its own.
     *
     * @return true for scores and pattern
     */
    public boolean isAttention() {
        return this == SCORES || this == PATTERN;
    }
}
