package io.patchclamp.internal.jinja;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Python's tuple: printed in round brackets, and never equal to a list. */
record Tuple(List<Object> items) {
    Tuple {
        items = Collections.unmodifiableList(new ArrayList<>(items));
    }

    static Tuple of(Object... items) {
        return new Tuple(java.util.Arrays.asList(items));
    }
}
