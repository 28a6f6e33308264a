package io.patchclamp.view;

/**
 * What showing a value may survive. Values are shown by code of their own ({@code toString()}, iterators, renderers), and
 * what that throws is told beside the value. What ends a thread from outside, and memory that has run out, is not for us.
 */
final class Failures {
    private Failures() {}

    static boolean isTheirs(Throwable thrown) {
        return thrown instanceof Exception
                || thrown instanceof StackOverflowError
                || thrown instanceof LinkageError
                || thrown instanceof AssertionError;
    }

    /** Gives the throwable back where it is theirs, throws it on where it is not. */
    static Throwable theirs(Throwable thrown) {
        if (isTheirs(thrown)) {
            return thrown;
        }
        throw (Error) thrown;
    }

    /** The same for a renderer, which may also throw an error of its own: its value has another way to be shown. */
    static Throwable ofRenderer(Throwable thrown) {
        boolean own =
                thrown.getClass() == Error.class || thrown.getClass().getName().startsWith("REPL.");
        return own ? thrown : theirs(thrown);
    }

    /** Class and message in one line; the message is user code too. */
    static String line(Throwable thrown) {
        String name = JavaText.name(thrown.getClass());
        String message;
        try {
            message = thrown.getMessage();
        } catch (Throwable e) { // an error that cannot say what it is about
            theirs(e);
            return name;
        }
        return message == null || message.isBlank()
                ? name
                : name + ": " + Quantity.shortened(message.strip().replace("\n", " "), 300);
    }
}
