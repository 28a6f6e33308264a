package io.patchclamp.internal.token;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.BitSet;

/**
 * A text in Unicode's composed form that remembers where each character came from.
 *
 * @param text the composed text
 * @param starts for each unit, where the characters it was made of begin in the text before
 * @param ends for each unit, where they end
 */
record Composed(String text, int[] starts, int[] ends) {
    /**
     * What came into Unicode after the library's tables of composition were made: it neither moves nor composes these,
     * whatever the JDK at hand knows of them. Found by asking the library about every character.
     */
    private static final BitSet YOUNG =
            codePoints("7fd 897-89f 8ca-8d3 9fe c3c d3b-d3c eba 1715 1abf-1ace 1df6-1dfa a82c"
                    + " 105d2 105da 10d24-10d27 10d69-10d6d 10eab-10eac 10efd-10eff 10f46-10f50 10f82-10f85 11070 1133b 11382"
                    + " 11384 1138b 11390 113b8 113bb 113c2 113c9 113ce-113d0 1145e 11839-1183a 11930 11935 1193d-1193e 11943"
                    + " 119e0 11a34 11a47 11a99 11d42 11d44-11d45 11d97 11f41-11f42 1611e-16120 16129 1612f 16d63 16d67"
                    + " 16ff0-16ff1 1e08f 1e130-1e136 1e2ae 1e2ec-1e2ef 1e4ec-1e4ef 1e5ee-1e5ef");

    private static BitSet codePoints(String ranges) {
        BitSet set = new BitSet();
        for (String range : ranges.split(" ")) {
            String[] ends = range.split("-");
            set.set(Integer.parseInt(ends[0], 16), Integer.parseInt(ends[ends.length - 1], 16) + 1);
        }
        return set;
    }

    /** Whether the library leaves a character alone that a newer table moves or composes. */
    static boolean isYoung(int codePoint) {
        return YOUNG.get(codePoint);
    }

    /** Composes part of a text; null if it is composed already. */
    static Composed of(String text, int from, int to) {
        String part = text.substring(from, to);
        if (Normalizer.isNormalized(part, Normalizer.Form.NFC)) {
            return null;
        }
        StringBuilder composed = new StringBuilder(part.length());
        int[] starts = new int[part.length() + 1];
        int[] ends = new int[part.length() + 1];
        int at = 0;
        while (at < part.length()) {
            int end = clusterEnd(part, at);
            String before = part.substring(at, end);
            String after = Normalizer.normalize(before, Normalizer.Form.NFC);
            int first = composed.length();
            composed.append(after);
            if (composed.length() > starts.length) {
                starts = Arrays.copyOf(starts, 2 * composed.length());
                ends = Arrays.copyOf(ends, 2 * composed.length());
            }
            int head = commonPrefix(before, after);
            int tail = commonSuffix(before, after, head);
            for (int i = 0; i < after.length(); i++) {
                boolean inTail = i >= after.length() - tail;
                int same = from + at + (inTail ? i + before.length() - after.length() : i);
                boolean kept = i < head || inTail;
                starts[first + i] = kept ? same : from + at + head;
                ends[first + i] = kept ? same + 1 : from + end - tail;
            }
            at = end;
        }
        return new Composed(composed.toString(), starts, ends);
    }

    /** Moves tokens found in the composed text back to where they lie in the text before. */
    void place(Symbols out, int first) {
        for (int i = first; i < out.count; i++) {
            out.ends[i] = ends[out.ends[i] - 1];
            out.starts[i] = starts[out.starts[i]];
        }
    }

    private static int commonPrefix(String a, String b) {
        int length = 0;
        while (length < Math.min(a.length(), b.length()) && a.charAt(length) == b.charAt(length)) {
            length++;
        }
        return length > 0 && Character.isHighSurrogate(a.charAt(length - 1)) ? length - 1 : length;
    }

    private static int commonSuffix(String a, String b, int prefix) {
        int most = Math.min(a.length(), b.length()) - prefix;
        int length = 0;
        while (length < most && a.charAt(a.length() - 1 - length) == b.charAt(b.length() - 1 - length)) {
            length++;
        }
        return length > 0 && Character.isLowSurrogate(a.charAt(a.length() - length)) ? length - 1 : length;
    }

    /** A character with all that may compose with it: marks, and the later letters of a Korean syllable. */
    private static int clusterEnd(String text, int from) {
        int end = from + Character.charCount(text.codePointAt(from));
        if (isYoung(text.codePointAt(from))) {
            return end;
        }
        while (end < text.length() && joins(text.codePointAt(end))) {
            end += Character.charCount(text.codePointAt(end));
        }
        return end;
    }

    private static boolean joins(int codePoint) {
        if (isYoung(codePoint)) {
            return false;
        }
        int type = Character.getType(codePoint);
        return type == Character.NON_SPACING_MARK
                || type == Character.COMBINING_SPACING_MARK
                || type == Character.ENCLOSING_MARK
                || codePoint >= 0x1160 && codePoint <= 0x11FF;
    }
}
