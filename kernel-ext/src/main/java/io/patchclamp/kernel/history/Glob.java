package io.patchclamp.kernel.history;

import java.util.ArrayList;
import java.util.List;

/**
 * A pattern as SQLite's GLOB has it, which is what Jupyter's clients expect: {@code *} is any text, {@code ?} any character,
 * {@code [a-z]} one of these, {@code [^a-z]} one not of these. Takes no longer than pattern times text, whatever they are.
 */
final class Glob {
    private final List<Part> parts = new ArrayList<>();

    /** Matches one character, or any run of them. */
    private interface Part {
        boolean matches(int character);
    }

    private static final Part RUN = c -> true;

    Glob(String pattern) {
        int[] chars = pattern.codePoints().toArray();
        for (int i = 0; i < chars.length; i++) {
            int c = chars[i];
            int end = c == '[' ? closing(chars, i) : -1;
            if (c == '*') {
                parts.add(RUN);
            } else if (c == '?') {
                parts.add(any -> true);
            } else if (end > 0) {
                parts.add(set(chars, i + 1, end));
                i = end;
            } else {
                parts.add(other -> other == c);
            }
        }
    }

    /** Where a set ends; a bracket right behind its beginning belongs to it. Without an end it is no set. */
    private static int closing(int[] chars, int open) {
        int first = open + 1 < chars.length && chars[open + 1] == '^' ? open + 3 : open + 2;
        for (int i = first; i < chars.length; i++) {
            if (chars[i] == ']') {
                return i;
            }
        }
        return -1;
    }

    private static Part set(int[] chars, int from, int end) {
        boolean not = chars[from] == '^';
        return c -> {
            boolean in = false;
            for (int i = not ? from + 1 : from; i < end; i++) {
                if (i + 2 < end && chars[i + 1] == '-') {
                    in |= chars[i] <= c && c <= chars[i + 2];
                    i += 2;
                } else {
                    in |= chars[i] == c;
                }
            }
            return in != not;
        };
    }

    boolean matches(String text) {
        int[] chars = text.codePoints().toArray();
        int at = 0;
        int part = 0;
        int run = -1; // the last run, and where the text behind it was tried last
        int tried = 0;
        while (at < chars.length) {
            if (part < parts.size() && parts.get(part) == RUN) {
                run = part++;
                tried = at;
            } else if (part < parts.size() && parts.get(part).matches(chars[at])) {
                part++;
                at++;
            } else if (run >= 0) {
                part = run + 1;
                at = ++tried;
            } else {
                return false;
            }
        }
        while (part < parts.size() && parts.get(part) == RUN) {
            part++;
        }
        return part == parts.size();
    }
}
