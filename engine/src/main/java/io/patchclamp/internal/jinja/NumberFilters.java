package io.patchclamp.internal.jinja;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/** The filters that make numbers. */
final class NumberFilters {
    private NumberFilters() {}

    static Object apply(String name, Arguments a) {
        return switch (name) {
            case "abs" -> absolute(a.bind(name, "x")[0]);
            case "int" -> whole(a.bind(name, "value", "default?", "base?"));
            case "float" -> fraction(a.bind(name, "value", "default?"));
            default -> round(a.bind(name, "value", "precision?", "method?"));
        };
    }

    private static Object absolute(Object value) {
        if (!Order.isNumber(value)) {
            throw value instanceof Undefined undefined
                    ? undefined.fault()
                    : TemplateFault.failed("abs takes a number, not " + Values.described(value));
        }
        return Order.number(value) < 0 ? Operators.negative(value) : Operators.positive(value);
    }

    private static Object whole(Object[] given) {
        Object value = given[0];
        Object otherwise = Arguments.or(given[1], 0L);
        if (value instanceof Undefined undefined) {
            throw undefined.fault();
        }
        if (Values.isText(value)) {
            Long read = read(Values.text(value), Arguments.count(given[2], 10));
            if (read != null) {
                return read;
            }
        }
        Object number = fraction(new Object[] {value, null});
        double real = number == null ? Double.NaN : Order.number(number);
        if (value instanceof Long || value instanceof Boolean) {
            return Operators.whole(value);
        }
        return Double.isNaN(real) || Math.abs(real) >= 0x1p63 ? otherwise : (Object) (long) real;
    }

    private static Long read(String text, int base) {
        String digits = Whitespace.stripEnd(Whitespace.stripStart(text)).toLowerCase(Locale.ROOT);
        String sign = digits.startsWith("-") || digits.startsWith("+") ? digits.substring(0, 1) : "";
        String rest = digits.substring(sign.length());
        String prefix = base == 2 ? "0b" : base == 8 ? "0o" : base == 16 ? "0x" : "";
        rest = !prefix.isEmpty() && rest.startsWith(prefix) ? rest.substring(2) : rest;
        try {
            return rest.startsWith("-") || rest.startsWith("+") || base < 2 || base > 36
                    ? null
                    : Long.valueOf(sign + rest.replaceAll("(?<=\\w)_(?=\\w)", ""), base);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static Object fraction(Object[] given) {
        Object value = given[0];
        if (value instanceof Undefined undefined) {
            throw undefined.fault();
        }
        if (Order.isNumber(value)) {
            return Order.number(value);
        }
        Object otherwise = Arguments.or(given[1], 0.0);
        if (!Values.isText(value)) {
            return otherwise;
        }
        String text =
                Whitespace.stripEnd(Whitespace.stripStart(Values.text(value))).toLowerCase(Locale.ROOT);
        String bare = text.startsWith("-") || text.startsWith("+") ? text.substring(1) : text;
        if (bare.equals("inf") || bare.equals("infinity")) {
            return text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        if (bare.equals("nan")) {
            return Double.NaN;
        }
        String plain = text.replaceAll("(?<=\\d)_(?=\\d)", "");
        return plain.matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)(e[+-]?\\d+)?") ? (Object) Double.valueOf(plain) : otherwise;
    }

    private static Object round(Object[] given) {
        Object value = given[0];
        int places = Arguments.count(given[1], 0);
        String method = Values.text(Arguments.or(given[2], "common"));
        if (!Order.isNumber(value)) {
            throw value instanceof Undefined undefined
                    ? undefined.fault()
                    : TemplateFault.failed("round takes a number, not " + Values.described(value));
        }
        double number = Order.number(value);
        switch (method) {
            case "common":
                break;
            case "ceil", "floor":
                double scale = Math.pow(10, places);
                return (method.equals("ceil") ? Math.ceil(number * scale) : Math.floor(number * scale)) / scale;
            default:
                throw TemplateFault.failed("The method of round is common, ceil or floor, not " + Repr.of(method));
        }
        if (Double.isNaN(number) || Double.isInfinite(number) || Math.abs(places) > 400) {
            return value;
        }
        BigDecimal rounded = new BigDecimal(number).setScale(places, RoundingMode.HALF_EVEN);
        if (value instanceof Double) {
            return number < 0 && rounded.signum() == 0 ? (Object) (-0.0) : (Object) rounded.doubleValue();
        }
        return places >= 0 ? Operators.positive(value) : (Object) rounded.longValue();
    }
}
