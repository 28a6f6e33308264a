package io.patchclamp.internal.jinja;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Dicts: their keys, how they are made, and their methods. */
final class Dicts {
    private Dicts() {}

    /** A key as it is kept: 1, 1.0 and true are one key. */
    static Object key(Object value) {
        if (value instanceof List || value instanceof Map) {
            throw TemplateFault.failed(Values.described(value) + " cannot be a key");
        }
        if (value instanceof Markup markup) {
            return markup.text();
        }
        if (value instanceof Boolean flag) {
            return flag ? 1L : 0L;
        }
        if (value instanceof Double number && number == Math.rint(number) && Math.abs(number) < 1e15) {
            return number.longValue();
        }
        return value;
    }

    /** {@code dict(…)}. */
    static Map<Object, Object> of(Arguments arguments) {
        Map<Object, Object> made = new LinkedHashMap<>();
        if (!arguments.positional().isEmpty()) {
            Object from = new Arguments(arguments.positional(), Map.of()).bind("dict", "values")[0];
            if (from instanceof Map<?, ?> map) {
                made.putAll(map);
            } else {
                for (Object pair : Values.list(from)) {
                    List<Object> both = Values.list(pair);
                    if (both.size() != 2) {
                        throw TemplateFault.failed("dict needs pairs, and is given " + both.size() + " values at once");
                    }
                    made.put(key(both.get(0)), both.get(1));
                }
            }
        }
        made.putAll(arguments.named());
        return made;
    }

    static DictView items(Map<?, ?> map) {
        List<Object> pairs = new ArrayList<>();
        map.forEach((key, value) -> pairs.add(Tuple.of(key, value)));
        return new DictView("dict_items", pairs);
    }

    /** A method of a dict, or {@link Arguments#ABSENT}. */
    static Object method(Map<?, ?> map, String name) {
        return switch (name) {
            case "items" -> (Invocable) a -> none(a, name, items(map));
            case "keys" -> (Invocable) a -> none(a, name, new DictView("dict_keys", new ArrayList<>(map.keySet())));
            case "values" -> (Invocable) a -> none(a, name, new DictView("dict_values", new ArrayList<>(map.values())));
            case "copy" -> (Invocable) a -> none(a, name, new LinkedHashMap<Object, Object>(map));
            case "get" -> (Invocable) a -> get(map, a);
            case "clear", "pop", "popitem", "setdefault", "update" ->
                new Undefined("The method '" + name + "' of a dict would change it, which a template may not");
            default -> Arguments.ABSENT;
        };
    }

    private static Object none(Arguments arguments, String name, Object result) {
        arguments.bind(name);
        return result;
    }

    private static Object get(Map<?, ?> map, Arguments arguments) {
        if (!arguments.named().isEmpty()) {
            throw TemplateFault.failed("get takes no named arguments");
        }
        Object[] given = arguments.bind("get", "key", "default?");
        Object key = key(given[0]);
        return map.containsKey(key) ? map.get(key) : Arguments.or(given[1], null);
    }
}
