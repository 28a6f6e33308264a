package io.patchclamp.epoch;

import java.util.Objects;

import io.patchclamp.model.Site;

/**
 * One number of a site: a neuron, a residual dimension, one dimension of one head; or a pool of several.
 *
 * @param site where it was recorded; of a pool, where its first unit was
 * @param index which number of a token there, of {@link Site#width}, row-major over the unit axes
 * @param pool what a pool is called; empty for a unit that is one
 */
public record Unit(Site site, int index, String pool) {
    public Unit {
        Objects.requireNonNull(site, "site");
        Objects.requireNonNull(pool, "pool");
        Objects.checkIndex(index, site.width());
    }

    /**
     * A unit that is no pool.
     *
     * @param site where it was recorded
     * @param index which number of a token there
     */
    public Unit(Site site, int index) {
        this(site, index, "");
    }

    /**
     * As selectors write it, where they can.
     *
     * @return such as {@code L5.mlp.neurons[1054]}; with heads {@code L5.attn.z[3,17]}, head before dimension; of a pool its
     *     name
     */
    public String name() {
        if (!pool.isEmpty()) {
            return pool;
        }
        int inner = site.width() / site.units();
        String within = inner == 1 ? String.valueOf(index) : index / inner + "," + index % inner;
        return site.name() + "[" + within + "]";
    }

    /** Its name: a list of units reads as one would type them. */
    @Override
    public String toString() {
        return name();
    }
}
