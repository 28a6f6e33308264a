package io.patchclamp.model;

import java.util.BitSet;
import java.util.List;
import java.util.regex.Pattern;

/** What a term says about names, before a model is known. */
sealed interface NamePattern {
    /** Names in dotted parts. */
    record Dotted(List<Part> parts) implements NamePattern {
        public Dotted {
            parts = List.copyOf(parts);
        }
    }

    /** A regular expression, to be found anywhere in a name. */
    record Regex(Pattern expression) implements NamePattern {}

    /** A selector kept under a name. */
    record Hook(String name, Selector selector) implements NamePattern {}

    /** One dotted part. */
    sealed interface Part {}

    /** Letters, where {@code *} stands for any number of characters. */
    record Glob(String text) implements Part {}

    /** {@code **}: any number of parts, also none. */
    record AnyParts() implements Part {}

    /** Layer numbers, behind {@code L} or on their own. */
    record Layers(String prefix, String text, List<Term.Range> ranges) implements Part {
        public Layers {
            ranges = List.copyOf(ranges);
        }
    }

    /** One dotted part once the model's number of layers is known. */
    interface PartMatcher {
        boolean matches(String part);
    }

    /** Matches the parts of a name; a null matcher stands for any number of parts. */
    static boolean match(List<PartMatcher> pattern, List<String> name) {
        // row[j]: whether the pattern so far matches the first j parts
        boolean[] row = new boolean[name.size() + 1];
        row[0] = true;
        for (PartMatcher part : pattern) {
            boolean[] next = new boolean[row.length];
            for (int j = 0; j < row.length; j++) {
                if (part == null) {
                    next[j] = row[j] || (j > 0 && next[j - 1]);
                } else {
                    next[j] = j > 0 && row[j - 1] && part.matches(name.get(j - 1));
                }
            }
            row = next;
        }
        return row[name.size()];
    }

    /** Matches one part against letters and stars. */
    static boolean glob(String pattern, String text) {
        int p = 0;
        int star = -1;
        int mark = 0;
        int t = 0;
        while (t < text.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                mark = t;
            } else if (p < pattern.length() && pattern.charAt(p) == text.charAt(t)) {
                p++;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++mark;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }

    /** Matches a layer number, behind its prefix. */
    static boolean layer(String prefix, BitSet layers, String part) {
        if (!part.startsWith(prefix) || part.length() == prefix.length() || part.length() > prefix.length() + 9) {
            return false;
        }
        int number = 0;
        for (int i = prefix.length(); i < part.length(); i++) {
            char c = part.charAt(i);
            if (c < '0' || c > '9') {
                return false;
            }
            number = number * 10 + (c - '0');
        }
        return layers.get(number);
    }
}
