package io.patchclamp.kernel.session;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import jdk.jshell.JShellException;

/** Stack traces in the user's own lines: JShell knows which line of which snippet a frame is, we know the cell. */
final class Traces {
    private static final int MAX_CAUSES = 4;
    private static final int ENDLESS = 10_000;

    private final Map<String, Place> places;
    private final Wrapped wrapped;
    private volatile Place current;

    Traces(Map<String, Place> places, Wrapped wrapped) {
        this.places = places;
        this.wrapped = wrapped;
    }

    /** The snippet that runs next; JShell tells its id only afterwards. */
    void current(Place place) {
        current = place;
    }

    /** What was thrown by no snippet: by a thread of its own, or by a value that is shown. */
    Outcome.Threw of(Throwable thrown) {
        return of(thrown, wrapped.translated(thrown, MAX_CAUSES), MAX_CAUSES);
    }

    /** What was thrown, with its causes; {@code translated} is what JShell made of it, or null. */
    Outcome.Threw of(Throwable thrown, JShellException translated) {
        return of(thrown, translated, MAX_CAUSES);
    }

    private Outcome.Threw of(Throwable thrown, Throwable translated, int deep) {
        Throwable cause = thrown.getCause();
        Throwable told = translated == null ? null : translated.getCause();
        if (deep == 1) { // of many, the last is the one that began it
            Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
            for (Throwable next = cause;
                    next != null && seen.add(next) && seen.size() < ENDLESS;
                    next = cause.getCause()) {
                told = next == cause || told == null ? told : told.getCause();
                cause = next;
            }
        }
        Optional<Outcome.Threw> below = cause == null || cause == thrown || deep == 0
                ? Optional.empty()
                : Optional.of(of(cause, told, deep - 1));
        return new Outcome.Threw(thrown, frames(thrown, translated), below);
    }

    /** The frames of user code and of what it called, innermost first; nothing of the kernel. */
    private List<Outcome.Frame> frames(Throwable thrown, Throwable translated) {
        StackTraceElement[] frames = translated == null ? thrown.getStackTrace() : translated.getStackTrace();
        List<Outcome.Frame> trace = new ArrayList<>();
        for (StackTraceElement frame : frames) {
            String file = frame.getFileName();
            if (file != null && file.startsWith("#")) {
                Place place = places.getOrDefault(file.substring(1), current);
                trace.add(new Outcome.Frame(place, frame.getLineNumber(), method(frame), frame.toString()));
            } else if (!isKernel(frame.getClassName())) {
                trace.add(new Outcome.Frame(null, frame.getLineNumber(), frame.getMethodName(), text(frame)));
            }
        }
        return trace;
    }

    private static String method(StackTraceElement frame) {
        String name = frame.getMethodName();
        boolean cellItself = name.isEmpty() || name.startsWith("do_it$") || name.startsWith("lambda$");
        String type = frame.getClassName();
        return cellItself ? "" : type.isEmpty() ? name : type.replace('$', '.') + "." + name;
    }

    private static String text(StackTraceElement frame) {
        return frame.getClassName() + "." + frame.getMethodName() + "(" + frame.getFileName() + ":"
                + frame.getLineNumber() + ")";
    }

    private static boolean isKernel(String type) {
        return type.startsWith("io.patchclamp.kernel.")
                || type.startsWith("io.patchclamp.view.")
                || type.startsWith("jdk.jshell.")
                || type.startsWith("REPL.")
                || type.startsWith("jdk.internal.reflect.")
                || type.startsWith("java.lang.reflect.");
    }
}
