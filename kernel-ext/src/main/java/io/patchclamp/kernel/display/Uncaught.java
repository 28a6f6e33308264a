package io.patchclamp.kernel.display;

import java.util.ArrayList;
import java.util.List;

/** What a user's thread dies of is told under the cell that started it, without the frames of the machinery. */
final class Uncaught implements Thread.UncaughtExceptionHandler {
    private static final int FRAMES = 12;

    @Override
    public void uncaughtException(Thread thread, Throwable thrown) {
        StringBuilder text = new StringBuilder("Exception in thread \"" + thread.getName() + "\" ");
        Throwable at = thrown;
        for (int deep = 0; at != null && deep < 4; deep++) {
            text.append(deep == 0 ? "" : "Caused by ").append(at).append('\n');
            frames(at).forEach(frame -> text.append("    at ").append(frame).append('\n'));
            at = at.getCause();
        }
        System.err.print(text);
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
