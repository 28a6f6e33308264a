package io.patchclamp.internal.jinja;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Values as Python's {@code repr} writes them. */
final class Repr {
    private Repr() {}

    static String of(Object value) {
        return of(value, new ArrayDeque<>());
    }

    /** Within others that are open; one that holds itself is shown by dots. */
    private static String of(Object value, Deque<Object> open) {
        if (value == null) {
            return "None";
        }
        if (value instanceof Boolean flag) {
            return flag ? "True" : "False";
        }
        if (value instanceof Double number) {
            return number(number);
        }
        if (value instanceof String text) {
            return text(text);
        }
        if (value instanceof Markup markup) {
            return "Markup(" + text(markup.text()) + ")";
        }
        boolean holds = value instanceof Map || value instanceof Iterable && !(value instanceof Range);
        if (holds && open.stream().anyMatch(outer -> outer == value)) {
            return value instanceof Map ? "{...}" : "[...]";
        }
        open.push(holds ? value : "");
        String shown = holder(value, open);
        open.pop();
        return shown;
    }

    private static String holder(Object value, Deque<Object> open) {
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(e -> of(e.getKey(), open) + ": " + of(e.getValue(), open))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        if (value instanceof Tuple tuple) {
            return joined(tuple.items(), "(", tuple.items().size() == 1 ? ",)" : ")", open);
        }
        if (value instanceof DictView view) {
            return view.kind() + "(" + joined(view.items(), "[", "]", open) + ")";
        }
        if (value instanceof Namespace namespace) {
            return "<Namespace " + of(namespace.values(), open) + ">";
        }
        if (value instanceof Iterable<?> list && !(value instanceof Range)) {
            return joined(list, "[", "]", open);
        }
        boolean itself = value instanceof Long || value instanceof Range || value instanceof Loop;
        return value instanceof Undefined ? "Undefined" : itself ? value.toString() : "<" + Values.type(value) + ">";
    }

    private static String joined(Iterable<?> items, String before, String after, Deque<Object> open) {
        StringBuilder out = new StringBuilder(before);
        for (Object item : items) {
            out.append(out.length() > 1 ? ", " : "").append(of(item, open));
        }
        return out.append(after).toString();
    }

    /** The shortest digits that give the same number again, with an exponent only far from one. */
    static String number(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return Double.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
        }
        if (value == 0) {
            return 1 / value < 0 ? "-0.0" : "0.0";
        }
        BigDecimal exact = new BigDecimal(value);
        BigDecimal shortest = exact;
        for (int digits = 1; digits <= 17; digits++) {
            shortest = exact.round(new MathContext(digits));
            if (shortest.doubleValue() == value) {
                break;
            }
        }
        shortest = shortest.stripTrailingZeros();
        int exponent = shortest.precision() - shortest.scale() - 1;
        if (exponent >= -4 && exponent < 16) {
            String plain = shortest.toPlainString();
            return plain.indexOf('.') < 0 ? plain + ".0" : plain;
        }
        String digits = shortest.unscaledValue().abs().toString();
        String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
        return (value < 0 ? "-" : "")
                + digits.charAt(0)
                + fraction
                + String.format(Locale.ROOT, "e%s%02d", exponent < 0 ? "-" : "+", Math.abs(exponent));
    }

    private static String text(String text) {
        char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
        StringBuilder out = new StringBuilder().append(quote);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\\' -> out.append("\\\\");
                default -> {
                    if (c == quote) {
                        out.append('\\').append(quote);
                    } else if (Characters.isPrintable(c)) {
                        out.appendCodePoint(c);
                    } else {
                        out.append(String.format(
                                Locale.ROOT, c < 0x100 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x", c));
                    }
                }
            }
        });
        return out.append(quote).toString();
    }
}
