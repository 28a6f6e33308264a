package io.patchclamp.internal.jinja;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a function, filter or test is given. */
record Arguments(List<Object> positional, Map<String, Object> named) {
    /** Stands for what was not given; {@code null} is Python's {@code None}. */
    static final Object ABSENT = new Object();

    Arguments {
        positional = Collections.unmodifiableList(new ArrayList<>(positional));
        named = Collections.unmodifiableMap(new LinkedHashMap<>(named));
    }

    static Arguments of(Object... positional) {
        return new Arguments(Arrays.asList(positional), Map.of());
    }

    /** The same, with one more before the first. */
    Arguments after(Object first) {
        List<Object> all = new ArrayList<>();
        all.add(first);
        all.addAll(positional);
        return new Arguments(all, named);
    }

    /** The same, without the first ones. */
    Arguments from(int first) {
        return new Arguments(positional.subList(Math.min(first, positional.size()), positional.size()), named);
    }

    /**
     * One value a parameter, in the order of the names. A name that ends in {@code ?} may be left out and is then
     * {@link #ABSENT}.
     */
    Object[] bind(String function, String... parameters) {
        Object[] bound = new Object[parameters.length];
        Arrays.fill(bound, ABSENT);
        if (positional.size() > parameters.length) {
            throw TemplateFault.failed(
                    function + " takes at most " + parameters.length + " arguments, and is given " + positional.size());
        }
        for (int i = 0; i < positional.size(); i++) {
            bound[i] = positional.get(i);
        }
        named.forEach((name, value) -> {
            int at = index(parameters, name);
            if (at < 0 || bound[at] != ABSENT) {
                throw TemplateFault.failed(
                        function + (at < 0 ? " takes no argument " : " is given twice its argument ") + Repr.of(name));
            }
            bound[at] = value;
        });
        for (int i = 0; i < bound.length; i++) {
            if (bound[i] == ABSENT && !parameters[i].endsWith("?")) {
                throw TemplateFault.failed(function + " lacks its argument '" + parameters[i] + "'");
            }
        }
        return bound;
    }

    private static int index(String[] parameters, String name) {
        for (int i = 0; i < parameters.length; i++) {
            if (parameters[i].equals(name) || parameters[i].equals(name + "?")) {
                return i;
            }
        }
        return -1;
    }

    static Object or(Object given, Object otherwise) {
        return given == ABSENT ? otherwise : given;
    }

    static boolean flag(Object given, boolean otherwise) {
        return given == ABSENT ? otherwise : Values.truth(given);
    }

    static int count(Object given, int otherwise) {
        return given == ABSENT ? otherwise : Values.index(given);
    }
}
