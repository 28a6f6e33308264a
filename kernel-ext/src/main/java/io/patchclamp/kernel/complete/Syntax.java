package io.patchclamp.kernel.complete;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

import com.sun.source.util.JavacTask;

/**
 * Whether javac can read a snippet at all, whatever its names mean. JShell calls {@code int 1x = 5;} complete, and
 * {@code true ? 1} too.
 */
final class Syntax {
    private static final List<String[]> FRAMES = List.of(
            new String[] {"class Q { Object q() throws Throwable { ", "\n; } }"},
            new String[] {"class Q { Object q = (", "\n); }"},
            new String[] {"class Q { ", "\n}"});
    private static final List<String[]> OF_FILES = List.<String[]>of(new String[] {"", "\n"});

    private Syntax() {}

    /** What a snippet is, read as whatever it may be: {@code complete}, {@code incomplete} or {@code invalid}. */
    static String of(String snippet) {
        boolean unfinished = false;
        for (String[] frame : snippet.matches("(?s)\\s*(import|package)\\b.*") ? OF_FILES : FRAMES) {
            String text = frame[0].endsWith("(") ? unterminated(snippet) : snippet;
            long error = firstError(frame[0] + text + frame[1]);
            if (error < 0) {
                return "complete";
            }
            unfinished |= error >= frame[0].length() + text.length();
        }
        return unfinished ? "incomplete" : "invalid";
    }

    private static String unterminated(String snippet) {
        String text = snippet.strip();
        return text.endsWith(";") ? text.substring(0, text.length() - 1) : text;
    }

    private static long firstError(String source) {
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> said = new DiagnosticCollector<>();
        JavacTask task =
                (JavacTask) javac.getTask(null, null, said, List.of("-proc:none"), null, List.of(new Source(source)));
        try {
            task.parse().forEach(unit -> {});
        } catch (IOException | RuntimeException | StackOverflowError broken) {
            return -1; // javac's own trouble is no reason to refuse
        }
        List<Long> errors = new ArrayList<>();
        for (Diagnostic<? extends JavaFileObject> one : said.getDiagnostics()) {
            if (one.getKind() == Diagnostic.Kind.ERROR) {
                errors.add(one.getPosition());
            }
        }
        return errors.isEmpty() ? -1 : Math.max(0, errors.get(0));
    }

    /** A text as a file. */
    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String text) {
            super(URI.create("string:///Q.java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
