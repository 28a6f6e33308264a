package io.patchclamp.internal.jinja;

import java.util.HashMap;
import java.util.Map;

/** The variables that a part of a template sees, and the rendering they belong to. */
final class Frame {
    private final Frame outer;
    private final Rendering rendering;
    private final Map<String, Object> variables;

    private Frame(Frame outer, Rendering rendering, Map<String, Object> variables) {
        this.outer = outer;
        this.rendering = rendering;
        this.variables = variables;
    }

    static Frame root(Rendering rendering, Map<String, Object> variables) {
        return new Frame(null, rendering, new HashMap<>(variables));
    }

    /** What is set in it is gone with it. */
    Frame inner() {
        return new Frame(this, rendering, new HashMap<>());
    }

    Object find(String name) {
        for (Frame frame = this; frame != null; frame = frame.outer) {
            if (frame.variables.containsKey(name)) {
                return frame.variables.get(name);
            }
        }
        return rendering.global(name);
    }

    void set(String name, Object value) {
        variables.put(name, value);
    }

    /** Notes where the work is, for messages. */
    Frame at(int line) {
        rendering.line = line;
        return this;
    }

    Budget budget() {
        return rendering.budget;
    }

    Rendering rendering() {
        return rendering;
    }
}
