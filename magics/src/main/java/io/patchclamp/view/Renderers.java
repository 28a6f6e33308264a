package io.patchclamp.view;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What users said about how values of their types are shown. The nearest type decides: the class itself, then its
 * superclasses, then its interfaces, of which a narrower one goes first and otherwise the one registered last. What is said
 * of a type that is wider than the one our own view is for, such as Object, is not meant for what has a view.
 */
final class Renderers {
    private static final Map<Class<?>, Function<Object, Object>> BY_TYPE = new LinkedHashMap<>();

    private Renderers() {}

    static synchronized <T> void register(Class<T> type, Function<? super T, ?> shows) {
        BY_TYPE.keySet().removeIf(known -> known == type || isEarlier(known, type));
        if (shows != null) {
            BY_TYPE.put(type, value -> shows.apply(type.cast(value)));
        }
    }

    /** A class that a cell declares again is another class of the same name; the one before has no use any more. */
    private static boolean isEarlier(Class<?> known, Class<?> type) {
        return known.getName().startsWith("REPL.")
                && known.getClassLoader() == type.getClassLoader()
                && JavaText.name(known).equals(JavaText.name(type));
    }

    /** The types that have a renderer, in the order they were given. */
    static synchronized List<Class<?>> types() {
        return List.copyOf(BY_TYPE.keySet());
    }

    static synchronized Optional<Function<Object, Object>> find(Object value) {
        if (BY_TYPE.isEmpty() || value == null) {
            return Optional.empty();
        }
        for (Class<?> type = value.getClass(); type != null && type != Object.class; type = type.getSuperclass()) {
            if (BY_TYPE.containsKey(type) && Views.givesWay(value, type)) {
                return Optional.of(BY_TYPE.get(type));
            }
        }
        List<Class<?>> shapes = new ArrayList<>(BY_TYPE.keySet());
        shapes.removeIf(type -> !type.isInterface() || !type.isInstance(value) || !Views.givesWay(value, type));
        List<Class<?>> narrow = new ArrayList<>(shapes);
        narrow.removeIf(wide -> shapes.stream().anyMatch(other -> other != wide && wide.isAssignableFrom(other)));
        Collections.reverse(narrow);
        Class<?> nearest = narrow.isEmpty() ? Object.class : narrow.get(0);
        return Views.givesWay(value, nearest) ? Optional.ofNullable(BY_TYPE.get(nearest)) : Optional.empty();
    }
}
