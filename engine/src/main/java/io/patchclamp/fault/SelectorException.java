package io.patchclamp.fault;

/** A selector does not name what is there: bad grammar, a name that matches nothing, a unit out of range. */
public final class SelectorException extends PatchclampException {
    private static final long serialVersionUID = 1L;

    /**
     * An error with advice.
     *
     * @param what one sentence: what is wrong and where, with the values
     * @param advice what to do next
     */
    public SelectorException(String what, String advice) {
        super(what, advice);
    }

    /**
     * An error with advice and a cause.
     *
     * @param what one sentence: what is wrong and where, with the values
     * @param advice what to do next
     * @param cause the error underneath
     */
    public SelectorException(String what, String advice, Throwable cause) {
        super(what, advice, cause);
    }
}
