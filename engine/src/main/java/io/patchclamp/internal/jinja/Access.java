package io.patchclamp.internal.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code a.b}, {@code a[b]} and {@code a[b:c:d]}. */
final class Access {
    private Access() {}

    /** {@code owner.name}: a method or part of the value first, then a key of that name. */
    static Object attribute(Object owner, String name, Budget budget) {
        if (owner instanceof Undefined undefined) {
            throw undefined.fault();
        }
        Object part = part(owner, name, budget);
        if (part != Arguments.ABSENT) {
            return part;
        }
        return owner instanceof Map<?, ?> map && map.containsKey(name) ? map.get(name) : Undefined.member(owner, name);
    }

    /** {@code owner[key]}: a key or place first, then a method or part of that name. */
    static Object item(Object owner, Object key, Budget budget) {
        if (owner instanceof Undefined undefined) {
            throw undefined.fault();
        }
        if (owner instanceof Map<?, ?> map) {
            Object at = key instanceof List || key instanceof Map ? key : Dicts.key(key);
            if (!(key instanceof List || key instanceof Map) && map.containsKey(at)) {
                return map.get(at);
            }
        } else if (key instanceof Long || key instanceof Boolean) {
            Object found = place(owner, Values.index(key));
            if (found != Arguments.ABSENT) {
                return found;
            }
        }
        Object part = Values.isText(key) ? part(owner, Values.text(key), budget) : Arguments.ABSENT;
        return part != Arguments.ABSENT ? part : Undefined.member(owner, key);
    }

    private static Object place(Object owner, int at) {
        if (Values.isText(owner)) {
            int[] characters = Values.text(owner).codePoints().toArray();
            int i = at < 0 ? at + characters.length : at;
            return i < 0 || i >= characters.length
                    ? Arguments.ABSENT
                    : Values.like(owner, Character.toString(characters[i]));
        }
        List<Object> items = owner instanceof DictView ? null : Values.sized(owner);
        if (items == null) {
            return Arguments.ABSENT;
        }
        int i = at < 0 ? at + items.size() : at;
        return i < 0 || i >= items.size() ? Arguments.ABSENT : items.get(i);
    }

    /** A method or part; {@link Arguments#ABSENT} if the type has none of that name. */
    static Object part(Object owner, String name, Budget budget) {
        if (name.startsWith("_")) {
            return owner instanceof Map ? Arguments.ABSENT : Undefined.member(owner, name);
        }
        if (owner instanceof Members members) {
            return members.member(name);
        }
        if (owner instanceof Map<?, ?> map) {
            return Dicts.method(map, name);
        }
        if (Values.isText(owner)) {
            return TextMethods.of(owner, name, budget);
        }
        List<Object> items = owner instanceof DictView ? null : Values.sized(owner);
        if (items == null) {
            return Arguments.ABSENT;
        }
        return switch (name) {
            case "index" -> (Invocable) a -> (long) index(items, a.bind(name, "value")[0]);
            case "count" ->
                (Invocable) a -> {
                    Object wanted = a.bind(name, "value")[0];
                    return items.stream().filter(x -> Order.equal(x, wanted)).count();
                };
            case "copy" -> owner instanceof List ? (Invocable) a -> new ArrayList<>(items) : Arguments.ABSENT;
            case "append", "clear", "extend", "insert", "pop", "remove", "reverse", "sort" ->
                owner instanceof List
                        ? new Undefined("The method '" + name + "' of a list would change it, which a template may not")
                        : Arguments.ABSENT;
            default -> Arguments.ABSENT;
        };
    }

    private static int index(List<Object> items, Object wanted) {
        for (int i = 0; i < items.size(); i++) {
            if (Order.equal(items.get(i), wanted)) {
                return i;
            }
        }
        throw TemplateFault.failed(Repr.of(wanted) + " is not in the list");
    }

    /** {@code owner[from:to:step]}, where null stands for what is left out. */
    static Object slice(Object owner, Object from, Object to, Object step, Budget budget) {
        if (owner instanceof Undefined undefined) {
            throw undefined.fault();
        }
        int stride = step == null ? 1 : Values.index(step);
        if (stride == 0) {
            throw TemplateFault.failed("The step of a slice is 0");
        }
        boolean text = Values.isText(owner);
        int[] characters = text ? Values.text(owner).codePoints().toArray() : new int[0];
        List<Object> items = text || owner instanceof DictView ? null : Values.sized(owner);
        if (!text && items == null) {
            throw TemplateFault.failed(Values.described(owner) + " cannot be sliced");
        }
        int size = text ? characters.length : items.size();
        budget.spend(size);
        StringBuilder cut = new StringBuilder();
        List<Object> chosen = new ArrayList<>();
        int first = bound(from, size, stride, stride > 0 ? 0 : size - 1);
        int last = bound(to, size, stride, stride > 0 ? size : -1);
        for (long i = first; stride > 0 ? i < last : i > last; i += stride) {
            if (text) {
                cut.appendCodePoint(characters[(int) i]);
            } else {
                chosen.add(items.get((int) i));
            }
        }
        if (text) {
            return Values.like(owner, cut.toString());
        }
        if (owner instanceof Range range) {
            return range.part(first, chosen.size(), stride);
        }
        return owner instanceof Tuple ? new Tuple(chosen) : chosen;
    }

    private static int bound(Object given, int size, int stride, int otherwise) {
        if (given == null) {
            return otherwise;
        }
        long at = Values.index(given);
        at = at < 0 ? at + size : at;
        return (int) Math.max(stride > 0 ? 0 : -1, Math.min(at, stride > 0 ? size : size - 1));
    }
}
