package io.patchclamp.internal.jinja;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The filters of lists and dicts. */
final class SequenceFilters {
    private SequenceFilters() {}

    static Object apply(String name, Arguments a, Frame frame) {
        Budget budget = frame.budget();
        return switch (name) {
            case "list" -> Values.list(a.bind(name, "value")[0]);
            case "first" -> first(a.bind(name, "seq")[0]);
            case "last" -> last(a.bind(name, "seq")[0]);
            case "reverse" -> reverse(a.bind(name, "value")[0]);
            case "items" -> new Once(() -> items(a.bind(name, "value")[0]));
            case "join" -> join(a.bind(name, "value", "d?", "attribute?"), budget);
            case "sum" -> sum(a.bind(name, "iterable", "attribute?", "start?"), budget);
            case "map" -> new Once(() -> map(a, frame));
            case "select", "reject" -> new Once(() -> chosen(a, frame, false, name.equals("select")));
            case "selectattr", "rejectattr" -> new Once(() -> chosen(a, frame, true, name.equals("selectattr")));
            case "unique" -> new Once(() -> unique(a.bind(name, "value", "case_sensitive?", "attribute?"), budget));
            case "min", "max" ->
                extreme(a.bind(name, "value", "case_sensitive?", "attribute?"), name.equals("max"), budget);
            case "sort" -> sorted(a.bind(name, "value", "reverse?", "case_sensitive?", "attribute?"), budget);
            case "dictsort" -> dictSorted(a.bind(name, "value", "case_sensitive?", "by?", "reverse?"));
            case "groupby" -> groups(a.bind(name, "value", "attribute", "default?", "case_sensitive?"), budget);
            case "batch" -> new Once(() -> batches(a.bind(name, "value", "linecount", "fill_with?")));
            default -> new Once(() -> slices(a.bind(name, "value", "slices", "fill_with?")));
        };
    }

    private static Object first(Object value) {
        Iterator<Object> all = Values.walk(value);
        return all.hasNext() ? all.next() : new Undefined("The sequence is empty and has no first item");
    }

    private static Object last(Object value) {
        if (value instanceof Once) {
            throw TemplateFault.failed("last needs a list; what a filter such as select gives becomes one by '| list'");
        }
        List<Object> all = Values.list(value);
        return all.isEmpty() ? new Undefined("The sequence is empty and has no last item") : all.get(all.size() - 1);
    }

    private static Object reverse(Object value) {
        if (Values.isText(value)) {
            StringBuilder text = new StringBuilder(Values.text(value)).reverse();
            return Values.like(value, text.toString());
        }
        List<Object> all = Values.list(value);
        Collections.reverse(all);
        return value instanceof Once ? all : new Once(() -> all);
    }

    private static List<Object> items(Object value) {
        if (value instanceof Undefined) {
            return List.of();
        }
        if (value instanceof Map<?, ?> map) {
            return Dicts.items(map).items();
        }
        throw TemplateFault.failed("items takes a dict, not " + Values.described(value));
    }

    private static Object join(Object[] given, Budget budget) {
        UnaryOperator<Object> part = part(given[2], Arguments.ABSENT, budget);
        List<Object> texts = new ArrayList<>();
        Object separator = Arguments.or(given[1], "");
        for (Object item : Values.list(given[0])) {
            if (!texts.isEmpty()) {
                texts.add(Values.print(separator));
            }
            texts.add(Values.print(part.apply(item)));
        }
        return Operators.joined(texts, budget);
    }

    private static Object sum(Object[] given, Budget budget) {
        UnaryOperator<Object> part = part(given[1], Arguments.ABSENT, budget);
        Object total = Arguments.or(given[2], 0L);
        for (Object item : Values.list(given[0])) {
            total = Operators.apply("+", total, part.apply(item), budget);
        }
        return total;
    }

    /** Takes a part out of each item: by a dotted name or a place; the item itself if none is asked for. */
    private static UnaryOperator<Object> part(Object attribute, Object otherwise, Budget budget) {
        if (attribute == Arguments.ABSENT || attribute == null) {
            return item -> item;
        }
        List<Object> keys = new ArrayList<>();
        if (attribute instanceof Long) {
            keys.add(attribute);
        } else {
            for (String key : Values.text(attribute).split("\\.", -1)) {
                keys.add(key.matches("\\d{1,9}") ? (Object) Long.valueOf(key) : key);
            }
        }
        return item -> {
            Object value = item;
            for (Object key : keys) {
                value = Access.item(value, key, budget);
                value = value instanceof Undefined && otherwise != Arguments.ABSENT && otherwise != null
                        ? otherwise
                        : value;
            }
            return value;
        };
    }

    /** Nothing, and whatever counts as false, has no items for map, select and their like. */
    private static boolean empty(Arguments a) {
        return !a.positional().isEmpty() && !Values.truth(a.positional().get(0));
    }

    private static List<Object> map(Arguments a, Frame frame) {
        List<Object> out = new ArrayList<>();
        if (empty(a)) {
            return out;
        }
        if (a.positional().size() == 1 && a.named().containsKey("attribute")) {
            Object[] given = a.bind("map", "value", "attribute", "default?");
            UnaryOperator<Object> part = part(given[1], given[2], frame.budget());
            Values.list(given[0]).forEach(item -> out.add(part.apply(item)));
            return out;
        }
        if (a.positional().size() < 2) {
            throw TemplateFault.failed("map needs a filter's name, or attribute=…");
        }
        String filter = Values.print(a.positional().get(1));
        Arguments rest = a.from(2);
        Values.list(a.positional().get(0)).forEach(item -> out.add(Filters.apply(filter, rest.after(item), frame)));
        return out;
    }

    private static List<Object> chosen(Arguments a, Frame frame, boolean byPart, boolean wanted) {
        if (empty(a)) {
            return List.of();
        }
        int before = byPart ? 2 : 1;
        if (a.positional().size() < before) {
            throw TemplateFault.failed("selectattr and rejectattr need the name of an attribute");
        }
        UnaryOperator<Object> part =
                part(byPart ? a.positional().get(1) : Arguments.ABSENT, Arguments.ABSENT, frame.budget());
        boolean tested = a.positional().size() > before;
        String test = tested ? Values.print(a.positional().get(before)) : "";
        Arguments rest = a.from(before + 1);
        List<Object> out = new ArrayList<>();
        for (Object item : Values.list(a.positional().get(0))) {
            Object value = part.apply(item);
            boolean holds = tested ? Tests.holds(test, rest.after(value), frame) : Values.truth(value);
            if (holds == wanted) {
                out.add(item);
            }
        }
        return out;
    }

    /** Texts compare without their case unless it is asked for. */
    private static UnaryOperator<Object> key(Object attribute, Object caseMatters, Object otherwise, Budget budget) {
        UnaryOperator<Object> part = part(attribute, otherwise, budget);
        boolean exact = Arguments.flag(caseMatters, false);
        return item -> {
            Object value = part.apply(item);
            return !exact && Values.isText(value) ? Values.text(value).toLowerCase(Locale.ROOT) : value;
        };
    }

    private static List<Object> unique(Object[] given, Budget budget) {
        UnaryOperator<Object> key = key(given[2], given[1], Arguments.ABSENT, budget);
        List<Object> out = new ArrayList<>();
        List<Object> seen = new ArrayList<>();
        for (Object item : Values.list(given[0])) {
            Object now = Dicts.key(key.apply(item));
            budget.spend(seen.size());
            if (seen.stream().noneMatch(s -> Order.equal(s, now))) {
                seen.add(now);
                out.add(item);
            }
        }
        return out;
    }

    private static Object extreme(Object[] given, boolean largest, Budget budget) {
        UnaryOperator<Object> key = key(given[2], given[1], Arguments.ABSENT, budget);
        Object best = Arguments.ABSENT;
        for (Object item : Values.list(given[0])) {
            boolean better = best == Arguments.ABSENT
                    || Expression.Comparison.holds(largest ? ">" : "<", key.apply(item), key.apply(best));
            best = better ? item : best;
        }
        return best == Arguments.ABSENT ? new Undefined("The sequence is empty") : best;
    }

    private static List<Object> ordered(List<Object> items, UnaryOperator<Object> key, boolean reversed) {
        Comparator<Object> order = (a, b) -> {
            int way = Order.compare(key.apply(a), key.apply(b), "<");
            return way == 2 ? 0 : way;
        };
        List<Object> out = new ArrayList<>(items);
        out.sort(reversed ? order.reversed() : order);
        return out;
    }

    private static Object sorted(Object[] given, Budget budget) {
        List<UnaryOperator<Object>> keys = new ArrayList<>();
        if (Values.isText(given[3])) {
            for (String one : Values.text(given[3]).split(",", -1)) {
                keys.add(key(one, given[2], Arguments.ABSENT, budget));
            }
        } else {
            keys.add(key(given[3], given[2], Arguments.ABSENT, budget));
        }
        UnaryOperator<Object> all = item -> {
            List<Object> values = new ArrayList<>();
            keys.forEach(k -> values.add(k.apply(item)));
            return values;
        };
        return ordered(Values.list(given[0]), all, Arguments.flag(given[1], false));
    }

    private static Object dictSorted(Object[] given) {
        if (!(given[0] instanceof Map<?, ?> map)) {
            throw given[0] instanceof Undefined undefined
                    ? undefined.fault()
                    : TemplateFault.failed("dictsort takes a dict, not " + Values.described(given[0]));
        }
        String by = Values.text(Arguments.or(given[2], "key"));
        if (!by.equals("key") && !by.equals("value")) {
            throw TemplateFault.failed("dictsort goes by key or value, not by " + Repr.of(by));
        }
        boolean exact = Arguments.flag(given[1], false);
        UnaryOperator<Object> key = pair -> {
            Object value = ((Tuple) pair).items().get(by.equals("key") ? 0 : 1);
            return !exact && Values.isText(value) ? Values.text(value).toLowerCase(Locale.ROOT) : value;
        };
        return ordered(Dicts.items(map).items(), key, Arguments.flag(given[3], false));
    }

    private static Object groups(Object[] given, Budget budget) {
        UnaryOperator<Object> key = key(given[1], given[3], given[2], budget);
        UnaryOperator<Object> shown = part(given[1], given[2], budget);
        List<Object> out = new ArrayList<>();
        List<Object> group = new ArrayList<>();
        for (Object item : ordered(Values.list(given[0]), key, false)) {
            if (!group.isEmpty() && !Order.equal(key.apply(group.get(0)), key.apply(item))) {
                out.add(Tuple.of(shown.apply(group.get(0)), group));
                group = new ArrayList<>();
            }
            group.add(item);
        }
        if (!group.isEmpty()) {
            out.add(Tuple.of(shown.apply(group.get(0)), group));
        }
        return out;
    }

    private static List<Object> batches(Object[] given) {
        int size = Math.max(1, Values.index(given[1]));
        List<Object> out = new ArrayList<>();
        List<Object> all = Values.list(given[0]);
        for (int i = 0; i < all.size(); i += size) {
            List<Object> batch = new ArrayList<>(all.subList(i, Math.min(all.size(), i + size)));
            while (batch.size() < size && Arguments.or(given[2], null) != null) {
                batch.add(given[2]);
            }
            out.add(batch);
        }
        return out;
    }

    private static List<Object> slices(Object[] given) {
        List<Object> all = Values.list(given[0]);
        int count = Math.max(1, Values.index(given[1]));
        int each = all.size() / count;
        int longer = all.size() % count;
        List<Object> out = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < count; i++) {
            int to = from + each + (i < longer ? 1 : 0);
            List<Object> slice = new ArrayList<>(all.subList(from, to));
            if (Arguments.or(given[2], null) != null && i >= longer) {
                slice.add(given[2]);
            }
            out.add(slice);
            from = to;
        }
        return out;
    }
}
