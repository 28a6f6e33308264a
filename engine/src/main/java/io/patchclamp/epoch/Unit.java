package io.patchclamp.epoch;

import java.util.Objects;

import io.patchclamp.model.Site;

/**
 * One number of a site: a neuron, a residual dimension, one dimension of one head.
 *
 * @param site where it was recorded
 * @param index which number of a token there, of {@link Site#width}, row-major over the unit axes
 */
public record Unit(Site site, int index) {
    public Unit {
        Objects.requireNonNull(site, "site");
        Objects.checkIndex(index, site.width());
    }

    /**
     * As selectors write it, where they can.
     *
     * @return such as {@code L5.mlp.neurons[1054]}; with heads {@code L5.attn.z[3,17]}, head before dimension
     */
    public String name() {
        int inner = site.width() / site.units();
        String within = inner == 1 ? String.valueOf(index) : index / inner + "," + index % inner;
        return site.name() + "[" + within + "]";
    }
}
