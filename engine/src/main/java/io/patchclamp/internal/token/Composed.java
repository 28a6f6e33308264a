package io.patchclamp.internal.token;

import java.text.Normalizer;
import java.util.Arrays;

/**
 * A text in Unicode's composed form that remembers where each character came from.
 *
 * @param text the composed text
 * @param starts for each unit, where the characters it was made of begin in the text before
 * @param ends for each unit, where they end
 */
record Composed(String text, int[] starts, int[] ends) {
    private static final int KIRAT_RAI_VOWEL_SIGN_AI = 0x16D67;

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
        while (end < text.length() && joins(text.codePointAt(end))) {
            end += Character.charCount(text.codePointAt(end));
        }
        return end;
    }

    private static boolean joins(int codePoint) {
        int type = Character.getType(codePoint);
        return type == Character.NON_SPACING_MARK
                || type == Character.COMBINING_SPACING_MARK
                || type == Character.ENCLOSING_MARK
                || codePoint >= 0x1160 && codePoint <= 0x11FF
                || codePoint == KIRAT_RAI_VOWEL_SIGN_AI;
    }
}
