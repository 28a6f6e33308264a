package io.patchclamp.fault;

/** Something cannot be kept: the disk is full, the folder is missing or may not be written, the kind is unknown. */
public final class SaveException extends PatchclampException {
    private static final long serialVersionUID = 1L;

    /**
     * An error with advice.
     *
     * @param what one sentence: what is wrong and where, with the values
     * @param advice what to do next
     */
    public SaveException(String what, String advice) {
        super(what, advice);
    }

    /**
     * An error with advice and a cause.
     *
     * @param what one sentence: what is wrong and where, with the values
     * @param advice what to do next
     * @param cause the error underneath
     */
    public SaveException(String what, String advice, Throwable cause) {
        super(what, advice, cause);
    }
}
