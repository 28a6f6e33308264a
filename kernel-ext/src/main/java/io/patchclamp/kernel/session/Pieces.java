package io.patchclamp.kernel.session;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import jdk.jshell.SourceCodeAnalysis;

/** Java, taken apart into snippets. */
final class Pieces {
    private static final Pattern NON_SEALED =
            Pattern.compile("\\bnon-sealed\\b(?=\\s+(?:\\w+\\s+)*?(?:class|interface)\\b)");

    private Pieces() {}

    /** The snippets in order; after one that is incomplete or invalid there is no other. */
    static List<Piece> of(String source, SourceCodeAnalysis analysis) {
        List<Piece> pieces = new ArrayList<>();
        String seen = NON_SEALED.matcher(source).replaceAll("/*nonse*/ "); // JShell takes it for a subtraction
        String rest = seen;
        while (!rest.isBlank()) {
            int begin = leadingBlank(rest);
            int from = source.length() - rest.length() + begin;
            int line = lines(source.substring(0, from));
            SourceCodeAnalysis.CompletionInfo info = analysis.analyzeCompletion(rest);
            switch (info.completeness()) {
                case EMPTY -> {
                    return pieces;
                }
                case UNKNOWN -> {
                    pieces.add(new Piece(rest.strip(), line, Piece.Form.INVALID));
                    return pieces;
                }
                case DEFINITELY_INCOMPLETE -> {
                    pieces.add(new Piece(rest.strip(), line, Piece.Form.INCOMPLETE));
                    return pieces;
                }
                default -> {
                    String remaining = info.remaining();
                    String piece = info.source().strip();
                    if (seen.startsWith(piece, from)) { // no semicolon was added
                        piece = source.substring(from, from + piece.length());
                    }
                    if (!piece.equals(";")) {
                        pieces.add(new Piece(piece, line, Piece.Form.COMPLETE));
                    }
                    if (remaining.length() >= rest.length()) {
                        return pieces;
                    }
                    rest = seen.substring(seen.length() - remaining.length());
                }
            }
        }
        return pieces;
    }

    /** Whether the last snippet is whole only if a semicolon ends it where nobody wrote one. */
    static boolean goesOn(String source, SourceCodeAnalysis analysis) {
        String rest = source;
        while (!rest.isBlank()) {
            SourceCodeAnalysis.CompletionInfo info = analysis.analyzeCompletion(rest);
            if (info.completeness() == SourceCodeAnalysis.Completeness.CONSIDERED_INCOMPLETE) {
                return true;
            }
            if (info.remaining().length() >= rest.length()) {
                return false;
            }
            rest = info.remaining();
        }
        return false;
    }

    private static int leadingBlank(String text) {
        int i = 0;
        while (i < text.length() && Character.isWhitespace(text.charAt(i))) {
            i++;
        }
        return i;
    }

    private static int lines(String text) {
        return (int) text.chars().filter(c -> c == '\n').count();
    }
}
