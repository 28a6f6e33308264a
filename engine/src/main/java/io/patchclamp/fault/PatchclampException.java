package io.patchclamp.fault;

import java.util.Objects;

/**
 * The root of every error Patchclamp raises on purpose. Its message is one sentence with the values that clash and the
 * place where they clash, then a line that starts with {@code Try: }.
 */
public class PatchclampException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String advice;

    /**
     * An error with advice.
     *
     * @param what one sentence: what is wrong and where, with the values
     * @param advice what to do next, without the leading {@code Try: }
     */
    public PatchclampException(String what, String advice) {
        this(what, advice, null);
    }

    /**
     * An error with advice and a cause.
     *
     * @param what one sentence: what is wrong and where, with the values
     * @param advice what to do next, without the leading {@code Try: }
     * @param cause the error underneath, or null
     */
    public PatchclampException(String what, String advice, Throwable cause) {
        super(Objects.requireNonNull(what, "what") + "\nTry: " + Objects.requireNonNull(advice, "advice"), cause);
        this.advice = advice;
    }

    /**
     * What to do next.
     *
     * @return the advice, without the leading {@code Try: }
     */
    public final String advice() {
        return advice;
    }
}
