package io.patchclamp.internal.token;

/**
 * How a text is cut into the words that byte pairs are merged within. Each rule is the published regular expression of
 * its family, walked by hand: one pass, no backtracking, the same letters on every JDK.
 */
public enum WordRule {
    /** {@code 's|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+}. */
    GPT2(false, false, 0),
    /** Every digit is its own word; what lies between is cut as {@link #GPT2}. */
    DIGITS_THEN_GPT2(false, true, 0),
    /**
     * {@code (?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+
     * |\s+(?!\S)|\s+}.
     */
    LLAMA3(true, false, 3),
    /** {@link #LLAMA3} with one digit a word. */
    QWEN2(true, false, 1);

    private static final int END = -1;
    private static final int APART = -2;

    private final boolean modern;
    private final boolean digitsApart;
    private final int digits;

    WordRule(boolean modern, boolean digitsApart, int digits) {
        this.modern = modern;
        this.digitsApart = digitsApart;
        this.digits = digits;
    }

    /**
     * Where the word that begins at {@code from} ends.
     *
     * @param text a text without lone surrogates
     * @param from where a word begins, less than {@code limit}
     * @param limit where the text ends for this rule
     * @return the word's end, greater than {@code from}
     */
    int end(String text, int from, int limit) {
        return modern ? modernEnd(text, from, limit) : classicEnd(text, from, limit);
    }

    private int classicEnd(String text, int from, int limit) {
        char first = text.charAt(from);
        if (first == '\'') {
            int contraction = contraction(text, from, limit, false);
            if (contraction > from) {
                return contraction;
            }
        }
        int kind = kind(text, from, limit);
        if (kind == APART) {
            return after(text, from);
        }
        if (kind == CodePoints.SPACE) {
            int next = first == ' ' ? kind(text, from + 1, limit) : END;
            return next >= 0 && next != CodePoints.SPACE
                    ? runEnd(text, from + 1, limit, next)
                    : blankEnd(text, from, limit);
        }
        return runEnd(text, from, limit, kind);
    }

    private int modernEnd(String text, int from, int limit) {
        char first = text.charAt(from);
        if (first == '\'') {
            int contraction = contraction(text, from, limit, true);
            if (contraction > from) {
                return contraction;
            }
        }
        int kind = kind(text, from, limit);
        if (kind == CodePoints.LETTER) {
            return runEnd(text, from, limit, kind);
        }
        if (kind == CodePoints.NUMBER) {
            return numberEnd(text, from, limit);
        }
        int second = after(text, from);
        if (!isNewline(first) && kind(text, second, limit) == CodePoints.LETTER) {
            return runEnd(text, second, limit, CodePoints.LETTER);
        }
        int marks = first == ' ' ? second : from;
        if (kind(text, marks, limit) == CodePoints.OTHER) {
            int end = runEnd(text, marks, limit, CodePoints.OTHER);
            while (end < limit && isNewline(text.charAt(end))) {
                end++;
            }
            return end;
        }
        int end = runEnd(text, from, limit, CodePoints.SPACE);
        for (int i = end - 1; i >= from; i--) {
            if (isNewline(text.charAt(i))) {
                return i + 1;
            }
        }
        return blankEnd(text, from, limit);
    }

    /** A run of white space leaves its last character to the word that follows, if it has one to spare. */
    private int blankEnd(String text, int from, int limit) {
        int end = runEnd(text, from, limit, CodePoints.SPACE);
        int next = kind(text, end, limit);
        return next == END || next == APART || end - from == 1 ? end : end - 1;
    }

    private int numberEnd(String text, int from, int limit) {
        int end = from;
        for (int i = 0; i < digits && kind(text, end, limit) == CodePoints.NUMBER; i++) {
            end = after(text, end);
        }
        return end;
    }

    private int runEnd(String text, int from, int limit, int kind) {
        int end = from;
        while (kind(text, end, limit) == kind) {
            end = after(text, end);
        }
        return end;
    }

    private int kind(String text, int at, int limit) {
        if (at >= limit) {
            return END;
        }
        int codePoint = text.codePointAt(at);
        return digitsApart && CodePoints.isDigit(codePoint) ? APART : CodePoints.kind(codePoint);
    }

    private static int contraction(String text, int from, int limit, boolean anyCase) {
        char one = from + 1 < limit ? fold(text.charAt(from + 1), anyCase) : 0;
        char two = from + 2 < limit ? fold(text.charAt(from + 2), anyCase) : 0;
        if (one == 's' || one == 't' || one == 'm' || one == 'd') {
            return from + 2;
        }
        boolean pair = two == 'e' && (one == 'r' || one == 'v') || two == 'l' && one == 'l';
        return pair ? from + 3 : from;
    }

    /** Only letters that contractions are made of; U+017F, the long s, folds to s as everywhere in Unicode. */
    private static char fold(char c, boolean anyCase) {
        if (!anyCase) {
            return c;
        }
        return c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c == '\u017F' ? 's' : c;
    }

    private static boolean isNewline(char c) {
        return c == '\r' || c == '\n';
    }

    private static int after(String text, int at) {
        return at + Character.charCount(text.codePointAt(at));
    }
}
