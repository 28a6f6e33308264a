package io.patchclamp.model;

import java.util.ArrayList;
import java.util.List;

import io.patchclamp.fault.Caret;
import io.patchclamp.fault.SelectorException;

/** Reads the dotted parts of a name; no part at all where no name can begin. */
final class DottedParser {
    private final String text;
    private final String where;
    private final List<NamePattern.Part> parts = new ArrayList<>();
    private int at;

    /** A name that begins at a place of a selector; {@code where} begins every message. */
    DottedParser(String text, int at, String where) {
        this.text = text;
        this.at = at;
        this.where = where;
    }

    /** Where the name ends, once its parts are read. */
    int end() {
        return at;
    }

    List<NamePattern.Part> parts() {
        do {
            int start = at;
            int end = extent();
            if (end == start) {
                if (parts.isEmpty() && at < text.length() && text.charAt(at) != '.') {
                    return parts;
                }
                throw error(start, "A part of a name is missing here.", "one '.' between two parts, none at the end");
            }
            at = end;
            parts.add(part(start, end));
        } while (dot());
        return parts;
    }

    private boolean dot() {
        boolean more = at < text.length() && text.charAt(at) == '.';
        at += more ? 1 : 0;
        return more;
    }

    /** Where the part that begins here ends. A '..' and what is between braces belong to the part. */
    private int extent() {
        int i = at;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c == '{') {
                int close = text.indexOf('}', i);
                if (close < 0) {
                    throw error(i, "The '{' here is never closed.", "L{0,5,9}");
                }
                i = close + 1;
            } else if (text.startsWith("..", i)) {
                i += 2;
            } else if (c == '_' || c == '*' || Character.isLetterOrDigit(c) || isSign(i)) {
                i++;
            } else {
                break;
            }
        }
        return i;
    }

    /** Whether this is the minus of a negative number, not a polarity. */
    private boolean isSign(int i) {
        boolean begins = i == at || (i == at + 1 && text.charAt(at) == 'L') || text.startsWith("..", i - 2);
        return text.charAt(i) == '-' && begins && i + 1 < text.length() && Character.isDigit(text.charAt(i + 1));
    }

    private NamePattern.Part part(int start, int end) {
        String part = text.substring(start, end);
        String prefix = part.startsWith("L") ? "L" : "";
        int number = start + prefix.length();
        int brace = part.indexOf('{');
        if (brace >= 0) {
            return set(start, end, prefix, brace);
        }
        if (part.contains("..")) {
            return layers(prefix, part, number, end, "L3..7, both ends included");
        }
        if (part.matches("L?-?[0-9]+")) {
            return layers(prefix, part, number, end, "L5, or L-1 for the last");
        }
        if (part.equals("**")) {
            return new NamePattern.AnyParts();
        }
        int stars = part.indexOf("**");
        if (stars >= 0) {
            throw error(start + stars, "'**' stands for whole parts of a name.", "* inside a part, or '.**' behind it");
        }
        int minus = part.indexOf('-');
        if (minus >= 0) {
            throw error(start + minus, "A name has no '-' inside.", "L-1 for the last layer");
        }
        return new NamePattern.Glob(part);
    }

    private NamePattern.Part set(int start, int end, String prefix, int brace) {
        String part = text.substring(start, end);
        if (brace != prefix.length() || part.indexOf('}') != part.length() - 1) {
            throw error(
                    start + brace,
                    "Braces hold layer numbers, behind 'L' or on their own.",
                    "L{0,5,9} or model.layers.{0,5,9}; for other names a list, separated by commas");
        }
        return layers(prefix, part, start + brace + 1, end - 1, "L{0,5,9} or L{0..3,-1}");
    }

    private NamePattern.Part layers(String prefix, String part, int from, int to, String advice) {
        return new NamePattern.Layers(prefix, part, new Numbers(text, from, to, advice).list());
    }

    private SelectorException error(int place, String what, String advice) {
        return new SelectorException(where + what + Caret.under(text, place), advice);
    }
}
