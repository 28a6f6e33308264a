package io.patchclamp.fault;

/** A model, tokenizer or recording cannot be read: the file is missing, broken, or of a kind we do not understand. */
public final class LoadException extends PatchclampException {
    private static final long serialVersionUID = 1L;

    /**
     * An error with advice.
     *
     * @param what one sentence: what is wrong and where, with the values
     * @param advice what to do next
     */
    public LoadException(String what, String advice) {
        super(what, advice);
    }

    /**
     * An error with advice and a cause.
     *
     * @param what one sentence: what is wrong and where, with the values
     * @param advice what to do next
     * @param cause the error underneath
     */
    public LoadException(String what, String advice, Throwable cause) {
        super(what, advice, cause);
    }
}
