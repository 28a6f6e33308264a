package io.patchclamp.internal.jinja;

/** A value that can be called. */
@FunctionalInterface
interface Invocable {
    Object call(Arguments arguments);
}
