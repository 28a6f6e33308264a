package io.patchclamp.attribute;

/** How an output is shared out among units. */
public enum Method {
    /** Gradient × activation: to first order, what setting a unit to zero would take away. */
    GRADIENT("grad"),
    /**
     * Integrated gradients from zero (Sundararajan et al. 2017), each site by itself: its units shrink to zero together
     * while everything before them stays, and the gradient is averaged along the way. The shares of a site add up to
     * what zeroing all of it takes away, which is measured beside it.
     */
    INTEGRATED("ig"),
    /**
     * Attribution patching (Nanda 2023): gradient in the corrupt run × (clean − corrupt), to first order what putting the
     * clean activation there would do; with the real patching of whole sites and heads beside it.
     */
    PATCH("patch");

    private final String word;

    Method(String word) {
        this.word = word;
    }

    /**
     * As it is typed.
     *
     * @return such as {@code grad}
     */
    public String word() {
        return word;
    }
}
