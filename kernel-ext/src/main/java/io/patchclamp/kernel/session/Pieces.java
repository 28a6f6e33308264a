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
    static List<Piece> of(String source, Readings readings) {
        List<Piece> pieces = new ArrayList<>();
        String seen = NON_SEALED.matcher(source).replaceAll("/*nonse*/ "); // JShell takes it for a subtraction
        String rest = seen;
        while (!rest.isBlank()) {
            int begin = leadingBlank(rest);
            int from = source.length() - rest.length() + begin;
            int line = lines(source.substring(0, from));
            First first = First.of(rest, readings);
            SourceCodeAnalysis.CompletionInfo info = first.info();
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
                    String remaining = first.remaining();
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

    /**
     * The first snippet of some Java. JShell reads all it is given to find where the first snippet ends; of a long cell it
     * is given more only if that was not enough, or a cell of thousands of lines would take minutes.
     *
     * @param info what JShell says of it
     * @param remaining what stands behind it
     */
    record First(SourceCodeAnalysis.CompletionInfo info, String remaining) {
        private static final int ENOUGH = 250;

        static First of(String source, Readings readings) {
            for (int most = ENOUGH; most < source.length(); most *= 4) {
                int newline = source.lastIndexOf('\n', most);
                int end = newline > 0 ? newline : source.lastIndexOf(';', most) + 1; // lines may be as long as cells
                if (end > 0) {
                    SourceCodeAnalysis.CompletionInfo info = readings.of(source.substring(0, end));
                    boolean whole = info.completeness() == SourceCodeAnalysis.Completeness.COMPLETE;
                    if (whole && !info.remaining().isBlank() && info.remaining().length() < end) {
                        return new First(
                                info, source.substring(end - info.remaining().length()));
                    }
                }
            }
            SourceCodeAnalysis.CompletionInfo info = readings.of(source);
            return new First(info, info.remaining());
        }
    }

    /** Whether the last snippet is whole only if a semicolon ends it where nobody wrote one. */
    static boolean goesOn(String source, Readings readings) {
        String rest = source;
        while (!rest.isBlank()) {
            First first = First.of(rest, readings);
            if (first.info().completeness() == SourceCodeAnalysis.Completeness.CONSIDERED_INCOMPLETE) {
                return true;
            }
            if (first.remaining().length() >= rest.length()) {
                return false;
            }
            rest = first.remaining();
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

    /** Where the last snippet begins; a blank behind a snippet belongs to none. */
    static int beginOfLast(String source, Readings readings) {
        int begin = 0;
        while (true) {
            First first = First.of(source.substring(begin), readings);
            boolean whole = first.info().completeness() == SourceCodeAnalysis.Completeness.COMPLETE;
            int left = first.remaining().length();
            if (!whole || first.remaining().isBlank() || left >= source.length() - begin) {
                return begin;
            }
            begin = source.length() - left;
        }
    }
}
