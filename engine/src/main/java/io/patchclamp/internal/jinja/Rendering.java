package io.patchclamp.internal.jinja;

import java.time.LocalDateTime;
import java.util.Map;
import java.util.function.Supplier;

/** One rendering of a template: its limits, the line it is at, and the functions that every template has. */
final class Rendering {
    final Budget budget = new Budget();
    int line = 1;
    private final Map<String, Object> globals;

    Rendering(Supplier<LocalDateTime> now) {
        globals = Map.of(
                "range",
                (Invocable) a -> {
                    Range range = Range.of(a);
                    budget.spend(range.size());
                    return range;
                },
                "dict",
                (Invocable) Dicts::of,
                "namespace",
                (Invocable) Namespace::of,
                "cycler",
                (Invocable) Cycler::of,
                "joiner",
                (Invocable) a -> joiner(Values.text(Arguments.or(a.bind("joiner", "sep?")[0], ", "))),
                "raise_exception",
                (Invocable) a -> {
                    throw new TemplateFault(
                            TemplateFault.Kind.RAISED, Values.print(a.bind("raise_exception", "message")[0]), 0);
                },
                "strftime_now",
                (Invocable) a -> DateFormat.of(now.get(), Values.text(a.bind("strftime_now", "format")[0]), budget));
    }

    private static Object joiner(String separator) {
        boolean[] used = {false};
        return (Invocable) a -> {
            String text = used[0] ? separator : "";
            used[0] = true;
            return text;
        };
    }

    Object global(String name) {
        return globals.containsKey(name) ? globals.get(name) : Undefined.name(name);
    }
}
