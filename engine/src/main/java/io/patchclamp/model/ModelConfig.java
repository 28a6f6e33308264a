package io.patchclamp.model;

import java.util.List;
import java.util.Objects;

/**
 * The numbers that fix a decoder's arithmetic.
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
 * @param normEpsilon what the norms add to the mean square
 * @param rope rotary embedding
 * @param tiedHead whether the unembedding is the embedding
 * @param attentionBias whether the attention projections have biases
 * @param mlpBias whether the MLP projections have biases
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
        double normEpsilon,
        Rope rope,
        boolean tiedHead,
        boolean attentionBias,
        boolean mlpBias) {
    public ModelConfig {
        Objects.requireNonNull(architecture, "architecture");
        Objects.requireNonNull(rope, "rope");
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
        if (!(normEpsilon >= 0) || Double.isInfinite(normEpsilon)) {
            throw new IllegalArgumentException("the norms' epsilon is " + normEpsilon);
        }
        if (headDim % 2 != 0) {
            throw new IllegalArgumentException("rotary embedding needs an even d_head, got " + headDim);
        }
    }

    /**
     * Rotary embedding: angle of pair {@code i} at position {@code p} is {@code p / theta^(2i / d_head)}, then scaled.
     *
     * @param theta the base
     * @param scaling what stretches the angles
     */
    public record Rope(double theta, Scaling scaling) {
        public Rope {
            Objects.requireNonNull(scaling, "scaling");
            if (!(theta > 0) || Double.isInfinite(theta)) {
                throw new IllegalArgumentException("rope theta must be positive, got " + theta);
            }
        }
    }

    /** What stretches rotary angles. */
    public sealed interface Scaling permits NoScaling, LinearScaling, Llama3Scaling, FactorScaling {}

    /** Angles as they are. */
    public record NoScaling() implements Scaling {}

    /**
     * All angles divided by one factor.
     *
     * @param factor the divisor
     */
    public record LinearScaling(double factor) implements Scaling {}

    /**
     * Llama 3.1's: long wavelengths are stretched, short ones kept, those between blended.
     *
     * @param factor the divisor of long wavelengths
     * @param lowFrequencyFactor wavelengths above {@code originalContext / this} are stretched
     * @param highFrequencyFactor wavelengths below {@code originalContext / this} are kept
     * @param originalContext the context the model was first trained with, in tokens
     */
    public record Llama3Scaling(
            double factor, double lowFrequencyFactor, double highFrequencyFactor, double originalContext)
            implements Scaling {}

    /**
     * One divisor for each pair of dimensions, as GGUF stores Llama 3's scaling.
     *
     * @param divisors {@code d_head / 2} divisors
     */
    public record FactorScaling(List<Double> divisors) implements Scaling {
        public FactorScaling {
            divisors = List.copyOf(divisors);
        }
    }
}
