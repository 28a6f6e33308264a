package io.patchclamp.internal.decoder;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.patchclamp.internal.djl.Scope;
import io.patchclamp.internal.djl.Tensor;
import io.patchclamp.model.ModelConfig;
import io.patchclamp.model.Write;

/**
 * Variants of texts of one length that differ from one token on, run side by side. Each joins at the first block it differs in, with the
 * unedited stream; so the batch grows from block to block, and every product is as large as it can be.
 */
final class RollingBatch implements KeyValues {
    private final Decoder model;
    private final ModelConfig config;
    private final List<Cell> cells;
    private final int length;
    private final int from;
    private final Scope scope;
    private final Span whole;
    private final Rotation rotation;
    private final Probes probes;

    /** @param cells in the order they join */
    RollingBatch(Decoder model, List<Cell> cells, int length, int from, Scope scope) {
        this.model = model;
        this.config = model.config();
        this.cells = cells;
        this.length = length;
        this.from = from;
        this.scope = scope;
        this.whole = span(cells.size());
        this.rotation = new Rotation(config, model.rotary, span(1), scope);
        List<Probes.RowWrite> writes = new ArrayList<>();
        for (int row = 0; row < cells.size(); row++) {
            for (Write write : cells.get(row).variant().writes()) {
                writes.add(new Probes.RowWrite(row, 1, write));
            }
        }
        this.probes = new Probes(List.of(), writes, whole, sight(whole, scope), null);
    }

    private Span span(int rows) {
        int[] starts = new int[rows];
        int[] lengths = new int[rows];
        Arrays.fill(starts, from);
        Arrays.fill(lengths, length - from);
        return Span.of(starts, lengths);
    }

    private Sight sight(Span span, Scope here) {
        int[] slots = new int[length];
        Arrays.setAll(slots, i -> i);
        int[][] rows = new int[span.rows()][];
        Arrays.fill(rows, slots);
        return new Sight(span, rows, here);
    }

    void run(int... readAt) {
        Tensor x = embedded();
        int active = (int) (x == null ? 0 : x.shape()[0]);
        int end = readAt.length == 0 ? lastWritten() + 1 : config.layers();
        for (int layer = 0; layer < end; layer++) {
            model.goOn("running", layer);
            int joined = joined(layer);
            x = join(x, layer, active, joined);
            active = joined;
            if (active == 0) {
                continue;
            }
            try (Scope here = scope.inner()) {
                Span span = span(active);
                Sight sight = sight(span, here);
                Pass pass = new Pass(span, rotation, sight, probes.over(span, sight));
                Tensor after = scope.adopt(model.blocks.get(layer).run(x, pass, this, here));
                x.close();
                x = after;
            }
        }
        if (readAt.length == 0) {
            cells.forEach(c -> c.reader().read(c.number(), new float[0][]));
            return;
        }
        x = join(x, config.layers(), active, cells.size());
        read(x, readAt);
    }

    /** The last block that a variant writes in: where nothing is read, nothing behind it matters. */
    private int lastWritten() {
        return cells.stream()
                .flatMap(c -> c.variant().writes().stream())
                .mapToInt(Write::layer)
                .max()
                .orElse(-1);
    }

    /** Those whose embedding differs. */
    private Tensor embedded() {
        int rows = (int) cells.stream().filter(c -> c.firstLayer() < 0).count();
        if (rows == 0) {
            return null;
        }
        int[][] tokens = new int[rows][length - from];
        for (int row = 0; row < rows; row++) {
            LayeredTrace trace = cells.get(row).trace();
            Arrays.setAll(tokens[row], i -> trace.token(from + i));
        }
        Span span = span(rows);
        return scope.adopt(model.embedding.of(tokens, span, probes.over(span, sight(span, scope)), scope));
    }

    private int joined(int layer) {
        return (int) cells.stream().filter(c -> c.firstLayer() <= layer).count();
    }

    private Tensor join(Tensor before, int layer, int active, int joined) {
        Tensor x = before;
        for (Stretch fresh : stretches(active, joined)) {
            try (Scope here = scope.inner()) {
                Tensor one = here.adopt(fresh.trace.stream(layer).narrow(1, from, length));
                Tensor more = here.adopt(one.repeat(0, fresh.rows));
                if (x == null) {
                    x = scope.adopt(more == one ? one.reshape(one.shape()) : more);
                } else {
                    Tensor both = scope.adopt(x.append(more, 0));
                    x.close();
                    x = both;
                }
            }
        }
        return x;
    }

    /** Rows that follow each other and are variants of one text. */
    private record Stretch(LayeredTrace trace, int rows) {}

    private List<Stretch> stretches(int first, int last) {
        List<Stretch> out = new ArrayList<>();
        int begin = first;
        for (int row = first + 1; row <= last; row++) {
            LayeredTrace trace = cells.get(begin).trace();
            if (row == last || cells.get(row).trace() != trace) {
                out.add(new Stretch(trace, row - begin));
                begin = row;
            }
        }
        return out;
    }

    @Override
    public Pair with(int layer, Tensor keys, Tensor values, Scope here) {
        if (from == 0) {
            return new Pair(keys, values);
        }
        Tensor allKeys = null;
        Tensor allValues = null;
        for (Stretch stretch : stretches(0, (int) keys.shape()[0])) {
            Pair unedited = stretch.trace.memory(layer);
            allKeys = before(allKeys, unedited.keys(), stretch.rows, here);
            allValues = before(allValues, unedited.values(), stretch.rows, here);
        }
        return new Pair(here.adopt(allKeys.append(keys, 2)), here.adopt(allValues.append(values, 2)));
    }

    private Tensor before(Tensor others, Tensor unedited, int rows, Scope here) {
        Tensor prefix = here.adopt(unedited.narrow(2, 0, from));
        Tensor all = rows == 1 ? prefix : here.adopt(prefix.repeat(0, rows));
        return others == null ? all : here.adopt(others.append(all, 0));
    }

    private void read(Tensor x, int... readAt) {
        boolean edited = model.unembedding.written(probes);
        int atOnce = Unembedding.rowsAtOnce(config); // variants, or tokens of few of them
        for (int first = 0; first < cells.size(); first += atOnce) {
            int last = Math.min(cells.size(), first + atOnce);
            try (Scope here = scope.inner()) {
                Tensor rows = here.adopt(x.narrow(0, first, last));
                float[][][] out = new float[last - first][readAt.length][];
                Tensor all = edited ? through(rows, first, last, here) : null;
                int most = Math.max(1, atOnce / out.length);
                for (Consecutive run : Consecutive.of(readAt, most, from)) {
                    if (run.position() < from) {
                        unedited(run, first, out);
                        continue;
                    }
                    Tensor tokens = tokens(all == null ? rows : all, run, here);
                    float[][] logits =
                            LayeredDecoding.rows(all == null ? model.unembedding.plain(tokens, here) : tokens);
                    for (int i = 0; i < out.length; i++) {
                        System.arraycopy(logits, i * run.count(), out[i], run.index(), run.count());
                    }
                }
                for (int i = 0; i < out.length; i++) {
                    Cell cell = cells.get(first + i);
                    cell.reader().read(cell.number(), out[i]);
                }
            }
        }
    }

    private void unedited(Consecutive run, int first, float[][]... out) {
        for (int k = 0; k < run.count(); k++) {
            for (int i = 0; i < out.length; i++) {
                out[i][run.index() + k] = cells.get(first + i).trace().logits(run.position() + k);
            }
        }
    }

    /** The rows of some tokens of all variants, variant after variant. */
    private Tensor tokens(Tensor rows, Consecutive run, Scope here) {
        long begin = run.position() - from;
        Tensor some = here.adopt(rows.narrow(1, begin, begin + run.count()));
        return here.adopt(some.reshape(some.shape()[0] * run.count(), some.shape()[2]));
    }

    /** Some of the variants through the electrodes behind the last block. */
    private Tensor through(Tensor rows, int first, int last, Scope here) {
        List<Probes.RowWrite> writes = new ArrayList<>();
        for (int i = first; i < last; i++) {
            for (Write write : cells.get(i).variant().writes()) {
                writes.add(new Probes.RowWrite(i - first, 1, write));
            }
        }
        Span span = span(last - first);
        Sight sight = sight(span, here);
        return model.unembedding.through(rows, new Probes(List.of(), writes, span, sight, null), here);
    }
}
