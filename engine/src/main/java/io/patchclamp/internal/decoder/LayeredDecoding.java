package io.patchclamp.internal.decoder;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import io.patchclamp.internal.djl.Scope;
import io.patchclamp.internal.djl.Tensor;
import io.patchclamp.model.Decoding;
import io.patchclamp.model.ModelConfig;
import io.patchclamp.model.Tap;
import io.patchclamp.model.Write;

/** One batch of sequences on its way through the layers, token by token. */
final class LayeredDecoding implements Decoding, KeyValues, Decoder.Closing {
    private static final float[][] NOTHING = {};

    private final Decoder model;
    private final ModelConfig config;
    private final Scope scope = Scope.open();
    private final boolean remembers;
    private final KeyMemory[] memory;
    private final Past past;
    private int[][] slots = new int[0][]; // position of the key in each slot of each row, -1 for padding
    private int[] positions = new int[0];
    private boolean broken;
    private boolean closed;

    /** @param remembers whether more is to be fed; where not, a block's keys and values go with the block */
    LayeredDecoding(Decoder model, boolean remembers) {
        this.model = model;
        this.config = model.config();
        this.remembers = remembers;
        this.memory = new KeyMemory[remembers ? config.layers() : 0];
        Arrays.setAll(memory, layer -> new KeyMemory(scope));
        this.past = new Past(config);
    }

    @Override
    public float[][] feed(int[][] tokens, List<Tap> taps, List<Write> writes) {
        return feed(tokens, taps, writes, true);
    }

    void observe(int[][] tokens, List<Tap> taps, List<Write> writes) {
        feed(tokens, taps, writes, false);
    }

    private float[][] feed(int[][] tokens, List<Tap> taps, List<Write> writes, boolean speak) {
        return model.during(() -> {
            check(tokens);
            return fed(tokens, taps, writes, speak);
        });
    }

    private float[][] fed(int[][] tokens, List<Tap> taps, List<Write> writes, boolean speak) {
        if (positions.length == 0) {
            positions = new int[tokens.length];
            slots = new int[tokens.length][0];
        }
        Span span = past.span(positions.clone(), lengths(tokens));
        // A run that stops half way leaves keys of some layers only: such a sequence must not be read on.
        broken = true;
        if (past.outgrown(span)) {
            readAgain(span.whole());
        }
        float[][] logits = pass(tokens, span, taps, writes, speak);
        if (remembers) {
            past.add(tokens, writes);
        }
        broken = false;
        return logits;
    }

    /** Everything once more, with the angles of sequences that are as long as these are now. */
    private void readAgain(int[] whole) {
        for (KeyMemory layer : memory) {
            layer.forget();
        }
        slots = new int[slots.length][0];
        positions = new int[positions.length];
        for (Past.Feed feed : past.again()) {
            Span span = Span.of(positions.clone(), lengths(feed.tokens()), whole);
            pass(feed.tokens(), span, List.of(), feed.writes(), false);
        }
    }

    private static int[] lengths(int[][] tokens) {
        return Arrays.stream(tokens).mapToInt(row -> row.length).toArray();
    }

    private float[][] pass(int[][] tokens, Span span, List<Tap> taps, List<Write> writes, boolean speak) {
        slots = span.slotsAfter(slots);
        try (Scope pass = scope.inner()) {
            Sight sight = new Sight(span, slots, pass);
            Probes probes = new Probes(taps, Probes.everyRow(writes, span.rows()), span, sight, null);
            Pass shared = new Pass(span, new Rotation(config, model.rotary, span, pass), sight, probes);
            Tensor x = model.embedding.of(tokens, span, probes, pass);
            // One token of few texts: what is computed is little, and every call would count.
            x = span.tokens() == 1 ? x.near() : x;
            for (int layer = 0; layer < config.layers(); layer++) {
                model.goOn("running", layer);
                try (Scope here = pass.inner()) {
                    Tensor after = pass.adopt(model.blocks.get(layer).run(x, shared, this, here));
                    x.close();
                    x = after;
                }
            }
            float[][] logits = logits(x, span, probes, pass, speak);
            for (int row = 0; row < positions.length; row++) {
                positions[row] += span.lengths()[row];
            }
            return logits;
        }
    }

    @Override
    public Pair with(int layer, Tensor keys, Tensor values, Scope here) {
        return remembers ? memory[layer].with(keys, values, here) : new Pair(keys, values);
    }

    @Override
    public void keep(int... rows) {
        model.during(() -> {
            kept(rows);
            return rows;
        });
    }

    private void kept(int... rows) {
        if (closed || broken) {
            throw new IllegalStateException("this decoding is over: begin a new one");
        }
        for (int row : rows) {
            if (row < 0 || row >= positions.length) {
                throw new IllegalArgumentException("no row " + row + " of " + positions.length);
            }
        }
        for (KeyMemory layer : memory) {
            layer.keep(rows);
        }
        past.keep(rows);
        slots = Arrays.stream(rows).mapToObj(r -> slots[r]).toArray(int[][]::new);
        positions = Arrays.stream(rows).map(r -> positions[r]).toArray();
    }

    /** What the caller gets is computed from the last tokens alone, tapped or not, so that looking changes no bit. */
    private float[][] logits(Tensor x, Span span, Probes probes, Scope pass, boolean speak) {
        Unembedding head = model.unembedding;
        if (head.written(probes) || head.watched(probes)) {
            Tensor all = head.through(x, probes, pass);
            if (head.written(probes)) {
                return rows(lastTokens(all, span, pass));
            }
        } else if (probes.any(io.patchclamp.model.Point.FINAL_NORM, -1)) {
            head.normOnly(x, probes, pass);
        }
        return speak ? rows(head.plain(lastTokens(x, span, pass), pass)) : NOTHING;
    }

    /** Each row's last token, {@code [row, width]}. */
    static Tensor lastTokens(Tensor x, Span span, Scope scope) {
        long[] shape = x.shape();
        if (shape[1] == 1) {
            return x.reshape(shape[0], shape[2]);
        }
        long[] ids = IntStream.range(0, span.rows())
                .mapToLong(row -> row * shape[1] + span.lengths()[row] - 1)
                .toArray();
        return scope.ids(ids, ids.length).lookUp(x.reshape(shape[0] * shape[1], shape[2]));
    }

    static float[][] rows(Tensor x) {
        float[] all = x.toArray();
        int rows = (int) x.shape()[0];
        if (rows == 1) {
            return new float[][] {all};
        }
        int width = all.length / rows;
        float[][] out = new float[rows][];
        for (int row = 0; row < rows; row++) {
            out[row] = Arrays.copyOfRange(all, row * width, (row + 1) * width);
        }
        return out;
    }

    private void check(int[][] tokens) {
        if (closed || broken) {
            throw new IllegalStateException(
                    closed ? "this decoding is closed" : "this decoding was interrupted half way: begin a new one");
        }
        if (!remembers && positions.length > 0) {
            throw new IllegalStateException("this decoding is for one feed: begin one that remembers");
        }
        if (positions.length > 0 && positions.length != tokens.length) {
            throw new IllegalArgumentException(tokens.length + " rows were fed to a decoding of " + positions.length);
        }
        model.check(tokens, positions);
    }

    @Override
    public int position() {
        return position(0);
    }

    @Override
    public int position(int row) {
        return positions.length == 0 ? 0 : positions[row];
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
