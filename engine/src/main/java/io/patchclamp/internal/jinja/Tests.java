package io.patchclamp.internal.jinja;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** The tests that stand behind {@code is}. */
final class Tests {
    private static final Set<String> NAMES = Set.of(
            "odd",
            "even",
            "divisibleby",
            "defined",
            "undefined",
            "filter",
            "test",
            "none",
            "boolean",
            "false",
            "true",
            "integer",
            "float",
            "lower",
            "upper",
            "string",
            "mapping",
            "number",
            "sequence",
            "iterable",
            "callable",
            "sameas",
            "escaped",
            "in",
            "==",
            "eq",
            "equalto",
            "!=",
            "ne",
            ">",
            "gt",
            "greaterthan",
            "ge",
            ">=",
            "<",
            "lt",
            "lessthan",
            "<=",
            "le");

    private Tests() {}

    static boolean holds(String name, Arguments a, Frame frame) {
        if (!NAMES.contains(name)) {
            throw TemplateFault.failed("There is no test '" + name + "'");
        }
        frame.budget().spend(1);
        return switch (name) {
            case "sameas", "divisibleby", "in", "==", "eq", "equalto", "!=", "ne" -> both(name, a, frame);
            case ">", "gt", "greaterthan", "ge", ">=", "<", "lt", "lessthan", "<=", "le" -> both(name, a, frame);
            default -> alone(name, a.bind(name, "value")[0], frame);
        };
    }

    private static boolean both(String name, Arguments a, Frame frame) {
        Object[] given = a.bind(name, "value", "other");
        String operator =
                switch (name) {
                    case "sameas", "eq", "equalto" -> "==";
                    case "ne" -> "!=";
                    case "gt", "greaterthan" -> ">";
                    case "ge" -> ">=";
                    case "lt", "lessthan" -> "<";
                    case "le" -> "<=";
                    default -> name;
                };
        if (name.equals("divisibleby")) {
            return Order.equal(Operators.apply("%", given[0], given[1], frame.budget()), 0L);
        }
        boolean same = !name.equals("sameas") || Values.type(given[0]).equals(Values.type(given[1]));
        boolean copies = name.equals("sameas") && (given[0] instanceof List || given[0] instanceof Map);
        return same && (copies ? given[0] == given[1] : Expression.Comparison.holds(operator, given[0], given[1]));
    }

    private static boolean alone(String name, Object value, Frame frame) {
        return switch (name) {
            case "defined" -> !(value instanceof Undefined);
            case "undefined" -> value instanceof Undefined;
            case "none" -> value == null;
            case "boolean" -> value instanceof Boolean;
            case "true" -> Boolean.TRUE.equals(value);
            case "false" -> Boolean.FALSE.equals(value);
            case "integer" -> value instanceof Long;
            case "float" -> value instanceof Double;
            case "number" -> Order.isNumber(value);
            case "string" -> Values.isText(value);
            case "escaped" -> value instanceof Markup;
            case "mapping" -> value instanceof Map;
            case "sequence" ->
                Values.isText(value)
                        || value instanceof Map
                        || value instanceof Undefined
                        || Values.sized(value) != null && !(value instanceof DictView);
            case "iterable" -> Values.canWalk(value);
            case "callable" -> value instanceof Invocable || value instanceof Undefined;
            case "lower" -> Characters.allCased(Values.print(value), Character::isLowerCase);
            case "upper" -> Characters.allCased(Values.print(value), Character::isUpperCase);
            case "filter" -> value != null && Filters.NAMES.contains(Dicts.key(value));
            case "test" -> value != null && NAMES.contains(Dicts.key(value));
            default ->
                Order.equal(
                        Operators.apply("%", value, 2L, frame.budget()),
                        name.equals("odd") ? (Object) 1L : (Object) 0L);
        };
    }
}
