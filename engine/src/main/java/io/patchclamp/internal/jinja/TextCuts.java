package io.patchclamp.internal.jinja;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Texts cut into pieces and put together. */
final class TextCuts {
    private TextCuts() {}

    /** {@code split(sep, maxsplit)}; from the right if asked. */
    static List<Object> split(String text, Object[] given, boolean fromRight) {
        int most = Arguments.count(given[1], -1);
        boolean blanks = given[0] == Arguments.ABSENT || given[0] == null;
        String separator = blanks ? "" : Values.text(given[0]);
        if (!blanks && separator.isEmpty()) {
            throw TemplateFault.failed("A text cannot be split at an empty text");
        }
        if (blanks) {
            return fromRight ? blanksFromRight(text, most) : blanks(text, most);
        }
        return fromRight ? fromRight(text, separator, most) : fromLeft(text, separator, most);
    }

    private static List<Object> fromLeft(String text, String separator, int most) {
        List<Object> out = new ArrayList<>();
        int from = 0;
        int at = text.indexOf(separator);
        while (at >= 0 && (most < 0 || out.size() < most)) {
            out.add(text.substring(from, at));
            from = at + separator.length();
            at = text.indexOf(separator, from);
        }
        out.add(text.substring(from));
        return out;
    }

    private static List<Object> fromRight(String text, String separator, int most) {
        List<Object> out = new ArrayList<>();
        int to = text.length();
        int at = text.lastIndexOf(separator, to - separator.length());
        while (at >= 0 && (most < 0 || out.size() < most)) {
            out.add(text.substring(at + separator.length(), to));
            to = at;
            at = to < separator.length() ? -1 : text.lastIndexOf(separator, to - separator.length());
        }
        out.add(text.substring(0, to));
        Collections.reverse(out);
        return out;
    }

    private static List<Object> blanks(String text, int most) {
        List<Object> out = new ArrayList<>();
        int at = Whitespace.skip(text, 0);
        while (at < text.length()) {
            if (most >= 0 && out.size() == most) {
                out.add(Whitespace.stripEnd(text.substring(at)));
                return out;
            }
            int end = at;
            while (end < text.length() && !Whitespace.is(text.charAt(end))) {
                end++;
            }
            out.add(text.substring(at, end));
            at = Whitespace.skip(text, end);
        }
        return out;
    }

    private static List<Object> blanksFromRight(String text, int most) {
        List<Object> out = new ArrayList<>();
        String rest = Whitespace.stripEnd(text);
        while (!rest.isEmpty()) {
            if (most >= 0 && out.size() == most) {
                out.add(Whitespace.stripStart(rest));
                break;
            }
            int from = rest.length();
            while (from > 0 && !Whitespace.is(rest.charAt(from - 1))) {
                from--;
            }
            out.add(rest.substring(from));
            rest = Whitespace.stripEnd(rest.substring(0, from));
        }
        Collections.reverse(out);
        return out;
    }

    static List<Object> lines(String text, boolean keep) {
        List<Object> out = new ArrayList<>();
        int from = 0;
        while (from < text.length()) {
            int end = from;
            while (end < text.length() && !Whitespace.endsLine(text.charAt(end))) {
                end++;
            }
            int next = text.startsWith("\r\n", end) ? end + 2 : Math.min(end + 1, text.length());
            out.add(text.substring(from, keep ? next : end));
            from = next;
        }
        return out;
    }

    static Object partition(String text, String separator, boolean last) {
        if (separator.isEmpty()) {
            throw TemplateFault.failed("A text cannot be split at an empty text");
        }
        int at = last ? text.lastIndexOf(separator) : text.indexOf(separator);
        if (at < 0) {
            return last ? Tuple.of("", "", text) : Tuple.of(text, "", "");
        }
        return Tuple.of(text.substring(0, at), separator, text.substring(at + separator.length()));
    }

    static String replace(String text, String old, String replacement, int most, Budget budget) {
        StringBuilder out = new StringBuilder();
        int from = 0;
        int done = 0;
        while (most < 0 || done < most) {
            int at = from > text.length() ? -1 : text.indexOf(old, from);
            if (at < 0) {
                break;
            }
            if (old.isEmpty()) {
                out.append(replacement);
                if (at == text.length()) {
                    return out.toString();
                }
                int next = text.offsetByCodePoints(at, 1);
                out.append(text, at, next);
                from = next;
            } else {
                out.append(text, from, at).append(replacement);
                from = at + old.length();
            }
            done++;
            budget.fits(out.length());
        }
        return out.append(text.substring(Math.min(from, text.length()))).toString();
    }
}
