package io.patchclamp.internal.hub;

import java.io.IOException;

import io.patchclamp.fault.LoadException;

/** The hub did not answer, or not with what it was asked for; it may a moment later. */
final class UnreachableException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String advice;
    private final long waitMillis;

    UnreachableException(String what, String advice, long waitMillis, Throwable cause) {
        super(what, cause);
        this.advice = advice;
        this.waitMillis = waitMillis;
    }

    /** How long the hub wants to be left alone, or -1 if it does not say. */
    long waitMillis() {
        return waitMillis;
    }

    /** The same for the user. */
    LoadException fault() {
        return new LoadException(getMessage(), advice, getCause());
    }
}
