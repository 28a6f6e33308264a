package io.patchclamp.internal.token;

/**
 * The marks around every text.
 *
 * @param begin id put before it, or {@link #NONE}
 * @param end id put after it, or {@link #NONE}
 */
public record Marks(int begin, int end) {
    /** No mark. */
    public static final int NONE = -1;
}
