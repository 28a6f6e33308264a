package io.patchclamp.kernel.session;

/**
 * One snippet of Java, still to run.
 *
 * @param source the snippet, from its first character that is no blank
 * @param line its first line, in the lines of what was split
 * @param form whether it can run
 */
public record Piece(String source, int line, Form form) {
    /** Whether a snippet can run. */
    public enum Form {
        /** It can. */
        COMPLETE,
        /** It ends too early. */
        INCOMPLETE,
        /** It is no Java. */
        INVALID
    }
}
