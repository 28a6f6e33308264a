package io.patchclamp.view;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** A throwable that is a value: what it says, where it was made, what caused it. */
final class ThrowableView {
    private static final int FRAMES = 15;
    private static final int DEEP = 8;

    private ThrowableView() {}

    static Part of(Throwable thrown) {
        List<Part> parts = new ArrayList<>();
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        String before = "";
        for (Throwable at = thrown; at != null && seen.size() < DEEP && seen.add(at); at = cause(at)) {
            parts.add(before.isEmpty() ? Part.heading(Failures.line(at)) : Part.paragraph(before + Failures.line(at)));
            List<String> frames = frames(at);
            if (!frames.isEmpty()) {
                parts.add(Part.folded("stack", Part.preformatted(String.join("\n", frames))));
            }
            for (Throwable beside : at.getSuppressed()) {
                parts.add(Part.note("suppressed " + Failures.line(beside)));
            }
            before = "Caused by ";
        }
        return Part.stack(parts);
    }

    private static Throwable cause(Throwable thrown) {
        try {
            return thrown.getCause();
        } catch (Throwable e) { // user code
            Failures.theirs(e);
            return null;
        }
    }

    /** From where it was made up to where the cell began. */
    private static List<String> frames(Throwable thrown) {
        List<String> lines = new ArrayList<>();
        StackTraceElement[] all = thrown.getStackTrace();
        for (int i = 0; i < all.length; i++) {
            boolean cell = all[i].getClassName().startsWith("REPL.");
            if (lines.size() == FRAMES) {
                lines.add("… " + (all.length - i) + " more");
                break;
            }
            if (cell && all[i].getMethodName().equals("do_it$")) {
                lines.add("at the cell");
                break;
            }
            lines.add("at " + (cell ? all[i].getMethodName() + " of a cell" : all[i].toString()));
        }
        return lines;
    }
}
