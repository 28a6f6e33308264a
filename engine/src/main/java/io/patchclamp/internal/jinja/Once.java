package io.patchclamp.internal.jinja;

import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;

/**
 * Python's generator: it is walked once, has no length, counts as true even if nothing is left of it, and does its work
 * only when it is walked.
 */
final class Once {
    private final Supplier<List<Object>> work;
    private Iterator<Object> rest;

    Once(Supplier<List<Object>> work) {
        this.work = work;
    }

    Iterator<Object> rest() {
        if (rest == null) {
            rest = work.get().iterator();
        }
        return rest;
    }
}
