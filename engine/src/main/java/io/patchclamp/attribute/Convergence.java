package io.patchclamp.attribute;

/**
 * Whether integrated gradients have added up.
 *
 * @param sum of all shares of one site
 * @param difference the target as it is, less the target with all the site's chosen units at zero
 * @param steps how many gradients were averaged
 */
public record Convergence(double sum, double difference, int steps) {
    /** A difference that is smaller than this is as good as none: its share of it is round-off. */
    private static final double NOTHING = 1e-2;

    /**
     * What is missing or too much.
     *
     * @return sum less difference
     */
    public double error() {
        return sum - difference;
    }

    /**
     * Whether what is missing is small.
     *
     * @param share of the difference, such as 0.01
     * @return whether the error is no larger than that; differences below 0.01 count as 0.01
     */
    public boolean within(double share) {
        return Math.abs(error()) <= share * Math.max(Math.abs(difference), NOTHING);
    }
}
