package io.patchclamp.magic;

import io.patchclamp.fault.PatchclampException;

/** A magic was typed in a way it cannot be meant. The message names the magic, the place, and the nearest right way. */
public final class UsageException extends PatchclampException {
    private static final long serialVersionUID = 1L;

    /**
     * An error with advice.
     *
     * @param what one sentence: what is wrong and where, with the values
     * @param advice what to do next
     */
    public UsageException(String what, String advice) {
        super(what, advice);
    }

    /**
     * An error with advice and a cause.
     *
     * @param what one sentence: what is wrong and where, with the values
     * @param advice what to do next
     * @param cause the error underneath
     */
    public UsageException(String what, String advice, Throwable cause) {
        super(what, advice, cause);
    }
}
