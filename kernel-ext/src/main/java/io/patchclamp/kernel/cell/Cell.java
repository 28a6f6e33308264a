package io.patchclamp.kernel.cell;

import java.util.List;
import java.util.function.Predicate;

/**
 * A cell, taken apart.
 *
 * @param text as the user wrote it
 * @param units its parts in order; none if it holds nothing but blanks and comments
 */
public record Cell(String text, List<Unit> units) {
    public Cell {
        units = List.copyOf(units);
    }

    /**
     * Takes a cell apart.
     *
     * @param text the cell
     * @param known whether there is a magic of a name; asked only where a remainder could be meant as well
     * @param embedding what to put in place of magics inside Java
     * @return its parts
     */
    public static Cell of(String text, Predicate<String> known, Embedding embedding) {
        String unix = (text.startsWith("\ufeff") ? text.substring(1) : text)
                .replace("\r\n", "\n")
                .replace('\r', '\n');
        return new Cell(unix, new Splitter(unix, known, embedding).units());
    }

    /**
     * The magic line that the cursor is in.
     *
     * @param text the cell
     * @param cursor a place in it, in UTF-16 units
     * @param known whether there is a magic of a name
     * @return the line from its percent sign, with where it begins; null if the cursor is in Java
     */
    public static MagicLine magicAt(String text, int cursor, Predicate<String> known) {
        return new Splitter(text.replace('\r', '\n'), known, null).magicAt(cursor);
    }

    /**
     * The Java of a cell where it stands: blanks in the place of magics, and {@code 0;} in the place of one that has a value.
     *
     * @param text the cell
     * @param known whether there is a magic of a name
     * @return as long as the cell
     */
    public static String withoutMagics(String text, Predicate<String> known) {
        StringBuilder java = new StringBuilder(text.replace('\r', '\n'));
        for (MagicLine line : new Splitter(java.toString(), known, null).magicLines()) {
            boolean valued = java.substring(0, line.start()).stripTrailing().matches("(?s).*(=|\\breturn)");
            int end = line.start() + line.text().length();
            java.replace(
                    line.start(),
                    end,
                    (valued ? "0;" : "") + " ".repeat(line.text().length() - (valued ? 2 : 0)));
        }
        return java.toString();
    }

    /**
     * The string or text block that the cursor is in.
     *
     * @param text the cell
     * @param cursor a place in it, in UTF-16 units
     * @param known whether there is a magic of a name
     * @return where its opening quote stands and where its content begins; null if the cursor is in none
     */
    public static Literal literalAt(String text, int cursor, Predicate<String> known) {
        return new Splitter(text.replace('\r', '\n'), known, null).literalAt(cursor);
    }

    /**
     * A string or text block.
     *
     * @param quote where its opening quote stands
     * @param start where its content begins
     * @param end where its closing quote stands, or would
     */
    public record Literal(int quote, int start, int end) {
        static Literal of(String text, int from, int to) {
            String mark = text.startsWith("\"\"\"", from) ? "\"\"\"" : text.substring(from, from + 1);
            int start = Math.min(from + mark.length(), to);
            boolean closed = to - start >= mark.length() && text.startsWith(mark, to - mark.length());
            return new Literal(from, start, closed ? to - mark.length() : to);
        }

        boolean holds(int cursor) {
            return start <= cursor && cursor <= end;
        }
    }

    /**
     * A line of magic.
     *
     * @param text from the first percent sign to the end of the line
     * @param start where the first percent sign stands
     * @param cell whether it begins with two percent signs
     */
    public record MagicLine(String text, int start, boolean cell) {
        boolean holds(int cursor) {
            return start <= cursor && cursor <= start + text.length();
        }
    }
}
