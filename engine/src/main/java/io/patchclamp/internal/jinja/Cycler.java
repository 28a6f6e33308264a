package io.patchclamp.internal.jinja;

import java.util.List;

/** {@code cycler(a, b)}: its items over and over. */
final class Cycler implements Members {
    private final List<Object> items;
    private int at;

    private Cycler(List<Object> items) {
        this.items = items;
    }

    static Cycler of(Arguments arguments) {
        if (arguments.positional().isEmpty()) {
            throw TemplateFault.failed("cycler is given nothing");
        }
        return new Cycler(arguments.positional());
    }

    @Override
    public Object member(String name) {
        return switch (name) {
            case "current" -> items.get(at);
            case "next" ->
                (Invocable) a -> {
                    Object now = items.get(at);
                    at = (at + 1) % items.size();
                    return now;
                };
            case "reset" ->
                (Invocable) a -> {
                    at = 0;
                    return null;
                };
            default -> Arguments.ABSENT;
        };
    }
}
