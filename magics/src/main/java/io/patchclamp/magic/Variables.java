package io.patchclamp.magic;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import javax.lang.model.SourceVersion;

/** Java variables that a magic reads. */
final class Variables {
    private static final int SHOWN = 8;

    private Variables() {}

    /** The value of a variable that must be there and of one type. */
    static <T> T need(Session session, String name, Class<T> type) {
        return type.cast(needAny(session, name, List.of(type)));
    }

    /** The value of a variable that must be there and of one of some types. */
    static Object needAny(Session session, String name, List<Class<?>> types) {
        Optional<Object> value = session.variable(name);
        String wanted = oneOf(types.stream().map(Variables::withArticle).toList());
        if (value.isEmpty()) {
            boolean isNull = session.variables().contains(name);
            throw new UsageException(
                    isNull
                            ? "The Java variable '" + name + "' is null, not " + wanted + "."
                            : "There is no Java variable '" + name + "'.",
                    advice(session, name, types, wanted));
        }
        if (types.stream().noneMatch(type -> type.isInstance(value.get()))) {
            throw new UsageException(
                    "The Java variable '" + name + "' is "
                            + withArticle(value.get().getClass()) + ", not " + wanted + ".",
                    advice(session, name, types, wanted));
        }
        return value.get();
    }

    private static String advice(Session session, String name, List<Class<?>> types, String wanted) {
        List<String> fitting = session.variables().stream()
                .filter(other -> !other.equals(name))
                .filter(other -> session.variable(other)
                        .filter(v -> types.stream().anyMatch(t -> t.isInstance(v)))
                        .isPresent())
                .toList();
        List<String> near = Nearest.ranked(name, fitting);
        List<String> best = Stream.concat(near.stream(), fitting.stream())
                .distinct()
                .limit(SHOWN)
                .toList();
        if (!SourceVersion.isIdentifier(name)) {
            return "a name: var it = " + name + "; in a cell before this one, then 'it' here"
                    + (best.isEmpty() ? "" : "; or " + String.join(", ", best));
        }
        return best.isEmpty()
                ? "make " + wanted + " first, and keep it with --as " + name
                : String.join(", ", best) + (best.size() == 1 ? ", which is " : ", each of which is ") + wanted;
    }

    private static String oneOf(List<String> names) {
        int last = names.size() - 1;
        return last == 0 ? names.get(0) : String.join(", ", names.subList(0, last)) + " or " + names.get(last);
    }

    private static String withArticle(Class<?> type) {
        String name = type.isArray() || !type.getSimpleName().isEmpty() ? type.getSimpleName() : type.getName();
        return ("AEIOUaeiou".indexOf(name.charAt(0)) >= 0 ? "an " : "a ") + name;
    }
}
