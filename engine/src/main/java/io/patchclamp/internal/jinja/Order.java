package io.patchclamp.internal.jinja;

import java.util.List;
import java.util.Map;

/** Which values are equal, and which come first. */
final class Order {
    private Order() {}

    static boolean equal(Object a, Object b) {
        if (a == b) {
            return !(a instanceof Double number && number.isNaN());
        }
        if (a instanceof Undefined && b instanceof Undefined) {
            return true;
        }
        if (isNumber(a) && isNumber(b)) {
            return compareNumbers(a, b) == 0;
        }
        if (Values.isText(a) && Values.isText(b)) {
            return a.toString().equals(b.toString());
        }
        if (a instanceof Map<?, ?> first && b instanceof Map<?, ?> second) {
            return first.size() == second.size()
                    && first.entrySet().stream()
                            .allMatch(
                                    e -> second.containsKey(e.getKey()) && equal(e.getValue(), second.get(e.getKey())));
        }
        if (a instanceof List<?> first && b instanceof List<?> second && a instanceof Range == b instanceof Range) {
            return equalItems(first, second);
        }
        if (a instanceof Tuple first && b instanceof Tuple second) {
            return equalItems(first.items(), second.items());
        }
        if (a instanceof DictView first
                && b instanceof DictView second
                && !first.kind().equals("dict_values")) {
            return first.items().size() == second.items().size()
                    && first.items().stream().allMatch(x -> Values.contains(second, x));
        }
        return false;
    }

    private static boolean equalItems(List<?> first, List<?> second) {
        if (first.size() != second.size()) {
            return false;
        }
        for (int i = 0; i < first.size(); i++) {
            if (!equal(first.get(i), second.get(i))) {
                return false;
            }
        }
        return true;
    }

    static boolean isNumber(Object value) {
        return value instanceof Number || value instanceof Boolean;
    }

    static double number(Object value) {
        return value instanceof Boolean flag ? flag ? 1 : 0 : ((Number) value).doubleValue();
    }

    private static int compareNumbers(Object a, Object b) {
        if (a instanceof Double || b instanceof Double) {
            double x = number(a);
            double y = number(b);
            return x < y ? -1 : x > y ? 1 : x == y ? 0 : 2;
        }
        return Long.compare(Operators.whole(a), Operators.whole(b));
    }

    /** Negative, zero or positive; 2 where neither comes first (not a number). */
    static int compare(Object a, Object b, String operator) {
        if (isNumber(a) && isNumber(b)) {
            return compareNumbers(a, b);
        }
        if (Values.isText(a) && Values.isText(b)) {
            return Integer.signum(compareTexts(a.toString(), b.toString()));
        }
        boolean lists = a instanceof List && b instanceof List && !(a instanceof Range) && !(b instanceof Range);
        if (lists || a instanceof Tuple && b instanceof Tuple) {
            return compareItems(Values.sized(a), Values.sized(b), operator);
        }
        if (a instanceof Undefined || b instanceof Undefined) {
            throw ((Undefined) (a instanceof Undefined ? a : b)).fault();
        }
        throw TemplateFault.failed(
                "'" + operator + "' cannot compare " + Values.described(a) + " with " + Values.described(b));
    }

    private static int compareItems(List<Object> a, List<Object> b, String operator) {
        for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
            if (!equal(a.get(i), b.get(i))) {
                return compare(a.get(i), b.get(i), operator);
            }
        }
        return Integer.compare(a.size(), b.size());
    }

    /** By code points, which surrogates would spoil. */
    private static int compareTexts(String a, String b) {
        int i = 0;
        while (i < a.length() && i < b.length()) {
            int x = a.codePointAt(i);
            int y = b.codePointAt(i);
            if (x != y) {
                return x - y;
            }
            i += Character.charCount(x);
        }
        return a.length() - b.length();
    }
}
