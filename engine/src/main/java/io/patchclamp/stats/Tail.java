package io.patchclamp.stats;

/** Which differences count against the null hypothesis. */
public enum Tail {
    /** A difference in either direction. */
    TWO_SIDED("two-sided"),
    /** Only the first, or the observed, being greater. Needs a direction that was stated before the data. */
    GREATER("greater"),
    /** Only the first, or the observed, being less. Needs a direction that was stated before the data. */
    LESS("less");

    private final String word;

    Tail(String word) {
        this.word = word;
    }

    /**
     * As reports print it.
     *
     * @return such as {@code two-sided}
     */
    public String word() {
        return word;
    }
}
