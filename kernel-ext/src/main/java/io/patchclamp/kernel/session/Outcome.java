package io.patchclamp.kernel.session;

import java.util.List;
import java.util.Optional;

/** What came of a snippet. */
public sealed interface Outcome {
    /**
     * It ran and there is nothing to show.
     */
    record Silent() implements Outcome {}

    /**
     * It was an expression.
     *
     * @param value its value, as it is
     */
    record Value(Object value) implements Outcome {}

    /**
     * The compiler refused it.
     *
     * @param piece the snippet
     * @param problems why, the first one first
     */
    record Rejected(Piece piece, List<Problem> problems) implements Outcome {}

    /**
     * It threw.
     *
     * @param thrown what it threw, as it is
     * @param trace where, in lines of cells
     * @param cause what caused it, if anything did
     */
    record Threw(Throwable thrown, List<Frame> trace, Optional<Threw> cause) implements Outcome {}

    /** It was stopped. */
    record Stopped() implements Outcome {}

    /**
     * What the compiler says.
     *
     * @param message what is wrong
     * @param start the first character it is about, in the snippet; -1 if unknown
     * @param end one past the last
     * @param advice what was probably meant; empty if nobody knows
     */
    record Problem(String message, int start, int end, String advice) {
        /**
         * A problem without advice.
         *
         * @param message what is wrong
         * @param start the first character it is about, in the snippet; -1 if unknown
         * @param end one past the last
         */
        public Problem(String message, int start, int end) {
            this(message, start, end, "");
        }
    }

    /**
     * A line of user code on the stack.
     *
     * @param place the snippet; null for a line that is no user code
     * @param line the line in the snippet, from 1
     * @param method the method, empty for the cell itself
     * @param text the frame as Java prints it
     */
    record Frame(Place place, int line, String method, String text) {}
}
