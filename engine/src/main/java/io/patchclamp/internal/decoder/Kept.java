package io.patchclamp.internal.decoder;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import io.patchclamp.internal.djl.Tape;
import io.patchclamp.internal.djl.Tensor;
import io.patchclamp.model.Point;

/** The tensors of one differentiated pass at the places that were asked for. */
final class Kept {
    record Place(Point point, int layer) {}

    private final Set<Place> wanted;
    private final Tape tape;
    private final Map<Place, Tensor> tensors = new HashMap<>();

    Kept(Set<Place> wanted, Tape tape) {
        this.wanted = wanted;
        this.tape = tape;
    }

    boolean wants(Point point, int layer) {
        return wanted.contains(new Place(point, layer));
    }

    /** What the pass is to go on with. */
    Tensor keep(Point point, int layer, Tensor x) {
        if (!wants(point, layer)) {
            return x;
        }
        Tensor leaf = tape.leaf(x);
        tensors.put(new Place(point, layer), leaf);
        return leaf;
    }

    Tensor at(Point point, int layer) {
        return tensors.get(new Place(point, layer));
    }
}
