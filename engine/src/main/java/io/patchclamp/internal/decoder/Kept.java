package io.patchclamp.internal.decoder;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import io.patchclamp.internal.djl.Scope;
import io.patchclamp.internal.djl.Tensor;
import io.patchclamp.model.Point;

/** The tensors of one differentiated pass at the places that were asked for, still part of its graph. */
final class Kept {
    record Place(Point point, int layer) {}

    private final Set<Place> wanted;
    private final Scope scope;
    private final Map<Place, Tensor> tensors = new HashMap<>();

    Kept(Set<Place> wanted, Scope scope) {
        this.wanted = wanted;
        this.scope = scope;
    }

    boolean wants(Point point, int layer) {
        return wanted.contains(new Place(point, layer));
    }

    void keep(Point point, int layer, Tensor x) {
        boolean leaf = point == Point.EMBED_TOKENS || point == Point.EMBED_POSITIONS || point == Point.EMBED;
        if (leaf && !x.isDifferentiable()) {
            x.differentiable();
        }
        if (wants(point, layer)) {
            tensors.put(new Place(point, layer), scope.adopt(x));
        }
    }

    Tensor at(Point point, int layer) {
        return tensors.get(new Place(point, layer));
    }
}
