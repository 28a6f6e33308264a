package io.patchclamp.internal.decoder;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.patchclamp.internal.djl.Scope;
import io.patchclamp.internal.djl.Tensor;
import io.patchclamp.model.ModelConfig;
import io.patchclamp.model.Trace;
import io.patchclamp.model.Variant;
import io.patchclamp.model.VariantRuns;

/** One text's residual stream before every block, its keys and its values. */
final class LayeredTrace implements Trace, Decoder.Closing {
    private final Decoder model;
    private final ModelConfig config;
    private final int[] tokens;
    private final Scope scope = Scope.open();
    private final List<Tensor> streams = new ArrayList<>(); // [1, token, d_model], one more than there are blocks
    private final List<KeyValues.Pair> memory = new ArrayList<>(); // [1, kv_head, token, d_head]
    private int spokenAt = -1; // the last position that logits were asked for
    private float[] spoken = {};
    private boolean closed;

    private LayeredTrace(Decoder model, int... tokens) {
        this.model = model;
        this.config = model.config();
        this.tokens = tokens.clone();
    }

    /** Texts of one length. */
    static List<LayeredTrace> of(Decoder model, int[]... texts) {
        List<LayeredTrace> traces = Arrays.stream(texts)
                .map(tokens -> new LayeredTrace(model, tokens))
                .toList();
        try {
            read(model, traces, texts);
            return traces;
        } catch (RuntimeException | Error e) {
            traces.forEach(t -> t.scope.close());
            throw e;
        }
    }

    static LayeredTrace of(Decoder model, Trace trace) {
        if (trace instanceof LayeredTrace own && own.model == model) {
            return own;
        }
        throw new IllegalArgumentException("a trace of another model was given to " + model.name());
    }

    private static void read(Decoder model, List<LayeredTrace> traces, int[]... texts) {
        int[] lengths = new int[texts.length];
        Arrays.fill(lengths, texts[0].length);
        try (Scope pass = Scope.open()) {
            Span span = Span.of(new int[texts.length], lengths);
            Sight sight = new Sight(span, span.slots(), pass);
            Probes none = new Probes(List.of(), List.of(), span, sight, null);
            Pass shared = new Pass(span, new Rotation(model.config(), model.rotary, span, pass), sight, none);
            KeyValues remember = (layer, keys, values, here) -> {
                for (int row = 0; row < texts.length; row++) {
                    LayeredTrace trace = traces.get(row);
                    trace.memory.add(new KeyValues.Pair(
                            trace.scope.adopt(row(keys, row, texts.length)),
                            trace.scope.adopt(row(values, row, texts.length))));
                }
                return new KeyValues.Pair(keys, values);
            };
            Tensor x = model.embedding.of(texts, span, none, pass);
            keep(traces, x);
            for (int layer = 0; layer < model.config().layers(); layer++) {
                model.goOn("reading", layer);
                try (Scope here = pass.inner()) {
                    x = pass.adopt(model.blocks.get(layer).run(x, shared, remember, here));
                    keep(traces, x);
                }
            }
        }
    }

    private static void keep(List<LayeredTrace> traces, Tensor x) {
        for (int row = 0; row < traces.size(); row++) {
            LayeredTrace trace = traces.get(row);
            trace.streams.add(trace.scope.adopt(row(x, row, traces.size())));
        }
    }

    private static Tensor row(Tensor x, int row, int rows) {
        return rows == 1 ? x : x.narrow(0, row, row + 1L);
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
        model.run(List.of(new VariantRuns(this, variants, readAt, reader)));
    }

    float[][] unedited(int[] readAt) {
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

    void requireOpen() {
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
