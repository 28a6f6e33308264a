package io.patchclamp.internal.jinja;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code tojson}: as Python's {@code json.dumps} writes. */
final class JsonText {
    private final boolean ascii;
    private final String indent;
    private final String comma;
    private final String colon;
    private final boolean sorted;
    private final Budget budget;
    private final StringBuilder out = new StringBuilder();

    private JsonText(Object[] given, Budget budget) {
        this.ascii = Arguments.flag(given[1], false);
        Object by = Arguments.or(given[2], null);
        this.indent = by == null
                ? null
                : Values.isText(by) ? Values.text(by) : " ".repeat(Math.max(0, Math.min(1000, Values.index(by))));
        List<Object> separators = Arguments.or(given[3], null) == null ? List.of() : Values.list(given[3]);
        if (!separators.isEmpty() && separators.size() != 2) {
            throw TemplateFault.failed("The separators of tojson are two texts, not " + separators.size());
        }
        this.comma = separators.isEmpty() ? indent == null ? ", " : "," : Values.text(separators.get(0));
        this.colon = separators.isEmpty() ? ": " : Values.text(separators.get(1));
        this.sorted = Arguments.flag(given[4], false);
        this.budget = budget;
    }

    static String of(Arguments arguments, Budget budget) {
        Object[] given = arguments.bind("tojson", "x", "ensure_ascii?", "indent?", "separators?", "sort_keys?");
        JsonText json = new JsonText(given, budget);
        json.write(given[0], 1);
        return json.out.toString();
    }

    private void write(Object value, int depth) {
        budget.fits(out.length());
        if (value == null) {
            out.append("null");
        } else if (value instanceof Boolean || value instanceof Long) {
            out.append(value);
        } else if (value instanceof Double number) {
            out.append(number(number));
        } else if (Values.isText(value)) {
            text(Values.text(value));
        } else if (value instanceof Map<?, ?> map) {
            object(map, depth);
        } else if (value instanceof List && !(value instanceof Range) || value instanceof Tuple) {
            array(Values.sized(value), depth);
        } else {
            throw value instanceof Undefined undefined
                    ? TemplateFault.failed(undefined.why() + ", and cannot be written as JSON")
                    : TemplateFault.failed(Values.described(value) + " cannot be written as JSON");
        }
    }

    private static String number(double value) {
        return Double.isNaN(value)
                ? "NaN"
                : Double.isInfinite(value) ? value > 0 ? "Infinity" : "-Infinity" : Repr.number(value);
    }

    private void object(Map<?, ?> map, int depth) {
        if (map.isEmpty()) {
            out.append("{}");
            return;
        }
        out.append('{');
        String before = "";
        List<? extends Map.Entry<?, ?>> entries = List.copyOf(map.entrySet());
        if (sorted) {
            Comparator<Map.Entry<?, ?>> byKey = (a, b) -> Order.compare(a.getKey(), b.getKey(), "<");
            entries = entries.stream().sorted(byKey).toList();
        }
        for (Map.Entry<?, ?> entry : entries) {
            out.append(before);
            line(depth);
            Object key = entry.getKey();
            if (key instanceof Tuple || key instanceof Undefined) {
                throw TemplateFault.failed("The key of a JSON object cannot be " + Values.described(key));
            }
            text(
                    Values.isText(key)
                            ? Values.text(key)
                            : key == null ? "null" : key instanceof Double number ? number(number) : key.toString());
            out.append(colon);
            write(entry.getValue(), depth + 1);
            before = comma;
        }
        line(depth - 1);
        out.append('}');
    }

    private void array(List<Object> items, int depth) {
        if (items.isEmpty()) {
            out.append("[]");
            return;
        }
        out.append('[');
        String before = "";
        for (Object item : items) {
            out.append(before);
            line(depth);
            write(item, depth + 1);
            before = comma;
        }
        line(depth - 1);
        out.append(']');
    }

    private void line(int depth) {
        if (indent != null) {
            out.append('\n').append(indent.repeat(depth));
        }
    }

    private void text(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\f' -> out.append("\\f");
                case '\b' -> out.append("\\b");
                default -> {
                    if (c < 0x20 || ascii && c > 0x7e) {
                        out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
