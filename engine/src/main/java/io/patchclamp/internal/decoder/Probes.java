package io.patchclamp.internal.decoder;

import java.util.ArrayList;
import java.util.Arrays;
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

    /** A write that sees some of the rows only: to it they are all there are. */
    record RowWrite(int firstRow, int rows, Write write) {}

    private final Map<Place, List<Tap>> taps;
    private final Map<Place, List<RowWrite>> writes;
    private final Span span;
    private final Sight sight;
    private final Kept kept;

    Probes(List<Tap> taps, List<RowWrite> writes, Span span, Sight sight, Kept kept) {
        this(new HashMap<>(), new HashMap<>(), span, sight, kept);
        for (Tap tap : taps) {
            this.taps
                    .computeIfAbsent(new Place(tap.point(), tap.layer()), p -> new ArrayList<>())
                    .add(tap);
        }
        for (RowWrite write : writes) {
            this.writes
                    .computeIfAbsent(new Place(write.write.point(), write.write.layer()), p -> new ArrayList<>())
                    .add(write);
        }
    }

    private Probes(Map<Place, List<Tap>> taps, Map<Place, List<RowWrite>> writes, Span span, Sight sight, Kept kept) {
        this.taps = taps;
        this.writes = writes;
        this.span = span;
        this.sight = sight;
        this.kept = kept;
    }

    static List<RowWrite> everyRow(List<Write> writes, int rows) {
        return writes.stream().map(w -> new RowWrite(0, rows, w)).toList();
    }

    boolean any(Point point, int layer) {
        Place place = new Place(point, layer);
        return taps.containsKey(place) || writes.containsKey(place) || kept != null && kept.wants(point, layer);
    }

    /** The same electrodes for another stretch of rows and tokens. */
    Probes over(Span span, Sight sight) {
        return new Probes(taps, writes, span, sight, kept);
    }

    boolean writes(Point point, int layer) {
        return writes.containsKey(new Place(point, layer));
    }

    /** Lets the electrodes at a place have their way. Gives the same tensor back unless something was written. */
    Tensor at(Point point, int layer, Tensor x, Scope scope) {
        Place place = new Place(point, layer);
        List<Tap> readers = taps.getOrDefault(place, List.of());
        List<RowWrite> writers = writes.getOrDefault(place, List.of());
        Tensor out = x;
        if (!readers.isEmpty() || !writers.isEmpty()) {
            List<Tap> before = readers.stream().filter(Tap::beforeWrites).toList();
            List<Tap> after = readers.stream().filter(t -> !t.beforeWrites()).toList();
            if (!before.isEmpty()) {
                read(before, place, x, null);
            }
            float[] whole = null;
            if (!writers.isEmpty()) {
                int first = writers.stream().mapToInt(RowWrite::firstRow).min().orElse(0);
                int last = writers.stream()
                        .mapToInt(w -> w.firstRow + w.rows)
                        .max()
                        .orElse(0);
                boolean all = first == 0 && last == span.rows();
                Tensor part = all ? x : x.narrow(0, first, last);
                float[] data = part.toArray();
                float[] natural = kept == null ? null : data.clone();
                written(place, writers, data, part.shape(), first);
                Tensor changed = kept == null ? part.like(data.clone(), scope) : forced(part, natural, data, scope);
                out = all ? changed : scope.adopt(splice(x, changed, first, last));
                whole = all ? data : null;
            }
            if (!after.isEmpty()) {
                read(after, place, out, whole);
            }
        }
        return kept == null ? out : kept.keep(point, layer, out);
    }

    /** What was forced carries no gradient back; what was left alone does. */
    private static Tensor forced(Tensor x, float[] natural, float[] written, Scope scope) {
        float[] left = new float[natural.length];
        float[] imposed = new float[natural.length];
        for (int i = 0; i < natural.length; i++) {
            boolean same = Float.floatToRawIntBits(natural[i]) == Float.floatToRawIntBits(written[i]);
            left[i] = same ? 1 : 0;
            imposed[i] = same ? 0 : written[i];
        }
        return x.times(scope.floats(left, x.shape())).plus(scope.floats(imposed, x.shape()));
    }

    private Tensor splice(Tensor x, Tensor changed, int first, int last) {
        Tensor out = first == 0 ? changed : x.narrow(0, 0, first).append(changed, 0);
        return last == span.rows() ? out : out.append(x.narrow(0, last, span.rows()), 0);
    }

    private void written(Place place, List<RowWrite> writers, float[] data, long[] shape, int first) {
        int perRow = data.length / (int) shape[0];
        for (RowWrite w : writers) {
            int from = w.firstRow - first;
            boolean all = w.rows == shape[0];
            float[] rows = all ? data : Arrays.copyOfRange(data, from * perRow, (from + w.rows) * perRow);
            int[] rowShape = ints(shape);
            rowShape[0] = w.rows;
            Slab slab = slab(place, rowShape, w.firstRow, rows);
            w.write.write(slab);
            back(place, slab, rowShape, w.firstRow, rows);
            if (!all) {
                System.arraycopy(rows, 0, data, from * perRow, rows.length);
            }
        }
    }

    private void read(List<Tap> readers, Place place, Tensor x, float[] known) {
        float[] data = known == null ? x.toArray() : known;
        int[] shape = ints(x.shape());
        for (int i = 0; i < readers.size(); i++) {
            // Each reader may keep its array.
            float[] copy = i == readers.size() - 1 && known == null ? data : data.clone();
            readers.get(i).read(slab(place, shape, 0, copy));
        }
    }

    private Slab slab(Place place, int[] shape, int firstRow, float[] data) {
        int[] from = Arrays.copyOfRange(span.from(), firstRow, firstRow + shape[0]);
        int[] lengths = Arrays.copyOfRange(span.lengths(), firstRow, firstRow + shape[0]);
        if (place.point.isAttention() && !sight.plain()) {
            KeyOrder order = new KeyOrder(sight.slots(), firstRow, shape);
            return new Slab(
                    place.point, place.layer, order.shape(), from, lengths, order.byPosition(data, place.point));
        }
        return new Slab(place.point, place.layer, shape, from, lengths, data);
    }

    /** Attention that was shown by position goes back to where the run has its keys. */
    private void back(Place place, Slab slab, int[] shape, int firstRow, float... rows) {
        if (place.point.isAttention() && !sight.plain()) {
            new KeyOrder(sight.slots(), firstRow, shape).back(slab.data(), rows);
        }
    }

    private static int[] ints(long[] shape) {
        return Arrays.stream(shape).mapToInt(Math::toIntExact).toArray();
    }
}
