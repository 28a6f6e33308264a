package io.patchclamp.internal.decoder;

import io.patchclamp.internal.djl.Scope;
import io.patchclamp.internal.djl.Strip;
import io.patchclamp.internal.djl.Tensor;

/**
 * One layer's keys and values. Those of the first feed stay where they were computed, as most texts are read in one; from the second
 * on they lie in memory that has room for more.
 */
final class KeyMemory {
    private final Scope scope;
    private KeyValues.Pair first;
    private Strip keys;
    private Strip values;

    KeyMemory(Scope scope) {
        this.scope = scope;
    }

    /** Adds a feed's own, {@code [row, kv_head, token, d_head]}, and gives all there are. */
    KeyValues.Pair with(Tensor moreKeys, Tensor moreValues, Scope here) {
        if (first == null && keys == null) {
            first = new KeyValues.Pair(scope.adopt(moreKeys), scope.adopt(moreValues));
            return first;
        }
        grow();
        keys.add(moreKeys);
        values.add(moreValues);
        return new KeyValues.Pair(keys.all(here), values.all(here));
    }

    private void grow() {
        if (keys == null) {
            keys = Strip.of(scope, first.keys());
            values = Strip.of(scope, first.values());
            first.keys().close();
            first.values().close();
            first = null;
        }
    }

    /** Goes on with some of the rows only. */
    void keep(int... rows) {
        if (first == null && keys == null) {
            return;
        }
        grow();
        keys.keep(rows);
        values.keep(rows);
    }

    /** Begins anew. */
    void forget() {
        if (first != null) {
            first.keys().close();
            first.values().close();
            first = null;
        }
        if (keys != null) {
            keys.close();
            values.close();
            keys = null;
            values = null;
        }
    }
}
