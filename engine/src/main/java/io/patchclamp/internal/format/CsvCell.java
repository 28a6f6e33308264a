package io.patchclamp.internal.format;

import java.util.regex.Pattern;

/**
 * Text in a cell of comma-separated values, such that no spreadsheet takes it for a formula: where it begins as one does
 * there is an apostrophe in front, also in front of apostrophes that such a beginning follows, so that it can be taken away
 * again. Numbers stay numbers, those with a sign too.
 */
public final class CsvCell {
    private static final String BEGINS = "[=+\\-@\\t\\r＝＋－＠]";
    private static final Pattern FORMULA = Pattern.compile("'*" + BEGINS + ".*", Pattern.DOTALL);
    private static final Pattern GUARDED = Pattern.compile("'+" + BEGINS + ".*", Pattern.DOTALL);
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?");

    private CsvCell() {}

    /**
     * A cell.
     *
     * @param text what it says
     * @return the text as it stands in the file, quoted where it must be
     */
    public static String of(String text) {
        return quoted(guarded(text));
    }

    /**
     * A cell whose beginning needs no care.
     *
     * @param text what it says
     * @return the text, in quotes where it holds a comma, a quote or the end of a line
     */
    public static String quoted(String text) {
        boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? text : "\"" + text.replace("\"", "\"\"") + "\"";
    }

    /**
     * Text that is no formula.
     *
     * @param text any text
     * @return the text, with an apostrophe in front where it begins like a formula and is no number
     */
    public static String guarded(String text) {
        boolean formula =
                FORMULA.matcher(text).matches() && !NUMBER.matcher(text).matches();
        return formula ? "'" + text : text;
    }

    /**
     * What {@link #guarded} was given.
     *
     * @param cell what it made of it
     * @return the text
     */
    public static String unguarded(String cell) {
        return GUARDED.matcher(cell).matches() ? cell.substring(1) : cell;
    }
}
