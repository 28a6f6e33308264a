package io.patchclamp.model;

import java.util.Collections;
import java.util.List;
import java.util.Objects;

/**
 * The numbers that fix a decoder's arithmetic, the same for every family. What a family calls them in its own
 * {@code config.json} is the business of its adapter.
 *
 * @param architecture the HuggingFace class, such as {@code LlamaForCausalLM}
 * @param layers number of blocks
 * @param dModel width of the residual stream
 * @param heads number of query heads
 * @param kvHeads number of key/value heads; divides {@code heads}
 * @param headDim width of one head; not always {@code dModel / heads}
 * @param dMlp number of neurons in a block
 * @param vocabulary number of rows of the embedding
 * @param context the longest sequence the model was made for, in tokens
 * @param order in which order a block norms, computes and adds
 * @param norm how the norms norm
 * @param positions how a token knows where it is
 * @param attention how queries meet keys
 * @param mlp how the neurons are computed
 * @param scales constants that multiply or cap what flows
 * @param tiedHead whether the unembedding is the embedding
 */
public record ModelConfig(
        String architecture,
        int layers,
        int dModel,
        int heads,
        int kvHeads,
        int headDim,
        int dMlp,
        int vocabulary,
        int context,
        BlockOrder order,
        Norm norm,
        Positions positions,
        AttentionRule attention,
        MlpRule mlp,
        Scales scales,
        boolean tiedHead) {
    private static final int FREELY_TURNED = 4096;

    public ModelConfig {
        Objects.requireNonNull(architecture, "architecture");
        Objects.requireNonNull(order, "order");
        Objects.requireNonNull(norm, "norm");
        Objects.requireNonNull(positions, "positions");
        Objects.requireNonNull(attention, "attention");
        Objects.requireNonNull(mlp, "mlp");
        Objects.requireNonNull(scales, "scales");
        for (int n : List.of(layers, dModel, heads, kvHeads, headDim, dMlp, vocabulary, context)) {
            if (n <= 0) {
                throw new IllegalArgumentException("a size in the configuration of " + architecture + " is " + n
                        + ": layers " + layers + ", d_model " + dModel + ", heads " + heads + ", kv_heads " + kvHeads
                        + ", d_head " + headDim + ", d_mlp " + dMlp + ", vocab " + vocabulary + ", context " + context);
            }
        }
        if (heads % kvHeads != 0) {
            throw new IllegalArgumentException(
                    architecture + " has " + heads + " heads, not a multiple of its " + kvHeads + " key/value heads");
        }
        if ((long) heads * headDim > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(architecture + " would have " + (long) heads * headDim
                    + " units side by side, more than can be counted here");
        }
        if (attention.windows().size() != layers || attention.scales().size() != layers) {
            throw new IllegalArgumentException(architecture + " has " + layers + " layers, "
                    + attention.windows().size() + " attention windows and "
                    + attention.scales().size() + " attention scales");
        }
        if (positions instanceof Positions.Rotary rotary) {
            if (rotary.ropes().size() != layers) {
                throw new IllegalArgumentException(architecture + " has " + layers + " layers and "
                        + rotary.ropes().size() + " rotary bases");
            }
            for (Positions.Rope rope : rotary.ropes()) {
                if (rope.turned() > headDim) {
                    throw new IllegalArgumentException(
                            "rotary embedding turns " + rope.turned() + " of " + headDim + " dimensions a head");
                }
            }
        }
    }

    /**
     * The longest sequence that can be read. Learnt positions come to an end. What is turned can be turned further than
     * the model was made for: as far as its scaling stretches the context, and a short context as far as a few thousand.
     *
     * @return a number of tokens, {@link #context} or more
     */
    public int longest() {
        if (!(positions instanceof Positions.Rotary rotary)) {
            return context;
        }
        double stretched = rotary.ropes().stream()
                .mapToDouble(r -> r.scaling().stretch())
                .max()
                .orElse(1);
        return (int) Math.min(Integer.MAX_VALUE, Math.max(FREELY_TURNED, Math.ceil(context * stretched)));
    }

    /** In which order a block norms, computes and adds to the residual stream. */
    public enum BlockOrder {
        /** Norm, attention, add; norm, MLP, add. */
        PRE_NORM,
        /** As {@link #PRE_NORM}, and what is added is normed once more (Gemma 2 and 3). */
        SANDWICH,
        /** Attention, norm, add; MLP, norm, add (OLMo 2). */
        POST_NORM,
        /** Attention and MLP both read the stream before the block, each through its own norm (GPT-NeoX). */
        PARALLEL;

        /**
         * Whether what a sublayer computes is normed before it is added.
         *
         * @return true for sandwich and post-norm
         */
        public boolean normsOutputs() {
            return this == SANDWICH || this == POST_NORM;
        }

        /**
         * Whether a sublayer's input is normed.
         *
         * @return false for post-norm
         */
        public boolean normsInputs() {
            return this != POST_NORM;
        }
    }

    /** What a norm computes. */
    public enum NormKind {
        /** Divided by the root mean square, times a weight. */
        RMS,
        /** Divided by the root mean square, times one plus a weight (Gemma). */
        RMS_PLUS_ONE,
        /** Mean subtracted, divided by the standard deviation, times a weight, plus a bias. */
        LAYER
    }

    /**
     * How the norms norm.
     *
     * @param kind what is computed
     * @param epsilon added to the mean square or variance
     */
    public record Norm(NormKind kind, double epsilon) {
        public Norm {
            Objects.requireNonNull(kind, "kind");
            if (!(epsilon >= 0) || Double.isInfinite(epsilon)) {
                throw new IllegalArgumentException("the norms' epsilon is " + epsilon);
            }
        }
    }

    /** What is normed between the query and key projections and their product. */
    public enum QueryKeyNorm {
        /** Nothing. */
        NONE,
        /** Each head on its own (Qwen 3, Gemma 3). */
        PER_HEAD,
        /** All heads together (OLMo 2). */
        WHOLE
    }

    /**
     * How queries meet keys.
     *
     * @param scales what their products are multiplied by, one entry a layer; {@code 1/√d_head} in most families
     * @param windows how many keys each layer's queries see, themselves included; 0 for all; one entry a layer
     * @param softCap scores become {@code cap · tanh(score / cap)}; 0 for no cap
     * @param queryKeyNorm what is normed before they meet
     * @param logContext queries at positions from here on are multiplied by {@code log(position + 1) / log(this)} (Qwen
     *     1); 0 for never
     * @param bias whether query, key and value projections have biases
     * @param outputBias whether the output projection has one
     */
    public record AttentionRule(
            List<Double> scales,
            List<Integer> windows,
            double softCap,
            QueryKeyNorm queryKeyNorm,
            int logContext,
            boolean bias,
            boolean outputBias) {
        public AttentionRule {
            scales = List.copyOf(scales);
            windows = List.copyOf(windows);
            Objects.requireNonNull(queryKeyNorm, "queryKeyNorm");
            for (double scale : scales) {
                if (!(scale > 0) || Double.isInfinite(scale)) {
                    throw new IllegalArgumentException("attention is scaled by " + scale);
                }
            }
            if (!(softCap >= 0) || logContext < 0 || windows.stream().anyMatch(w -> w < 0)) {
                throw new IllegalArgumentException("attention has soft cap " + softCap + " and windows " + windows);
            }
        }

        /**
         * A rule whose scale is the same in every layer.
         *
         * @param scale what the products of queries and keys are multiplied by
         * @param windows how many keys each layer's queries see; 0 for all
         * @param softCap 0 for no cap
         * @param queryKeyNorm what is normed before they meet
         * @param logContext 0 for never
         * @param bias whether query, key and value projections have biases
         * @param outputBias whether the output projection has one
         */
        public AttentionRule(
                double scale,
                List<Integer> windows,
                double softCap,
                QueryKeyNorm queryKeyNorm,
                int logContext,
                boolean bias,
                boolean outputBias) {
            this(
                    Collections.nCopies(windows.size(), scale),
                    windows,
                    softCap,
                    queryKeyNorm,
                    logContext,
                    bias,
                    outputBias);
        }
    }

    /** The neurons' non-linearity. */
    public enum Activation {
        /** {@code x · sigmoid(x)}. */
        SILU("SiLUActivation"),
        /** The same by its other name. */
        SWISH("SiLU"),
        /** With the error function. */
        GELU("GELUActivation"),
        /** The approximation with tanh, as Gemma asks for it. */
        GELU_TANH("GELUTanh"),
        /** The same approximation, as GPT-2 asks for it. */
        GELU_NEW("NewGELUActivation"),
        /** The same approximation, as GPT-NeoX 20B asks for it. */
        GELU_FAST("FastGELUActivation"),
        /** {@code max(x, 0)}. */
        RELU("ReLU");

        private final String module;

        Activation(String module) {
            this.module = module;
        }

        /**
         * The class of its module.
         *
         * @return as {@code transformers} prints it
         */
        public String module() {
            return module;
        }
    }

    /**
     * How the neurons are computed.
     *
     * @param gated whether a neuron is {@code act(gate) · up}; if not it is {@code act(pre)}
     * @param activation the non-linearity
     * @param bias whether the projections have biases
     */
    public record MlpRule(boolean gated, Activation activation, boolean bias) {
        public MlpRule {
            Objects.requireNonNull(activation, "activation");
        }
    }

    /**
     * Constants that multiply or cap what flows; 1 and 0 in most families.
     *
     * @param embedding multiplies the embedding (Gemma: {@code √d_model}; Granite)
     * @param residual multiplies what a sublayer adds (Granite)
     * @param logits multiplies the logits (Granite: one divided by its {@code logits_scaling})
     * @param logitSoftCap logits become {@code cap · tanh(logit / cap)} (Gemma 2); 0 for no cap
     */
    public record Scales(double embedding, double residual, double logits, double logitSoftCap) {
        /** Nothing is scaled. */
        public static final Scales NONE = new Scales(1, 1, 1, 0);

        public Scales {
            for (double n : new double[] {embedding, residual, logits}) {
                if (Double.isNaN(n) || Double.isInfinite(n)) {
                    throw new IllegalArgumentException("a scale is " + n);
                }
            }
            if (!(logitSoftCap >= 0)) {
                throw new IllegalArgumentException("the logits' soft cap is " + logitSoftCap);
            }
        }
    }
}
