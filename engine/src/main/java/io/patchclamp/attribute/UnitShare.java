package io.patchclamp.attribute;

import io.patchclamp.model.Site;

/**
 * One unit at one token, and its share of the output.
 *
 * @param site where
 * @param token at which position
 * @param unit its number; a head where the site has heads
 * @param value its activation; for a head the length of its vector
 * @param attribution its share, signed, in the target's units
 */
public record UnitShare(Site site, int token, int unit, double value, double attribution) {
    /**
     * As it is selected.
     *
     * @return such as {@code L5.mlp.neurons[1054]}
     */
    public String name() {
        return site.name() + "[" + unit + "]";
    }
}
