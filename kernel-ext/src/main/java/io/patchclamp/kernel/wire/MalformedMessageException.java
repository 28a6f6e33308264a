package io.patchclamp.kernel.wire;

/** What arrived is no message of ours: too few frames, a wrong signature, not JSON. It is dropped, never fatal. */
final class MalformedMessageException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedMessageException(String what) {
        super(what);
    }
}
