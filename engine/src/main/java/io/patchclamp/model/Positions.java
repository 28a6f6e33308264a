package io.patchclamp.model;

import java.util.List;
import java.util.Objects;

/** How a token knows where it is. */
public sealed interface Positions {
    /**
     * A vector a position, learnt, added to the embedding (GPT-2).
     *
     * @param rows how many positions there are
     */
    record Learned(int rows) implements Positions {
        public Learned {
            if (rows <= 0) {
                throw new IllegalArgumentException("learned positions: " + rows);
            }
        }
    }

    /**
     * Queries and keys are turned by their position.
     *
     * @param ropes the turning of each layer
     */
    record Rotary(List<Rope> ropes) implements Positions {
        public Rotary {
            ropes = List.copyOf(ropes);
        }
    }

    /**
     * Rotary embedding: angle of pair {@code i} at position {@code p} is {@code p / theta^(2i / dims)}, then scaled.
     * Pairs are {@code (i, i + turned/2)} of the first {@link #turned} dimensions of a head; the others pass unturned.
     *
     * @param theta the base
     * @param dims how many dimensions of a head are turned; an odd number turns one more
     * @param scaling what stretches the angles
     */
    record Rope(double theta, int dims, Scaling scaling) {
        public Rope {
            Objects.requireNonNull(scaling, "scaling");
            if (!(theta > 0) || Double.isInfinite(theta)) {
                throw new IllegalArgumentException("rope theta must be positive, got " + theta);
            }
            if (dims <= 0) {
                throw new IllegalArgumentException("rotary embedding turns " + dims + " dimensions");
            }
            for (List<Double> divisors : scaling.lists()) {
                if (divisors.size() != (dims + 1) / 2) {
                    throw new IllegalArgumentException("rotary embedding has " + divisors.size() + " divisors for "
                            + (dims + 1) / 2 + " pairs of dimensions");
                }
            }
        }

        /**
         * How many dimensions really turn.
         *
         * @return the next even number from {@code dims}
         */
        public int turned() {
            return dims + dims % 2;
        }
    }

    /** What stretches rotary angles. */
    sealed interface Scaling {
        /**
         * How many times longer a sequence can be than the context.
         *
         * @return 1 where the context holds all there is
         */
        default double stretch() {
            return 1;
        }

        /**
         * Its divisors, one for each pair of dimensions, where it has such.
         *
         * @return its lists of them
         */
        default List<List<Double>> lists() {
            return List.of();
        }
    }

    /** Angles as they are. */
    record NoScaling() implements Scaling {}

    /**
     * All angles divided by one factor.
     *
     * @param factor the divisor
     */
    record LinearScaling(double factor) implements Scaling {
        @Override
        public double stretch() {
            return factor;
        }
    }

    /**
     * The base grows with the sequence once it is longer than the model was made for (dynamic NTK).
     *
     * @param factor how fast
     * @param originalContext the length from which it grows, in tokens
     */
    record DynamicScaling(double factor, double originalContext) implements Scaling {
        @Override
        public double stretch() {
            return factor;
        }
    }

    /**
     * Qwen 1's dynamic NTK: the base grows in powers of two with the length of the sequence as it was first read.
     *
     * @param trainedContext the length from which it grows, in tokens
     */
    record QwenDynamicScaling(int trainedContext) implements Scaling {}

    /**
     * Llama 3.1's: long wavelengths are stretched, short ones kept, those between blended.
     *
     * @param factor the divisor of long wavelengths
     * @param lowFrequencyFactor wavelengths above {@code originalContext / this} are stretched
     * @param highFrequencyFactor wavelengths below {@code originalContext / this} are kept
     * @param originalContext the context the model was first trained with, in tokens
     */
    record Llama3Scaling(double factor, double lowFrequencyFactor, double highFrequencyFactor, double originalContext)
            implements Scaling {}

    /**
     * YaRN (Peng et al. 2023): by parts, with attention made warmer.
     *
     * @param factor the divisor of long wavelengths
     * @param betaFast dimensions that turn more often than this in the original context are kept
     * @param betaSlow dimensions that turn less often are stretched
     * @param originalContext the context the model was first trained with, in tokens
     * @param attentionFactor multiplies cosines and sines
     * @param truncate whether the bounds are rounded to whole dimensions
     */
    record YarnScaling(
            double factor,
            double betaFast,
            double betaSlow,
            double originalContext,
            double attentionFactor,
            boolean truncate)
            implements Scaling {
        @Override
        public double stretch() {
            return factor;
        }
    }

    /**
     * One divisor for each pair of dimensions, as GGUF stores Llama 3's scaling.
     *
     * @param divisors {@code dims / 2} divisors
     */
    record FactorScaling(List<Double> divisors) implements Scaling {
        public FactorScaling {
            divisors = List.copyOf(divisors);
        }

        @Override
        public List<List<Double>> lists() {
            return List.of(divisors);
        }
    }

    /**
     * LongRoPE: one list of divisors for short sequences, one for those longer than the original context.
     *
     * @param shortDivisors {@code dims / 2} divisors
     * @param longDivisors {@code dims / 2} divisors
     * @param originalContext the longest sequence that takes the short list, in tokens
     * @param attentionFactor multiplies cosines and sines
     * @param anew whether a text that outgrows the original context is read again from its beginning, as Phi-3 does it;
     *     elsewhere {@code transformers} leaves what was read before as it was turned
     */
    record LongScaling(
            List<Double> shortDivisors,
            List<Double> longDivisors,
            double originalContext,
            double attentionFactor,
            boolean anew)
            implements Scaling {
        public LongScaling {
            shortDivisors = List.copyOf(shortDivisors);
            longDivisors = List.copyOf(longDivisors);
        }

        @Override
        public List<List<Double>> lists() {
            return List.of(shortDivisors, longDivisors);
        }
    }
}
