package io.patchclamp.internal.jinja;

import java.util.List;
import java.util.function.Function;

/** {@code loop}: where a loop is. */
final class Loop implements Members, Invocable {
    private final List<Object> items;
    private final Function<Object, Object> again;
    private final int depth;
    private List<Object> changed;
    private int at = -1;

    /**
     * A loop before its first turn.
     *
     * @param again renders the loop's body for other items; null if it is not recursive
     * @param depth how many loops it is called from
     */
    Loop(List<Object> items, Function<Object, Object> again, int depth) {
        this.items = items;
        this.again = again;
        this.depth = depth;
    }

    List<Object> items() {
        return items;
    }

    int depth() {
        return depth;
    }

    Object next() {
        return items.get(++at);
    }

    @Override
    public Object member(String name) {
        int size = items.size();
        return switch (name) {
            case "index" -> at + 1L;
            case "index0" -> (long) at;
            case "revindex" -> (long) size - at;
            case "revindex0" -> size - at - 1L;
            case "first" -> at == 0;
            case "last" -> at == size - 1;
            case "length" -> (long) size;
            case "depth" -> depth + 1L;
            case "depth0" -> (long) depth;
            case "previtem" -> at == 0 ? new Undefined("there is no previous item") : items.get(at - 1);
            case "nextitem" -> at == size - 1 ? new Undefined("there is no next item") : items.get(at + 1);
            case "cycle" -> (Invocable) this::cycle;
            case "changed" -> (Invocable) this::changed;
            default -> Arguments.ABSENT;
        };
    }

    private Object cycle(Arguments arguments) {
        if (arguments.positional().isEmpty()) {
            throw TemplateFault.failed("loop.cycle is given nothing");
        }
        return arguments.positional().get(at % arguments.positional().size());
    }

    private Object changed(Arguments arguments) {
        boolean other = changed == null || !Order.equal(changed, arguments.positional());
        changed = arguments.positional();
        return other;
    }

    @Override
    public Object call(Arguments arguments) {
        if (again == null) {
            throw TemplateFault.failed("The loop is called, and is not marked 'recursive'");
        }
        return again.apply(arguments.bind("loop", "iterable")[0]);
    }

    @Override
    public String toString() {
        return "<LoopContext " + (at + 1) + "/" + items.size() + ">";
    }
}
