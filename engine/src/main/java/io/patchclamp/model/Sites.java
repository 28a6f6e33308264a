package io.patchclamp.model;

import java.util.List;

/** Every place of one model where an electrode can go, under all its names. */
public final class Sites {
    private Sites() {}

    /**
     * The sites of a model of this configuration.
     *
     * @param config the numbers that fix it
     * @return all its sites
     */
    public static Sites of(ModelConfig config) {
        throw new UnsupportedOperationException("Sites.of " + config);
    }

    /**
     * Every site under its short name.
     *
     * @return in the order of the forward pass
     */
    public List<Site> all() {
        throw new UnsupportedOperationException("all");
    }
}
