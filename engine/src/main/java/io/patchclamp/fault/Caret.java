package io.patchclamp.fault;

/** Marks a place in a text, for errors about what a user typed. */
public final class Caret {
    private static final int WINDOW = 60;

    private Caret() {}

    /**
     * The text with a caret under one place, on two lines of their own. A long text is cut to what is around the place.
     *
     * @param text what was typed
     * @param at the index of the first wrong UTF-16 unit, or the length of the text if something is missing at its end
     * @return a newline, the text, a newline, the caret; both lines indented by two
     */
    public static String under(String text, int at) {
        int from = Math.max(0, at - WINDOW);
        int to = Math.min(text.length(), at + WINDOW);
        String before = clean(text.substring(from, at), from > 0 ? "…" : "");
        String after = clean(text.substring(at, to), "") + (to < text.length() ? "…" : "");
        int columns = before.codePointCount(0, before.length());
        return "\n  " + before + after + "\n  " + " ".repeat(columns) + "^";
    }

    private static String clean(String text, String lead) {
        StringBuilder clean = new StringBuilder(lead);
        text.codePoints().forEach(c -> clean.appendCodePoint(Character.isISOControl(c) ? ' ' : c));
        return clean.toString();
    }
}
