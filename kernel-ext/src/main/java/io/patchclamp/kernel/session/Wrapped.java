package io.patchclamp.kernel.session;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SourceCodeAnalysis.SnippetWrapper;

/**
 * Stack traces that JShell has not translated, since what was thrown did not end a snippet: a thread's, or those of a value
 * that is shown. Gives them as JShell does: file {@code #id} and the line in the snippet of that id.
 */
final class Wrapped {
    private static final Pattern CLASS = Pattern.compile("(REPL\\.\\$JShell\\$\\d+[A-Z]*)(?:\\$(.*))?");

    private final JShell shell;

    Wrapped(JShell shell) {
        this.shell = shell;
    }

    /** A throwable with the same causes, as deep as asked, and translated traces, for {@link Traces}. */
    Throwable translated(Throwable thrown, int deep) {
        Throwable cause = deep == 0 ? null : thrown.getCause();
        Throwable told = new Translated(cause == null || cause == thrown ? null : translated(cause, deep - 1));
        Map<String, Optional<Source>> known = new HashMap<>(); // recursion has a thousand frames of one class
        told.setStackTrace(frames(thrown.getStackTrace(), known));
        return told;
    }

    /** Carries a trace, is never thrown. */
    private static final class Translated extends Throwable {
        private static final long serialVersionUID = 1L;

        Translated(Throwable cause) {
            super("", cause, false, true);
        }

        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;
        }
    }

    /** From where it was thrown to the outermost line of a cell; below that is only what runs cells and threads. */
    private StackTraceElement[] frames(StackTraceElement[] raw, Map<String, Optional<Source>> known) {
        List<StackTraceElement> frames = new ArrayList<>();
        int last = -1;
        for (StackTraceElement frame : raw) {
            Matcher type = CLASS.matcher(frame.getClassName());
            Optional<Source> own =
                    type.matches() ? known.computeIfAbsent(type.group(1), this::source) : Optional.empty();
            frames.add(own.map(o -> o.frame(frame, type.group(2))).orElse(frame));
            last = own.isPresent() ? frames.size() : last;
        }
        return (last < 0 ? frames : frames.subList(0, last)).toArray(new StackTraceElement[0]);
    }

    private Optional<Source> source(String type) {
        try {
            List<Snippet> newestFirst = new ArrayList<>(shell.snippets().toList());
            Collections.reverse(newestFirst);
            for (Snippet snippet : newestFirst) {
                SnippetWrapper wrapper = shell.sourceCodeAnalysis().wrapper(snippet);
                if (type.equals(wrapper.fullClassName())) {
                    return Optional.of(new Source(snippet.id(), wrapper, wrapper.wrapped()));
                }
            }
        } catch (RuntimeException busy) { // a cell runs and declares meanwhile, or a snippet without a wrapper
            return Optional.empty();
        }
        return Optional.empty();
    }

    /** A snippet, and the class that JShell made of it. */
    private record Source(String id, SnippetWrapper wrapper, String text) {
        StackTraceElement frame(StackTraceElement raw, String inner) {
            return new StackTraceElement(
                    inner == null ? "" : inner, raw.getMethodName(), "#" + id, line(raw.getLineNumber()));
        }

        /** The line of the snippet, from 1, for a line of the class. */
        private int line(int ofClass) {
            int at = 0;
            for (int i = 1; i < ofClass && text.indexOf('\n', at) >= 0; i++) {
                at = text.indexOf('\n', at) + 1;
            }
            while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
                at++;
            }
            String source = wrapper.source();
            int position = Math.max(0, Math.min(wrapper.wrappedToSourcePosition(at), source.length()));
            return 1
                    + (int) source.substring(0, position)
                            .chars()
                            .filter(c -> c == '\n')
                            .count();
        }
    }
}
