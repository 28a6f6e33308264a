package io.patchclamp.kernel.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.patchclamp.fault.PatchclampException;

/** The first lines of a report, and those that name causes. Bold, not red: Jupyter's red on the ground that
 * Jupyter gives to errors has a contrast of 2.7 to 1. */
final class Headline {
    private static final String BOLD = "\u001b[1m";
    private static final String PLAIN = "\u001b[0m";
    private static final int MESSAGE_CHARS = 4000;
    private static final int MESSAGE_LINES = 16;
    private static final int MAX_CAUSES = 4;
    private static final int ENDLESS = 10_000;

    private Headline() {}

    static List<String> of(Throwable thrown) {
        String name = thrown instanceof PatchclampException
                ? ErrorReport.simpleName(thrown)
                : thrown.getClass().getName().startsWith("REPL.")
                        ? ErrorReport.simpleName(thrown)
                        : thrown.getClass().getName();
        return named(name, message(thrown));
    }

    static List<String> named(String name, String message) {
        List<String> lines = new ArrayList<>();
        List<String> parts = message.lines().toList();
        if (parts.size() > MESSAGE_LINES) { // the place must be seen, too
            parts = new ArrayList<>(parts.subList(0, MESSAGE_LINES));
            parts.add("… " + (message.lines().count() - MESSAGE_LINES) + " more lines of the message");
        }
        String first = parts.isEmpty() ? "" : ": " + parts.get(0);
        lines.add(BOLD + name + PLAIN + first);
        parts.stream().skip(1).forEach(lines::add);
        return lines;
    }

    /** The message; its getter is user code and may fail. */
    static String message(Throwable thrown) {
        String message;
        try {
            message = thrown.getMessage();
        } catch (RuntimeException | Error e) {
            message = "[its getMessage() failed: " + e.getClass().getName() + "]";
        }
        if (message == null) {
            return "";
        }
        message = message.replaceAll("\\bREPL\\.\\$JShell\\$\\w+[.$]", "");
        return message.length() <= MESSAGE_CHARS ? message : message.substring(0, MESSAGE_CHARS) + "…";
    }

    /** What helps where Java's own words do not. */
    static Optional<String> advice(Throwable thrown) {
        if (thrown instanceof OutOfMemoryError) {
            long megabytes = Runtime.getRuntime().maxMemory() >> 20;
            return Optional.of("Try: %who and %reset to see and drop what is kept; the heap is " + megabytes
                    + " MB, more comes with install --heap SIZE");
        }
        return thrown instanceof StackOverflowError
                ? Optional.of("Try: a way out of the recursion; what was computed before is still here")
                : Optional.empty();
    }

    static void causes(Throwable thrown, List<String> lines) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        seen.add(thrown);
        Throwable cause = thrown.getCause();
        for (int i = 0; cause != null && i < MAX_CAUSES && seen.add(cause); i++) {
            List<String> head = of(cause);
            lines.add("Caused by " + head.get(0));
            head.stream().skip(1).forEach(lines::add);
            cause = cause.getCause();
        }
    }

    /** How many causes lie between one and another below it. */
    static int between(Throwable above, Throwable below) {
        int count = 0;
        Throwable at = above.getCause();
        while (at != null && at != below && count < ENDLESS) {
            at = at.getCause();
            count++;
        }
        return at == below ? count : 0;
    }

    static void suppressed(Throwable thrown, List<String> lines) {
        for (Throwable suppressed : thrown.getSuppressed()) {
            lines.add("Suppressed " + of(suppressed).get(0));
        }
    }
}
