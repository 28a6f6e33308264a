package io.patchclamp.internal.jinja;

/** A template that cannot be read or rendered: what is wrong, and in which of its lines. */
public final class TemplateFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private final int line;

    /** What sort of fault it is. */
    public enum Kind {
        /** The text is no template. */
        SYNTAX,
        /** The template itself refuses, by {@code raise_exception}. */
        RAISED,
        /** Something is asked of a value that it cannot do. */
        FAILED,
        /** The work or the text grows past the limits. */
        TOO_LARGE
    }

    TemplateFault(Kind kind, String message, int line) {
        super(message);
        this.kind = kind;
        this.line = line;
    }

    static TemplateFault failed(String message) {
        return new TemplateFault(Kind.FAILED, message, 0);
    }

    static TemplateFault tooLarge(String message) {
        return new TemplateFault(Kind.TOO_LARGE, message, 0);
    }

    static TemplateFault syntax(String message, int line) {
        return new TemplateFault(Kind.SYNTAX, message, line);
    }

    TemplateFault at(int place) {
        if (line != 0) {
            return this;
        }
        TemplateFault placed = new TemplateFault(kind, getMessage(), place);
        placed.setStackTrace(getStackTrace());
        return placed;
    }

    /** What sort it is. */
    public Kind kind() {
        return kind;
    }

    /** The line of the template, from 1. */
    public int line() {
        return line;
    }
}
