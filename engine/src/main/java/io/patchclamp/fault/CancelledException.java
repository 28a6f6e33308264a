package io.patchclamp.fault;

/** The user interrupted the work. Nothing that was there before is lost. */
public final class CancelledException extends PatchclampException {
    private static final long serialVersionUID = 1L;

    /**
     * An error with advice.
     *
     * @param what one sentence: what is wrong and where, with the values
     * @param advice what to do next
     */
    public CancelledException(String what, String advice) {
        super(what, advice);
    }

    /**
     * An error with advice and a cause.
     *
     * @param what one sentence: what is wrong and where, with the values
     * @param advice what to do next
     * @param cause the error underneath
     */
    public CancelledException(String what, String advice, Throwable cause) {
        super(what, advice, cause);
    }
}
