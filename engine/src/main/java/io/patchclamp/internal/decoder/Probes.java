package io.patchclamp.internal.decoder;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.patchclamp.internal.djl.Scope;
import io.patchclamp.internal.djl.Tensor;
import io.patchclamp.model.Point;
import io.patchclamp.model.Slab;
import io.patchclamp.model.Tap;
import io.patchclamp.model.Write;

/** The electrodes of one feed, found by place in constant time; where there is none a place costs one look-up. */
final class Probes {
    private record Place(Point point, int layer) {}

    private final Map<Place, List<Tap>> taps = new HashMap<>();
    private final Map<Place, List<Write>> writes = new HashMap<>();
    private final int firstPosition;
    private final int[] lengths;

    Probes(List<Tap> taps, List<Write> writes, int firstPosition, int[] lengths) {
        for (Tap tap : taps) {
            this.taps
                    .computeIfAbsent(new Place(tap.point(), tap.layer()), p -> new ArrayList<>())
                    .add(tap);
        }
        for (Write write : writes) {
            this.writes
                    .computeIfAbsent(new Place(write.point(), write.layer()), p -> new ArrayList<>())
                    .add(write);
        }
        this.firstPosition = firstPosition;
        this.lengths = lengths;
    }

    boolean any(Point point, int layer) {
        Place place = new Place(point, layer);
        return taps.containsKey(place) || writes.containsKey(place);
    }

    boolean writes(Point point, int layer) {
        return writes.containsKey(new Place(point, layer));
    }

    /** Lets the electrodes at a place have their way. Gives the same tensor back unless something was written. */
    Tensor at(Point point, int layer, Tensor x, Scope scope) {
        Place place = new Place(point, layer);
        List<Tap> readers = taps.get(place);
        List<Write> writers = writes.get(place);
        if (readers == null && writers == null) {
            return x;
        }
        List<Tap> early = writers == null || readers == null ? List.of() : beforeWrites(readers, true);
        List<Tap> late = early.isEmpty() ? readers : beforeWrites(readers, false);
        float[] data = x.toArray();
        int[] shape =
                java.util.Arrays.stream(x.shape()).mapToInt(Math::toIntExact).toArray();
        Tensor out = x;
        for (Tap reader : early) {
            reader.read(new Slab(point, layer, shape, firstPosition, lengths, data.clone()));
        }
        if (writers != null) {
            Slab slab = new Slab(point, layer, shape, firstPosition, lengths, data);
            writers.forEach(w -> w.write(slab));
            out = scope.floats(data, x.shape());
        }
        if (late != null) {
            for (int i = 0; i < late.size(); i++) {
                // Each reader may keep its array.
                float[] copy = i == late.size() - 1 ? data : data.clone();
                late.get(i).read(new Slab(point, layer, shape, firstPosition, lengths, copy));
            }
        }
        return out;
    }

    private static List<Tap> beforeWrites(List<Tap> readers, boolean early) {
        return readers.stream().filter(t -> t.beforeWrites() == early).toList();
    }
}
