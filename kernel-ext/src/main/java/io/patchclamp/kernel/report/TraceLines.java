package io.patchclamp.kernel.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import io.patchclamp.kernel.session.Outcome.Frame;

/** A stack trace for people: a few library frames, then the user's own lines, recursion told once. */
final class TraceLines {
    private static final int LIBRARY_FRAMES = 4;
    private static final int USER_FRAMES = 4;
    private static final int MAGIC_FRAMES = 6;

    private TraceLines() {}

    /** The innermost library frames, then user frames. */
    static List<String> all(List<Frame> trace) {
        List<String> lines = new ArrayList<>();
        long library = trace.stream().takeWhile(f -> f.place() == null).count();
        trace.stream().limit(Math.min(library, LIBRARY_FRAMES)).forEach(f -> lines.add("    at " + f.text()));
        if (library > LIBRARY_FRAMES) {
            lines.add("    … " + (library - LIBRARY_FRAMES) + " more in libraries");
        }
        lines.addAll(user(trace, USER_FRAMES));
        return lines;
    }

    /** User frames only, the same place twice only once. */
    static List<String> user(List<Frame> trace, int most) {
        List<Frame> own = trace.stream().filter(f -> f.place() != null).toList();
        List<String> lines = new ArrayList<>();
        int shown = 0;
        int i = 0;
        while (i < own.size() && shown < most) {
            Frame frame = own.get(i);
            int same = i;
            while (same < own.size() && isSame(own.get(same), frame)) {
                same++;
            }
            lines.addAll(Excerpt.marked(frame.place(), frame.place().line() + frame.line() - 1, frame.method()));
            if (same - i > 2) { // a lambda has two frames on its line
                lines.add("      … the same line " + (same - i - 1) + " more times");
            }
            i = same;
            shown++;
        }
        if (i < own.size()) {
            lines.add("      … " + (own.size() - i) + " more frames");
        }
        return lines;
    }

    /** The innermost frames of what a magic or a view threw, none of the kernel's own. */
    static List<String> outsideCells(StackTraceElement[] stack) {
        return Arrays.stream(stack)
                .takeWhile(f -> Stream.of("io.patchclamp.kernel.session.", "io.patchclamp.kernel.MagicUnits")
                        .noneMatch(f.getClassName()::startsWith))
                .filter(f -> Stream.of(
                                "io.patchclamp.kernel.display.",
                                "io.patchclamp.kernel.CellRunner",
                                "io.patchclamp.view.",
                                "REPL.",
                                "jdk.internal.",
                                "java.lang.reflect.")
                        .noneMatch(f.getClassName()::startsWith))
                .limit(MAGIC_FRAMES)
                .map(f -> "    at " + f.getClassName() + "." + f.getMethodName() + "(" + f.getFileName() + ":"
                        + f.getLineNumber() + ")")
                .toList();
    }

    private static boolean isSame(Frame a, Frame b) {
        return Objects.equals(a.place(), b.place())
                && a.line() == b.line()
                && a.method().equals(b.method());
    }
}
