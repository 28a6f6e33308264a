package io.patchclamp.internal.jinja;

import java.util.LinkedHashMap;
import java.util.Map;

/** The one thing that a template can change from inside a loop. */
record Namespace(Map<String, Object> values) implements Members {
    static Namespace of(Arguments arguments) {
        Map<String, Object> values = new LinkedHashMap<>();
        Dicts.of(arguments).forEach((name, value) -> values.put(check((String) name), value));
        return new Namespace(values);
    }

    private static String check(String name) {
        if (name.startsWith("_")) {
            throw TemplateFault.failed("A namespace cannot hold " + Repr.of(name) + ": it begins with an underscore");
        }
        return name;
    }

    void set(String name, Object value) {
        values.put(check(name), value);
    }

    @Override
    public Object member(String name) {
        return values.containsKey(name) ? values.get(name) : Arguments.ABSENT;
    }
}
