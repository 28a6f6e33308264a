package io.patchclamp.internal.jinja;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** Python's arithmetic. Whole numbers are of 64 bits: beyond, they are refused. */
final class Operators {
    private Operators() {}

    static Object apply(String operator, Object a, Object b, Budget budget) {
        if (a instanceof Undefined undefined) {
            throw undefined.fault();
        }
        if (operator.equals("%") && Values.isText(a)) {
            return Values.like(a, PercentFormat.of(Values.text(a), b, budget));
        }
        if (b instanceof Undefined undefined) {
            throw undefined.fault();
        }
        if (Order.isNumber(a) && Order.isNumber(b)) {
            return a instanceof Double || b instanceof Double
                    ? fractions(operator, Order.number(a), Order.number(b))
                    : wholes(operator, whole(a), whole(b));
        }
        if (operator.equals("+")) {
            Object sum = sum(a, b, budget);
            if (sum != null) {
                return sum;
            }
        }
        if (operator.equals("*") && (isWhole(a) || isWhole(b))) {
            Object product = isWhole(a) ? repeated(b, whole(a), budget) : repeated(a, whole(b), budget);
            if (product != null) {
                return product;
            }
        }
        throw TemplateFault.failed(
                "'" + operator + "' does not go between " + Values.described(a) + " and " + Values.described(b));
    }

    private static boolean isWhole(Object value) {
        return value instanceof Long || value instanceof Boolean;
    }

    static long whole(Object value) {
        return value instanceof Boolean flag ? flag ? 1 : 0 : (Long) value;
    }

    private static Object sum(Object a, Object b, Budget budget) {
        if (Values.isText(a) && Values.isText(b)) {
            return added(a, b, budget);
        }
        if (a instanceof List && b instanceof List && !(a instanceof Range) && !(b instanceof Range)) {
            return both(a, b, budget);
        }
        return a instanceof Tuple && b instanceof Tuple ? new Tuple(both(a, b, budget)) : null;
    }

    private static List<Object> both(Object a, Object b, Budget budget) {
        List<Object> all = new ArrayList<>(Values.sized(a));
        all.addAll(Values.sized(b));
        budget.spend(all.size());
        return all;
    }

    /** Texts added to each other; if one is safe, the other is escaped. */
    private static Object added(Object a, Object b, Budget budget) {
        boolean safe = a instanceof Markup || b instanceof Markup;
        budget.fits((long) Values.text(a).length() + Values.text(b).length());
        return safe ? new Markup(Markup.escape(a).text() + Markup.escape(b).text()) : Values.text(a) + Values.text(b);
    }

    /** Any values as one text, as {@code ~} has it: here nothing is escaped. */
    static String joined(List<Object> parts, Budget budget) {
        StringBuilder out = new StringBuilder();
        for (Object part : parts) {
            out.append(Values.print(part));
            budget.fits(out.length());
        }
        return out.toString();
    }

    private static Object repeated(Object value, long times, Budget budget) {
        int count = (int) Math.max(0, Math.min(times, Integer.MAX_VALUE));
        if (Values.isText(value)) {
            budget.fits((long) Values.text(value).length() * count);
            return Values.like(value, Values.text(value).repeat(count));
        }
        List<Object> items = value instanceof List && !(value instanceof Range) || value instanceof Tuple
                ? Values.sized(value)
                : null;
        if (items == null) {
            return null;
        }
        budget.fits((long) items.size() * count);
        List<Object> all = new ArrayList<>();
        for (int i = 0; i < count && !items.isEmpty(); i++) {
            all.addAll(items);
        }
        return value instanceof Tuple ? new Tuple(all) : all;
    }

    private static Object fractions(String operator, double a, double b) {
        if (b == 0 && (operator.equals("/") || operator.equals("//") || operator.equals("%"))) {
            throw zero(operator);
        }
        return switch (operator) {
            case "+" -> a + b;
            case "-" -> a - b;
            case "*" -> a * b;
            case "/" -> a / b;
            case "//" -> Math.floor((a - modulo(a, b)) / b + 0.5);
            case "%" -> modulo(a, b);
            default -> Math.pow(a, b);
        };
    }

    private static double modulo(double a, double b) {
        double rest = a % b;
        if (rest == 0) {
            return Math.copySign(0.0, b);
        }
        return rest < 0 != b < 0 ? rest + b : rest;
    }

    private static Object wholes(String operator, long a, long b) {
        try {
            return switch (operator) {
                case "+" -> (Object) Math.addExact(a, b);
                case "-" -> Math.subtractExact(a, b);
                case "*" -> Math.multiplyExact(a, b);
                case "/" -> (double) a / nonzero(operator, b);
                case "//" -> Math.floorDiv(a, nonzero(operator, b));
                case "%" -> Math.floorMod(a, nonzero(operator, b));
                default -> b < 0 ? (Object) Math.pow(a, b) : power(a, b);
            };
        } catch (ArithmeticException e) {
            throw TemplateFault.tooLarge(a + " " + operator + " " + b + " does not fit 64 bits");
        }
    }

    private static Object power(long a, long b) {
        if (b > 63 && Math.abs(a) > 1) {
            throw new ArithmeticException();
        }
        return BigInteger.valueOf(a)
                .pow((int) (Math.abs(a) > 1 ? b : b == 0 ? 0 : 2 - b % 2))
                .longValueExact();
    }

    private static long nonzero(String operator, long divisor) {
        if (divisor == 0) {
            throw zero(operator);
        }
        return divisor;
    }

    private static TemplateFault zero(String operator) {
        return TemplateFault.failed("'" + operator + "' divides by zero");
    }

    static Object negative(Object value) {
        if (value instanceof Double number) {
            return -number;
        }
        if (isWhole(value)) {
            return wholes("-", 0, whole(value));
        }
        throw value instanceof Undefined undefined
                ? undefined.fault()
                : TemplateFault.failed("'-' does not go before " + Values.described(value));
    }

    static Object positive(Object value) {
        if (Order.isNumber(value)) {
            return value instanceof Boolean ? (Object) whole(value) : value;
        }
        throw value instanceof Undefined undefined
                ? undefined.fault()
                : TemplateFault.failed("'+' does not go before " + Values.described(value));
    }
}
