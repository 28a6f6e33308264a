package io.patchclamp.kernel.cell;

/** Finds the ends of Java's comments, literals and words. */
final class Scanner {
    private final String text;

    Scanner(String text) {
        this.text = text;
    }

    /** The end of the comment that begins here; {@code i} if none does. A line comment ends before its line end. */
    int comment(int i) {
        if (text.startsWith("//", i)) {
            return lineEnd(i);
        }
        if (text.startsWith("/*", i)) {
            int end = text.indexOf("*/", i + 2);
            return end < 0 ? text.length() : end + 2;
        }
        return i;
    }

    /** Whether a comment begins here that never ends. */
    boolean opensForEver(int i) {
        return text.startsWith("/*", i) && text.indexOf("*/", i + 2) < 0;
    }

    /** The end of the string, text block or character that begins here; {@code i} if none does. */
    int literal(int i) {
        if (text.startsWith("\"\"\"", i)) {
            return closing(i + 3, "\"\"\"", true);
        }
        char c = text.charAt(i);
        return c == '"' || c == '\'' ? closing(i + 1, String.valueOf(c), false) : i;
    }

    private int closing(int i, String quote, boolean manyLines) {
        int at = i;
        while (at < text.length()) {
            if (text.startsWith(quote, at)) {
                return at + quote.length();
            }
            if (text.charAt(at) == '\n' && !manyLines) {
                return at;
            }
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        return text.length();
    }

    /** The end of the identifier that begins here. */
    int word(int i) {
        int at = i;
        while (at < text.length() && Character.isJavaIdentifierPart(text.charAt(at))) {
            at++;
        }
        return at;
    }

    int lineEnd(int i) {
        int end = text.indexOf('\n', i);
        return end < 0 ? text.length() : end;
    }

    int lineOf(int i) {
        return (int) text.substring(0, i).chars().filter(c -> c == '\n').count();
    }

    /** Whether one or two percent signs with a name behind them begin here. */
    static boolean named(String text, int i) {
        int at = text.startsWith("%%", i) ? i + 2 : i + 1;
        return at < text.length() && Character.isLetter(text.charAt(at));
    }

    static boolean inName(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '-';
    }
}
