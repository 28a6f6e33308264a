package io.patchclamp.internal.jinja;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;

/** The methods of texts. Places in a text are counted in code points. */
final class TextMethods {
    private static final Object NONE = Arguments.ABSENT;

    private TextMethods() {}

    /** A method bound to its text, or {@link Arguments#ABSENT}. */
    static Object of(Object owner, String name, Budget budget) {
        String text = Values.text(owner);
        Invocable plain = plain(text, name, budget);
        if (plain == null) {
            return NONE;
        }
        if (!(owner instanceof Markup)) {
            return plain;
        }
        return (Invocable) arguments -> safe(plain.call(arguments));
    }

    private static Object safe(Object result) {
        if (result instanceof String text) {
            return new Markup(text);
        }
        return result instanceof List<?> list
                ? new ArrayList<Object>(list.stream().map(TextMethods::safe).toList())
                : result;
    }

    private static Invocable plain(String text, String name, Budget budget) {
        return switch (name) {
            case "upper" -> a -> simple(a, name, text.toUpperCase(Locale.ROOT));
            case "lower", "casefold" -> a -> simple(a, name, text.toLowerCase(Locale.ROOT));
            case "title" -> a -> simple(a, name, title(text));
            case "capitalize" -> a -> simple(a, name, capitalized(text));
            case "swapcase" -> a -> simple(a, name, swapped(text));
            case "strip" -> a -> strip(text, a.bind(name, "chars?")[0], true, true);
            case "lstrip" -> a -> strip(text, a.bind(name, "chars?")[0], true, false);
            case "rstrip" -> a -> strip(text, a.bind(name, "chars?")[0], false, true);
            case "split" -> a -> TextCuts.split(text, a.bind(name, "sep?", "maxsplit?"), false);
            case "rsplit" -> a -> TextCuts.split(text, a.bind(name, "sep?", "maxsplit?"), true);
            case "splitlines" -> a -> TextCuts.lines(text, Arguments.flag(a.bind(name, "keepends?")[0], false));
            case "partition" -> a -> TextCuts.partition(text, Values.text(a.bind(name, "sep")[0]), false);
            case "rpartition" -> a -> TextCuts.partition(text, Values.text(a.bind(name, "sep")[0]), true);
            case "startswith" -> a -> affix(text, a.bind(name, "prefix", "start?", "end?"), true);
            case "endswith" -> a -> affix(text, a.bind(name, "suffix", "start?", "end?"), false);
            case "removeprefix" ->
                a -> {
                    String prefix = Values.text(a.bind(name, "prefix")[0]);
                    return text.startsWith(prefix) ? text.substring(prefix.length()) : text;
                };
            case "removesuffix" ->
                a -> {
                    String suffix = Values.text(a.bind(name, "suffix")[0]);
                    return text.endsWith(suffix) ? text.substring(0, text.length() - suffix.length()) : text;
                };
            case "replace" ->
                a -> {
                    Object[] given = a.bind(name, "old", "new", "count?");
                    return TextCuts.replace(
                            text, Values.text(given[0]), Values.text(given[1]), Arguments.count(given[2], -1), budget);
                };
            case "find", "index" -> a -> find(text, a.bind(name, "sub", "start?", "end?"), name, false);
            case "rfind", "rindex" -> a -> find(text, a.bind(name, "sub", "start?", "end?"), name, true);
            case "count" -> a -> count(text, a.bind(name, "sub", "start?", "end?"));
            case "join" -> a -> join(text, a.bind(name, "iterable")[0], budget);
            case "format" -> a -> BraceFormat.of(text, a, budget);
            default -> measured(text, name, budget);
        };
    }

    private static Invocable measured(String text, String name, Budget budget) {
        return switch (name) {
            case "center" -> a -> pad(text, a.bind(name, "width", "fillchar?"), 0, budget);
            case "ljust" -> a -> pad(text, a.bind(name, "width", "fillchar?"), -1, budget);
            case "rjust" -> a -> pad(text, a.bind(name, "width", "fillchar?"), 1, budget);
            case "zfill" ->
                a -> {
                    int width = Values.index(a.bind(name, "width")[0]);
                    int sign = !text.isEmpty() && "+-".indexOf(text.charAt(0)) >= 0 ? 1 : 0;
                    Object filled = pad(text.substring(sign), new Object[] {(long) width - sign, "0"}, 1, budget);
                    return text.substring(0, sign) + filled;
                };
            case "isdigit", "isnumeric", "isdecimal" -> a -> simple(a, name, Characters.all(text, Character::isDigit));
            case "isalpha" -> a -> simple(a, name, Characters.all(text, Character::isLetter));
            case "isalnum" -> a -> simple(a, name, Characters.all(text, Character::isLetterOrDigit));
            case "isspace" -> a -> simple(a, name, Characters.all(text, Whitespace::is));
            case "isupper" -> a -> simple(a, name, Characters.allCased(text, Character::isUpperCase));
            case "islower" -> a -> simple(a, name, Characters.allCased(text, Character::isLowerCase));
            case "istitle" -> a -> simple(a, name, Characters.isTitle(text));
            case "isascii" -> a -> simple(a, name, text.chars().allMatch(c -> c < 0x80));
            case "isidentifier" -> a -> simple(a, name, Characters.isIdentifier(text));
            case "isprintable" -> a -> simple(a, name, text.codePoints().allMatch(Characters::isPrintable));
            default -> null;
        };
    }

    private static Object simple(Arguments arguments, String name, Object result) {
        arguments.bind(name);
        return result;
    }

    static String capitalized(String text) {
        if (text.isEmpty()) {
            return text;
        }
        int first = text.offsetByCodePoints(0, 1);
        return Character.toString(Character.toTitleCase(text.codePointAt(0)))
                + text.substring(first).toLowerCase(Locale.ROOT);
    }

    private static String title(String text) {
        StringBuilder out = new StringBuilder();
        boolean[] inWord = {false};
        text.codePoints().forEach(c -> {
            out.appendCodePoint(inWord[0] ? Character.toLowerCase(c) : Character.toTitleCase(c));
            inWord[0] = Characters.isCased(c);
        });
        return out.toString();
    }

    private static String swapped(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints()
                .forEach(c -> out.append(
                        Character.isUpperCase(c)
                                ? Character.toString(c).toLowerCase(Locale.ROOT)
                                : Character.toString(c).toUpperCase(Locale.ROOT)));
        return out.toString();
    }

    static String strip(String text, Object chars, boolean left, boolean right) {
        if (chars == NONE || chars == null) {
            String cut = left ? Whitespace.stripStart(text) : text;
            return right ? Whitespace.stripEnd(cut) : cut;
        }
        String set = Values.text(chars);
        int from = 0;
        int to = text.length();
        while (left && from < to && set.indexOf(text.codePointAt(from)) >= 0) {
            from += Character.charCount(text.codePointAt(from));
        }
        while (right && to > from && set.indexOf(text.codePointBefore(to)) >= 0) {
            to -= Character.charCount(text.codePointBefore(to));
        }
        return text.substring(from, to);
    }

    /** A part of a text by code points, as {@code start} and {@code end} arguments give it; null if it begins too late. */
    private static String window(String text, Object start, Object end) {
        int size = text.codePointCount(0, text.length());
        int from = start == NONE || start == null ? 0 : Values.index(start);
        int to = end == NONE || end == null ? size : Values.index(end);
        from = from < 0 ? Math.max(0, from + size) : from;
        to = Math.min(size, to < 0 ? Math.max(0, to + size) : to);
        return from > to ? null : text.substring(text.offsetByCodePoints(0, from), text.offsetByCodePoints(0, to));
    }

    private static boolean affix(String text, Object[] given, boolean atStart) {
        String part = window(text, given[1], given[2]);
        List<Object> wanted = given[0] instanceof Tuple tuple ? tuple.items() : List.of(Values.text(given[0]));
        return part != null
                && wanted.stream().map(Values::text).anyMatch(w -> atStart ? part.startsWith(w) : part.endsWith(w));
    }

    private static Object find(String text, Object[] given, String name, boolean last) {
        String wanted = Values.text(given[0]);
        String part = window(text, given[1], given[2]);
        int at = part == null ? -1 : last ? part.lastIndexOf(wanted) : part.indexOf(wanted);
        if (at < 0 && name.endsWith("index")) {
            throw TemplateFault.failed("The text " + Repr.of(wanted) + " is not found");
        }
        if (at < 0) {
            return -1L;
        }
        int size = text.codePointCount(0, text.length());
        int from = given[1] == NONE || given[1] == null ? 0 : Values.index(given[1]);
        return (long) part.codePointCount(0, at) + (from < 0 ? Math.max(0, from + size) : from);
    }

    private static Object count(String text, Object[] given) {
        String wanted = Values.text(given[0]);
        String part = window(text, given[1], given[2]);
        if (part == null) {
            return 0L;
        }
        if (wanted.isEmpty()) {
            return (long) part.codePointCount(0, part.length()) + 1;
        }
        long count = 0;
        for (int i = part.indexOf(wanted); i >= 0; i = part.indexOf(wanted, i + wanted.length())) {
            count++;
        }
        return count;
    }

    private static Object join(String separator, Object items, Budget budget) {
        StringBuilder out = new StringBuilder();
        Iterator<Object> all = Values.walk(items);
        boolean first = true;
        while (all.hasNext()) {
            out.append(first ? "" : separator).append(Values.text(all.next()));
            budget.fits(out.length());
            first = false;
        }
        return out.toString();
    }

    /** Blanks, or another character, before (1), behind (-1) or around (0) a text. */
    static Object pad(String text, Object[] given, int side, Budget budget) {
        int missing = Values.index(given[0]) - text.codePointCount(0, text.length());
        String fill = given.length < 2 || given[1] == NONE ? " " : Values.text(given[1]);
        if (fill.codePointCount(0, fill.length()) != 1) {
            throw TemplateFault.failed("A text is filled up with one character, not with " + Repr.of(fill));
        }
        if (missing <= 0) {
            return text;
        }
        budget.fits(missing);
        // where the blanks cannot be halved Python looks at the width, too
        int left = side > 0 ? missing : side < 0 ? 0 : missing / 2 + (missing & Values.index(given[0]) & 1);
        return fill.repeat(left) + text + fill.repeat(missing - left);
    }
}
