package io.patchclamp.internal.jinja;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** What Python does with any value: truth, text, length, walking, membership. */
final class Values {
    private Values() {}

    static boolean truth(Object value) {
        if (value == null || value instanceof Undefined) {
            return false;
        }
        if (value instanceof Boolean flag) {
            return flag;
        }
        if (value instanceof Number number) {
            return number.doubleValue() != 0;
        }
        if (isText(value)) {
            return !text(value).isEmpty();
        }
        if (value instanceof Map<?, ?> map) {
            return !map.isEmpty();
        }
        List<Object> items = sized(value);
        return items == null || !items.isEmpty();
    }

    static boolean isText(Object value) {
        return value instanceof String || value instanceof Markup;
    }

    /** The characters of a text. */
    static String text(Object value) {
        if (isText(value)) {
            return value.toString();
        }
        throw value instanceof Undefined undefined
                ? undefined.fault()
                : TemplateFault.failed("A text is needed here, not " + described(value));
    }

    /** A text of the same sort as another one. */
    static Object like(Object model, String text) {
        return model instanceof Markup ? new Markup(text) : text;
    }

    /** As {@code str()} and {@code {{ … }}} write it. */
    static String print(Object value) {
        return isText(value) ? value.toString() : value instanceof Undefined ? "" : Repr.of(value);
    }

    static List<Object> list(Object value) {
        Iterator<Object> all = walk(value);
        List<Object> items = new ArrayList<>();
        all.forEachRemaining(items::add);
        return items;
    }

    static boolean canWalk(Object value) {
        return isText(value)
                || value instanceof Map
                || value instanceof Undefined
                || value instanceof Once
                || value instanceof Loop
                || sized(value) != null;
    }

    static Iterator<Object> walk(Object value) {
        if (isText(value)) {
            List<Object> characters = new ArrayList<>();
            text(value).codePoints().forEach(c -> characters.add(Character.toString(c)));
            return characters.iterator();
        }
        if (value instanceof Map<?, ?> map) {
            return new ArrayList<Object>(map.keySet()).iterator();
        }
        if (value instanceof Once once) {
            return once.rest();
        }
        if (value instanceof Undefined) {
            return List.of().iterator();
        }
        List<Object> items = sized(value);
        if (items == null) {
            throw TemplateFault.failed(described(value) + " cannot be walked through");
        }
        return items.iterator();
    }

    /** The items of a list, tuple, range or view; null for all else. */
    @SuppressWarnings("unchecked")
    static List<Object> sized(Object value) {
        if (value instanceof List<?> list) {
            return (List<Object>) list;
        }
        if (value instanceof Tuple tuple) {
            return tuple.items();
        }
        return value instanceof DictView view ? view.items() : null;
    }

    static long length(Object value) {
        if (isText(value)) {
            String text = text(value);
            return text.codePointCount(0, text.length());
        }
        if (value instanceof Map<?, ?> map) {
            return map.size();
        }
        if (value instanceof Undefined) {
            return 0;
        }
        List<Object> items = value instanceof Loop loop ? loop.items() : sized(value);
        if (items == null) {
            throw TemplateFault.failed(described(value) + " has no length");
        }
        return items.size();
    }

    static boolean contains(Object container, Object item) {
        if (isText(container)) {
            if (!isText(item)) {
                throw item instanceof Undefined undefined
                        ? undefined.fault()
                        : TemplateFault.failed("Only a text can be in a text, not " + described(item));
            }
            return text(container).contains(text(item));
        }
        if (container instanceof Map<?, ?> map) {
            return map.containsKey(Dicts.key(item));
        }
        Iterator<Object> all = walk(container);
        while (all.hasNext()) {
            if (Order.equal(all.next(), item)) {
                return true;
            }
        }
        return false;
    }

    /** A whole number, for places and counts. */
    static int index(Object value) {
        if (value instanceof Long number) {
            return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, number));
        }
        if (value instanceof Boolean flag) {
            return flag ? 1 : 0;
        }
        throw value instanceof Undefined undefined
                ? undefined.fault()
                : TemplateFault.failed("A whole number is needed here, not " + described(value));
    }

    /** The name of Python's type. */
    static String type(Object value) {
        if (value == null) {
            return "None";
        }
        if (value instanceof Boolean) {
            return "bool";
        }
        if (value instanceof Number) {
            return value instanceof Long ? "int" : "float";
        }
        if (isText(value)) {
            return "str";
        }
        if (value instanceof Map) {
            return "dict";
        }
        if (value instanceof Range) {
            return "range";
        }
        if (value instanceof List) {
            return "list";
        }
        if (value instanceof Tuple) {
            return "tuple";
        }
        return value instanceof DictView view ? view.kind() : value.getClass().getSimpleName();
    }

    /** A value in a message. */
    static String described(Object value) {
        if (value == null || value instanceof Undefined) {
            return value == null ? "None" : "an undefined value";
        }
        return "a value of type " + type(value);
    }
}
