package io.patchclamp.kernel.wire;

/** What arrived is no message of ours. It is dropped, never fatal. */
final class MalformedMessageException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Kind kind;

    /** In what way it is none: each is mentioned in the log once. */
    enum Kind {
        DELIMITER,
        FRAMES,
        SIZE,
        SIGNATURE,
        REPLAY,
        JSON,
        HEADER,
        ORIGIN
    }

    MalformedMessageException(Kind kind, String what) {
        super(what);
        this.kind = kind;
    }

    Kind kind() {
        return kind;
    }
}
