package io.patchclamp.internal.decoder;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.patchclamp.internal.djl.Scope;
import io.patchclamp.internal.djl.Tensor;
import io.patchclamp.model.ModelConfig;
import io.patchclamp.model.Trace;
import io.patchclamp.model.Variant;

/** One text's residual stream before every block, its keys and its values. */
final class LayeredTrace implements Trace, Decoder.Closing {
    /** More tokens side by side gain no speed, and every one of them costs memory. */
    private static final int TOKENS_SIDE_BY_SIDE = 1024;

    private final Decoder model;
    private final ModelConfig config;
    private final int[] tokens;
    private final Scope scope = Scope.open();
    private final List<Tensor> streams = new ArrayList<>(); // [1, token, d_model], one more than there are blocks
    private final List<KeyValues.Pair> memory = new ArrayList<>(); // [1, kv_head, token, d_head]
    private int spokenAt = -1; // the last position that logits were asked for
    private float[] spoken = {};
    private boolean closed;

    LayeredTrace(Decoder model, int[] tokens) {
        this.model = model;
        this.config = model.config();
        this.tokens = tokens.clone();
        try {
            read();
        } catch (RuntimeException | Error e) {
            scope.close();
            throw e;
        }
    }

    private void read() {
        try (Scope pass = scope.inner()) {
            Span span = Span.of(new int[1], new int[] {tokens.length});
            Sight sight = new Sight(span, span.slots(), pass);
            Probes none = new Probes(List.of(), List.of(), span, sight, null);
            Pass shared = new Pass(span, new Rotation(config, model.rotary, span, pass), sight, none);
            streams.add(scope.adopt(model.embedding.of(new int[][] {tokens}, span, none, pass)));
            KeyValues remember = (layer, keys, values, here) -> {
                memory.add(new KeyValues.Pair(scope.adopt(keys), scope.adopt(values)));
                return memory.get(layer);
            };
            for (int layer = 0; layer < config.layers(); layer++) {
                model.goOn("reading", layer);
                try (Scope here = pass.inner()) {
                    streams.add(scope.adopt(model.blocks.get(layer).run(streams.get(layer), shared, remember, here)));
                }
            }
        }
    }

    @Override
    public int[] tokens() {
        return tokens.clone();
    }

    @Override
    public float[] logits(int position) {
        return model.during(() -> {
            requireOpen();
            if (position < 0 || position >= tokens.length) {
                throw new IllegalArgumentException("no position " + position + " in " + tokens.length + " tokens");
            }
            if (position != spokenAt) {
                spoken = spoken(position);
                spokenAt = position;
            }
            return spoken.clone();
        });
    }

    private float[] spoken(int position) {
        try (Scope here = scope.inner()) {
            Tensor last = here.adopt(streams.get(config.layers()).narrow(1, position, position + 1));
            return LayeredDecoding.rows(model.unembedding.plain(last.reshape(1, config.dModel()), here))[0];
        }
    }

    @Override
    public void run(List<Variant> variants, int[] readAt, Reader reader) {
        model.during(() -> {
            requireOpen();
            readVariants(variants, readAt, reader);
            return variants;
        });
    }

    private void readVariants(List<Variant> variants, int[] readAt, Reader reader) {
        Map<Integer, List<Cell>> byStart = new TreeMap<>();
        float[][] unedited = null;
        for (int i = 0; i < variants.size(); i++) {
            Variant variant = variants.get(i);
            if (variant.writes().isEmpty() || variant.fromToken() >= tokens.length) {
                unedited = unedited == null ? unedited(readAt) : unedited;
                reader.read(i, unedited.clone());
            } else {
                byStart.computeIfAbsent(variant.fromToken(), k -> new ArrayList<>())
                        .add(Cell.of(i, variant, config.layers()));
            }
        }
        byStart.forEach((from, cells) -> {
            cells.sort(Comparator.comparingInt(Cell::firstLayer).thenComparingInt(Cell::number));
            int most = Math.max(1, TOKENS_SIDE_BY_SIDE / (tokens.length - from));
            for (int first = 0; first < cells.size(); first += most) {
                List<Cell> batch = cells.subList(first, Math.min(cells.size(), first + most));
                try (Scope here = scope.inner()) {
                    new RollingBatch(model, this, batch, from, here).run(readAt, reader);
                }
            }
        });
    }

    private float[][] unedited(int[] readAt) {
        if (readAt.length == 1) {
            return new float[][] {logits(readAt[0])};
        }
        float[][] out = new float[readAt.length][];
        for (Consecutive run : Consecutive.of(readAt, Unembedding.rowsAtOnce(config), 0)) {
            try (Scope here = scope.inner()) {
                Tensor some = here.adopt(
                        streams.get(config.layers()).narrow(1, run.position(), run.position() + (long) run.count()));
                Tensor rows = here.adopt(some.reshape(run.count(), config.dModel()));
                float[][] logits = LayeredDecoding.rows(model.unembedding.plain(rows, here));
                System.arraycopy(logits, 0, out, run.index(), run.count());
            }
        }
        return out;
    }

    int length() {
        return tokens.length;
    }

    int token(int position) {
        return tokens[position];
    }

    /** The unedited residual stream before a block, or after the last. */
    Tensor stream(int layer) {
        return streams.get(layer);
    }

    KeyValues.Pair memory(int layer) {
        return memory.get(layer);
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("this trace is closed");
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            scope.close();
            model.ended(this);
        }
    }
}
