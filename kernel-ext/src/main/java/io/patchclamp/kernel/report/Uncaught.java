package io.patchclamp.kernel.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import io.patchclamp.kernel.session.Outcome;

/** What a user's thread dies of is told under the cell that started it, with the line of it and without the machinery. */
public final class Uncaught implements Thread.UncaughtExceptionHandler {
    private static final int FRAMES = 12;

    private final Function<Throwable, Outcome.Threw> places;

    /**
     * A handler for all threads.
     *
     * @param places finds where in cells something was thrown
     */
    public Uncaught(Function<Throwable, Outcome.Threw> places) {
        this.places = places;
    }

    @Override
    public void uncaughtException(Thread thread, Throwable thrown) {
        String told;
        try {
            Outcome.Threw threw = places.apply(thrown);
            told = isOfCell(threw) ? String.join("\n", ErrorReport.of(threw).lines()) + "\n" : plain(thrown);
        } catch (RuntimeException | Error e) { // messages and causes are user code, and it is too late to ask again
            told = thrown.getClass().getName() + ": [it does not tell what it is]\n";
        }
        System.err.print("Exception in thread \"" + thread.getName() + "\" " + told.replaceAll("\u001b\\[\\d*m", ""));
    }

    private static boolean isOfCell(Outcome.Threw threw) {
        return threw.trace().stream().anyMatch(f -> f.place() != null)
                || threw.cause().filter(Uncaught::isOfCell).isPresent();
    }

    /** Of a thread that runs nothing of a cell: a library's, or ours. */
    private static String plain(Throwable thrown) {
        StringBuilder text = new StringBuilder();
        Throwable at = thrown;
        for (int deep = 0; at != null && deep < 4; deep++) {
            text.append(deep == 0 ? "" : "Caused by ").append(at).append('\n');
            frames(at).forEach(frame -> text.append("    at ").append(frame).append('\n'));
            at = at.getCause();
        }
        return text.toString();
    }

    private static List<String> frames(Throwable thrown) {
        List<String> frames = new ArrayList<>();
        for (StackTraceElement frame : thrown.getStackTrace()) {
            String type = frame.getClassName();
            if (frames.size() == FRAMES || type.startsWith("java.lang.Thread")) {
                break;
            }
            boolean own = type.startsWith("REPL.");
            String method = frame.getMethodName().replaceFirst("^lambda\\$.*", "a lambda");
            frames.add(own ? method + " of a cell" : type + "." + frame.getMethodName() + ":" + frame.getLineNumber());
        }
        return frames;
    }
}
