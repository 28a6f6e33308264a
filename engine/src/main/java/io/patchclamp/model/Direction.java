package io.patchclamp.model;

/**
 * A linear reading of a state: one weight for each of its numbers, and a constant.
 *
 * @param weights one a number
 * @param constant what is added
 */
public record Direction(float[] weights, double constant) {
    /**
     * What it reads, without the constant.
     *
     * @param state as many numbers as there are weights
     * @return their weighted sum
     */
    public double of(float[] state) {
        return of(state, 0, weights.length);
    }

    /**
     * What it reads from some of the numbers.
     *
     * @param state as many numbers as there are weights
     * @param from the first of them
     * @param to one past the last
     * @return their weighted sum
     */
    public double of(float[] state, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += (double) weights[i] * state[i];
        }
        return sum;
    }
}
