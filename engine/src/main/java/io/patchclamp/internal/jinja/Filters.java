package io.patchclamp.internal.jinja;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The filters: by name, those of texts and single values; the others are in {@link SequenceFilters}. */
final class Filters {
    /** Every filter there is. */
    static final Set<String> NAMES = Set.of(
            "abs",
            "attr",
            "batch",
            "capitalize",
            "center",
            "count",
            "d",
            "default",
            "dictsort",
            "e",
            "escape",
            "first",
            "float",
            "forceescape",
            "format",
            "groupby",
            "indent",
            "int",
            "items",
            "join",
            "last",
            "length",
            "list",
            "lower",
            "map",
            "max",
            "min",
            "reject",
            "rejectattr",
            "replace",
            "reverse",
            "round",
            "safe",
            "select",
            "selectattr",
            "slice",
            "sort",
            "string",
            "sum",
            "title",
            "tojson",
            "trim",
            "truncate",
            "unique",
            "upper",
            "urlencode",
            "wordcount");

    private Filters() {}

    static Object apply(String name, Arguments a, Frame frame) {
        if (!NAMES.contains(name)) {
            throw TemplateFault.failed("There is no filter '" + name + "'");
        }
        Budget budget = frame.budget();
        budget.spend(1);
        return switch (name) {
            case "default", "d" -> otherwise(a.bind(name, "value", "default_value?", "boolean?"));
            case "tojson" -> JsonText.of(a, budget);
            case "length", "count" -> Values.length(a.bind(name, "value")[0]);
            case "string" -> text(a.bind(name, "value")[0]);
            case "safe" -> new Markup(Values.print(a.bind(name, "value")[0]));
            case "escape", "e" -> Markup.escape(a.bind(name, "value")[0]);
            case "forceescape" -> new Markup(Markup.escaped(Values.print(a.bind(name, "value")[0])));
            case "upper" -> changed(a, name, s -> s.toUpperCase(Locale.ROOT));
            case "lower" -> changed(a, name, s -> s.toLowerCase(Locale.ROOT));
            case "capitalize" -> changed(a, name, TextMethods::capitalized);
            case "title" -> title(Values.print(a.bind(name, "s")[0]));
            case "trim" -> {
                Object[] given = a.bind(name, "value", "chars?");
                Object value = text(given[0]);
                yield Values.like(value, TextMethods.strip(Values.text(value), given[1], true, true));
            }
            case "replace" -> replace(a.bind(name, "s", "old", "new", "count?"), budget);
            case "indent" -> indent(a.bind(name, "s", "width?", "first?", "blank?"), budget);
            case "truncate" -> truncate(a.bind(name, "s", "length?", "killwords?", "end?", "leeway?"));
            case "center" -> {
                Object[] given = a.bind(name, "value", "width?");
                yield TextMethods.pad(Values.print(given[0]), new Object[] {Arguments.or(given[1], 80L)}, 0, budget);
            }
            case "format" -> format(a, budget);
            case "wordcount" ->
                Values.print(a.bind(name, "s")[0])
                        .replaceAll("(?U)\\w+", "\0")
                        .chars()
                        .filter(c -> c == 0)
                        .count();
            case "urlencode" -> encoded(a.bind(name, "value")[0]);
            case "attr" -> {
                Object[] given = a.bind(name, "obj", "name");
                Object part = Access.part(given[0], Values.print(given[1]), budget);
                yield part == Arguments.ABSENT ? Undefined.member(given[0], given[1]) : part;
            }
            case "abs", "int", "float", "round" -> NumberFilters.apply(name, a);
            default -> SequenceFilters.apply(name, a, frame);
        };
    }

    private static Object text(Object value) {
        return value instanceof Markup ? value : Values.print(value);
    }

    private static Object changed(Arguments a, String name, java.util.function.UnaryOperator<String> change) {
        Object value = text(a.bind(name, "s")[0]);
        return Values.like(value, change.apply(Values.text(value)));
    }

    private static Object otherwise(Object[] given) {
        boolean missing = given[0] instanceof Undefined || Arguments.flag(given[2], false) && !Values.truth(given[0]);
        return missing ? Arguments.or(given[1], "") : given[0];
    }

    /** Words begin behind blanks, hyphens and opening brackets. */
    private static String title(String text) {
        StringBuilder out = new StringBuilder();
        boolean begins = true;
        for (int c : text.codePoints().toArray()) {
            String one = Character.toString(c);
            out.append(begins ? one.toUpperCase(Locale.ROOT) : one.toLowerCase(Locale.ROOT));
            begins = Whitespace.is(c) || "-({[<".indexOf(c) >= 0;
        }
        return out.toString();
    }

    private static Object replace(Object[] given, Budget budget) {
        Object count = Arguments.or(given[3], null);
        String replaced = TextCuts.replace(
                Values.print(given[0]),
                Values.print(given[1]),
                Values.print(given[2]),
                count == null ? -1 : Values.index(count),
                budget);
        return Values.like(given[0], replaced);
    }

    private static Object indent(Object[] given, Budget budget) {
        Object width = Arguments.or(given[1], 4L);
        String by = Values.isText(width)
                ? Values.text(width)
                : " ".repeat(Math.max(0, Math.min(10_000, Values.index(width))));
        boolean blank = Arguments.flag(given[3], false);
        List<Object> lines = TextCuts.lines(Values.text(given[0]) + "\n", false);
        StringBuilder out = new StringBuilder(Arguments.flag(given[2], false) ? by : "");
        for (int i = 0; i < lines.size(); i++) {
            String line = (String) lines.get(i);
            out.append(i == 0 ? "" : blank || !line.isEmpty() ? "\n" + by : "\n")
                    .append(line);
            budget.fits(out.length());
        }
        return Values.like(given[0], out.toString());
    }

    private static Object truncate(Object[] given) {
        int length = Arguments.count(given[1], 255);
        String end = Values.text(Arguments.or(given[3], "..."));
        Object leeway = Arguments.or(given[4], null);
        int size = (int) Values.length(given[0]);
        if (size <= (long) length + (leeway == null ? 5 : Values.index(leeway))) {
            return given[0];
        }
        String text = Values.text(given[0]);
        int keep = length - end.codePointCount(0, end.length());
        String cut = text.substring(0, text.offsetByCodePoints(0, keep < 0 ? Math.max(0, size + keep) : keep));
        boolean words = !Arguments.flag(given[2], false) && cut.indexOf(' ') >= 0;
        return Values.like(given[0], (words ? cut.substring(0, cut.lastIndexOf(' ')) : cut) + end);
    }

    private static Object format(Arguments a, Budget budget) {
        String pattern = Values.print(a.positional().get(0));
        Arguments rest = a.from(1);
        if (!rest.named().isEmpty() && !rest.positional().isEmpty()) {
            throw TemplateFault.failed("format takes arguments by place or by name, not both");
        }
        Object values = rest.named().isEmpty() ? new Tuple(rest.positional()) : Dicts.of(rest);
        return Values.like(a.positional().get(0), PercentFormat.of(pattern, values, budget));
    }

    private static Object encoded(Object value) {
        if (value instanceof Map<?, ?> map) {
            List<String> pairs = new ArrayList<>();
            map.forEach((key, item) -> pairs.add(quoted(key, "") + "=" + quoted(item, "")));
            return String.join("&", pairs);
        }
        if (!Values.isText(value) && Values.canWalk(value)) {
            List<String> pairs = new ArrayList<>();
            for (Object item : Values.list(value)) {
                List<Object> pair = Values.list(item);
                if (pair.size() != 2) {
                    throw TemplateFault.failed("urlencode takes a text, a dict or pairs");
                }
                pairs.add(quoted(pair.get(0), "") + "=" + quoted(pair.get(1), ""));
            }
            return String.join("&", pairs);
        }
        return quoted(value, "/");
    }

    private static String quoted(Object value, String kept) {
        String text = URLEncoder.encode(Values.print(value), StandardCharsets.UTF_8);
        String spaces = kept.isEmpty() ? "+" : "%20";
        text = text.replace("+", spaces).replace("*", "%2A").replace("%7E", "~");
        return kept.isEmpty() ? text : text.replace("%2F", "/");
    }
}
