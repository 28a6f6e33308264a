package io.patchclamp.stats;

/** Whether a unit could be tested. What could not is counted, never dropped in silence. */
public enum UnitState {
    /** It varies, and all its numbers are numbers: it is one of the family. */
    TESTED("tested"),
    /** It does not vary within any condition: there is no t. */
    CONSTANT("constant"),
    /** One of its numbers is NaN or infinite. */
    NOT_FINITE("not finite");

    private final String word;

    UnitState(String word) {
        this.word = word;
    }

    /**
     * As reports print it.
     *
     * @return such as {@code constant}
     */
    public String word() {
        return word;
    }
}
