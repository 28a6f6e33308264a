package io.patchclamp.generate;

/**
 * How the next token is chosen.
 *
 * @param temperature 0 for the most probable token; otherwise logits are divided by it
 * @param topK only so many most probable tokens are drawn from; 0 for all
 * @param topP the smallest set of most probable tokens that together reach this probability is drawn from, of those that
 *     {@code topK} leaves; 1 for all
 * @param seed what makes a draw reproducible: same seed, trial and step, same token
 */
public record Sampling(double temperature, int topK, double topP, long seed) {
    /** The most probable token each time; equal logits go to the lower id. */
    public static final Sampling GREEDY = new Sampling(0, 0, 1, 0);

    public Sampling {
        if (!(temperature >= 0) || Double.isInfinite(temperature)) {
            throw new IllegalArgumentException("temperature must be 0 or more, got " + temperature);
        }
        if (topK < 0) {
            throw new IllegalArgumentException("top-k must be 0 or more, got " + topK);
        }
        if (!(topP > 0 && topP <= 1)) {
            throw new IllegalArgumentException("top-p must be above 0 and at most 1, got " + topP);
        }
    }
}
