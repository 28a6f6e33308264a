package io.patchclamp.model;

/** A parsed selector, not yet tied to a model. */
public final class Selector {
    private Selector() {}

    /**
     * Reads a selector.
     *
     * @param text the selector
     * @return the selector
     * @throws io.patchclamp.fault.SelectorException if it is not one; the message marks the place
     */
    public static Selector parse(String text) {
        throw new UnsupportedOperationException("parse " + text);
    }

    /**
     * What it names in a model.
     *
     * @param sites the model's sites
     * @return sites and units in the order of the forward pass
     * @throws io.patchclamp.fault.SelectorException if a term names nothing there, or a unit is out of range
     */
    public Selection in(Sites sites) {
        throw new UnsupportedOperationException("in " + sites);
    }
}
