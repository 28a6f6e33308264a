package io.patchclamp.metric;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

import io.patchclamp.fault.PatchclampException;

/**
 * What a metric is read off: the logits at one position, and, where they are known, those of the unedited run and the
 * loss. Immutable, but for the arrays, which it does not copy.
 */
public final class Reading {
    private final float[] logits;
    private final Optional<float[]> baseline;
    private final OptionalDouble loss;

    private Reading(float[] logits, Optional<float[]> baseline, OptionalDouble loss) {
        this.logits = logits;
        this.baseline = baseline;
        this.loss = loss;
    }

    /**
     * Logits that a token or a number can be read off.
     *
     * @param logits one number a token id
     * @return the same array
     * @throws PatchclampException if one of them is not a number, or infinite
     */
    public static float[] numbers(float[] logits) {
        for (int i = 0; i < logits.length; i++) {
            if (!(Math.abs(logits[i]) <= Float.MAX_VALUE)) {
                throw new PatchclampException(
                        "The model's output is not a number at token id " + i
                                + ": somewhere inside, a number grew beyond what 32 bits hold.",
                        "an edit of smaller values; without edits, another copy of the model");
            }
        }
        return logits;
    }

    /**
     * A reading of one distribution.
     *
     * @param logits one number a token id
     * @return the reading
     */
    public static Reading of(float[] logits) {
        return new Reading(Objects.requireNonNull(logits, "logits"), Optional.empty(), OptionalDouble.empty());
    }

    /**
     * The same with the unedited run beside it, for {@code kl}.
     *
     * @param unedited logits at the same position, as many
     * @return a reading of both
     */
    public Reading withBaseline(float[] unedited) {
        if (unedited.length != logits.length) {
            throw new IllegalArgumentException(
                    logits.length + " logits, but " + unedited.length + " in the unedited run");
        }
        return new Reading(logits, Optional.of(unedited), loss);
    }

    /**
     * The same with its loss.
     *
     * @param nats mean negative log-probability a token; see {@link #loss(float[][], int[])}
     * @return a reading with a loss
     */
    public Reading withLoss(double nats) {
        return new Reading(logits, baseline, OptionalDouble.of(nats));
    }

    /**
     * How badly each token was foreseen from those before it, on average.
     *
     * @param logits {@code [position][vocab]}, at least one position for each token but the last
     * @param tokens the token ids, at least two
     * @return mean negative log-probability of every token after the first, in nats
     * @throws PatchclampException if there are fewer than two tokens
     */
    public static double loss(float[][] logits, int[] tokens) {
        if (tokens.length < 2) {
            throw new PatchclampException(
                    "'loss' is about tokens that have others before them, and this text is " + tokens.length
                            + (tokens.length == 1 ? " token." : " tokens."),
                    "a longer prompt, or another metric");
        }
        if (logits.length < tokens.length - 1) {
            throw new IllegalArgumentException(
                    tokens.length + " tokens, but logits at " + logits.length + " positions only");
        }
        // Exponentials of a whole vocabulary for every token take as long as some layers do on one core.
        double[] nats = IntStream.range(1, tokens.length)
                .parallel()
                .mapToDouble(i -> logSum(logits[i - 1]) - logits[i - 1][tokens[i]])
                .toArray();
        double sum = 0;
        for (double token : nats) {
            sum += token;
        }
        return sum / (tokens.length - 1);
    }

    float[] logits() {
        return logits;
    }

    Optional<float[]> baseline() {
        return baseline;
    }

    OptionalDouble loss() {
        return loss;
    }

    /** The logarithm of the sum of exponentials: what turns a logit into a log-probability. */
    static double logSum(float[] logits) {
        double max = Double.NEGATIVE_INFINITY;
        for (float logit : logits) {
            max = Math.max(max, logit);
        }
        if (Double.isInfinite(max)) {
            return max;
        }
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit - max);
        }
        return max + Math.log(sum);
    }
}
