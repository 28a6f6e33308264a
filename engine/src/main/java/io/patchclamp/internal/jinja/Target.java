package io.patchclamp.internal.jinja;

import java.util.List;

/** What can be set. */
sealed interface Target {
    void set(Frame frame, Object value);

    /** A variable. */
    record Variable(String name) implements Target {
        @Override
        public void set(Frame frame, Object value) {
            frame.set(name, value);
        }
    }

    /** A part of a namespace. */
    record Member(String owner, String name) implements Target {
        @Override
        public void set(Frame frame, Object value) {
            if (!(frame.find(owner) instanceof Namespace namespace)) {
                throw TemplateFault.failed(
                        "'" + owner + "." + name + "' cannot be set: '" + owner + "' is no namespace");
            }
            namespace.set(name, value);
        }
    }

    /** Several at once. */
    record Several(List<Target> targets) implements Target {
        @Override
        public void set(Frame frame, Object value) {
            List<Object> values = Values.list(value);
            if (values.size() != targets.size()) {
                throw TemplateFault.failed(targets.size() + " names are set at once, to " + values.size() + " values");
            }
            for (int i = 0; i < targets.size(); i++) {
                targets.get(i).set(frame, values.get(i));
            }
        }
    }
}
