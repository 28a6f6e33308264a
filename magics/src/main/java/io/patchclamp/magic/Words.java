package io.patchclamp.magic;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits an argument line into words, as a shell would where that does a scientist no harm.
 *
 * <p>Blanks split. {@code '…'} keeps everything; in {@code "…"} a backslash escapes a quote or a backslash and nothing
 * else. Elsewhere a backslash escapes only a quote, so {@code C:\tmp\f.txt} stays. Blanks inside brackets glued to a
 * word ({@code neurons[1, 2]}) or inside a selector's {@code /…/} do not split; parentheses glued to a word are kept with
 * the quotes in them ({@code logit(" Paris")}).
 */
final class Words {
    /**
     * One word.
     *
     * @param text without its quotes
     * @param start where it begins in the line
     * @param end one past where it ends in the line
     * @param quoted whether it begins with a quote: then it is never an option
     */
    record Word(String text, int start, int end, boolean quoted) {}

    private final String magic;
    private final String line;
    private int at;

    /** Stands before the first word; the magic's name is for the message. */
    Words(String magic, String line) {
        this.magic = magic;
        this.line = line;
    }

    /** The words of a line. */
    static List<Word> of(String magic, String line) {
        Words words = new Words(magic, line);
        List<Word> found = new ArrayList<>();
        while (words.more()) {
            found.add(words.next());
        }
        return found;
    }

    /** Skips blanks; whether anything follows. */
    boolean more() {
        while (at < line.length() && Character.isWhitespace(line.charAt(at))) {
            at++;
        }
        return at < line.length();
    }

    /** Everything from here on, as it stands. */
    String rest() {
        return line.substring(at);
    }

    /** Reads the word that begins here. */
    Word next() {
        int start = at;
        char first = line.charAt(at);
        boolean quoted = first == '"' || first == '\'';
        StringBuilder text = new StringBuilder();
        while (at < line.length() && !Character.isWhitespace(line.charAt(at))) {
            char c = line.charAt(at);
            int glued = gluedEnd(c, text.length());
            if (c == '"' || c == '\'' && opensQuote(text)) {
                quotedPart(c, text);
            } else if (c == '\\' && at + 1 < line.length() && isQuote(line.charAt(at + 1))) {
                text.append(line.charAt(at + 1));
                at += 2;
            } else if (glued > at) {
                text.append(line, at, glued);
                at = glued;
            } else {
                text.append(c);
                at++;
            }
        }
        return new Word(text.toString(), start, at, quoted);
    }

    /** An apostrophe inside a word ({@code don't}) is a letter, not a quote. */
    private static boolean opensQuote(StringBuilder text) {
        return text.isEmpty() || text.charAt(text.length() - 1) == '=';
    }

    private static boolean isQuote(char c) {
        return c == '"' || c == '\'';
    }

    private void quotedPart(char quote, StringBuilder text) {
        int open = at++;
        while (at < line.length() && line.charAt(at) != quote) {
            char c = line.charAt(at);
            boolean escape = quote == '"'
                    && c == '\\'
                    && at + 1 < line.length()
                    && (line.charAt(at + 1) == '"' || line.charAt(at + 1) == '\\');
            text.append(escape ? line.charAt(at + 1) : c);
            at += escape ? 2 : 1;
        }
        if (at >= line.length()) {
            throw new UsageException(
                    "The quote " + quote + " opened at column " + (open + 1) + " of %" + magic + "'s arguments is never"
                            + " closed: " + line.strip(),
                    "close it, or write \\" + quote + " if the quote itself is meant");
        }
        at++;
    }

    /** Where what begins here and may hold blanks ends: brackets glued to a word, or a regular expression. */
    private int gluedEnd(char c, int before) {
        if (c == '(' && before > 0) {
            return parenthesesEnd();
        }
        if (c == '[' || c == '{') {
            int close = before == 0 ? -1 : line.indexOf(c == '[' ? ']' : '}', at);
            return close < 0 || hasQuote(at, close) ? -1 : close + 1;
        }
        char previous = at == 0 ? ' ' : line.charAt(at - 1);
        if (c == '/'
                && (Character.isWhitespace(previous)
                        || previous == ','
                        || previous == '!'
                        || previous == '='
                        || previous == '@')) {
            int close = line.indexOf('/', at + 1);
            boolean ends =
                    close > at + 1 && (close + 1 == line.length() || " \t[,+-:=".indexOf(line.charAt(close + 1)) >= 0);
            return ends && !hasQuote(at, close) ? close + 1 : -1;
        }
        return -1;
    }

    /** One past the parenthesis that closes the one here, quotes in between respected; -1 if none does. */
    private int parenthesesEnd() {
        int depth = 0;
        boolean inQuote = false;
        for (int i = at; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"' && line.charAt(i - 1) != '\\') {
                inQuote = !inQuote;
            } else if (!inQuote && c == '(') {
                depth++;
            } else if (!inQuote && c == ')' && --depth == 0) {
                return i + 1;
            }
        }
        return -1;
    }

    private boolean hasQuote(int from, int to) {
        int quote = line.indexOf('"', from);
        return quote >= 0 && quote < to;
    }
}
