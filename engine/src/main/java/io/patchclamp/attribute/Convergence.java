package io.patchclamp.attribute;

/**
 * Whether integrated gradients have added up.
 *
 * @param sum of all shares of one site
 * @param difference the target as it is, less the target with all the site's chosen units at zero
 */
public record Convergence(double sum, double difference) {
    /**
     * What is missing or too much.
     *
     * @return sum less difference
     */
    public double error() {
        return sum - difference;
    }
}
