package io.patchclamp.internal.decoder;

import java.util.Arrays;
import java.util.List;

import io.patchclamp.fault.PatchclampException;
import io.patchclamp.internal.djl.Scope;
import io.patchclamp.internal.djl.Tensor;
import io.patchclamp.internal.djl.Torch;
import io.patchclamp.model.Decoding;
import io.patchclamp.model.ModelConfig;
import io.patchclamp.model.Point;
import io.patchclamp.model.Tap;
import io.patchclamp.model.Write;
import io.patchclamp.progress.Progress;

/** One batch of sequences on its way through the layers, token by token. */
final class LayeredDecoding implements Decoding {
    private final Decoder model;
    private final ModelConfig config;
    private final Scope scope = Scope.open();
    private final Attention[] attention;
    private final Tensor epsilon;
    private int position;
    private boolean ragged;
    private boolean broken;
    private boolean closed;

    LayeredDecoding(Decoder model) {
        this.model = model;
        this.config = model.config();
        this.epsilon = scope.floats(new float[] {(float) config.normEpsilon()}, 1);
        this.attention = new Attention[config.layers()];
        for (int i = 0; i < attention.length; i++) {
            attention[i] = new Attention(config, i, model.blocks.get(i), scope);
        }
    }

    @Override
    public float[][] feed(int[][] tokens, List<Tap> taps, List<Write> writes) {
        check(tokens);
        Torch.ready();
        int[] lengths = Arrays.stream(tokens).mapToInt(row -> row.length).toArray();
        int longest = Arrays.stream(lengths).max().orElseThrow();
        ragged = Arrays.stream(lengths).min().orElseThrow() < longest;
        Probes probes = new Probes(taps, writes, position, lengths);
        // A run that stops half way leaves keys of some layers only: such a sequence must not be read on.
        broken = true;
        try (Scope pass = scope.inner()) {
            Tensor x = pass.ids(padded(tokens, longest), tokens.length, longest)
                    .lookUp(model.weights.get("model.embed_tokens.weight"));
            x = probes.at(Point.EMBED, -1, x, pass);
            Rotation rotation = Rotation.at(model.rotary, position, longest, config, pass);
            for (int layer = 0; layer < config.layers(); layer++) {
                Progress.checkCancelled("running layer " + layer + " of " + model.name());
                try (Scope here = pass.inner()) {
                    x = pass.adopt(block(layer, x, rotation, probes, here, pass));
                }
            }
            float[][] logits = logits(x, lengths, probes, pass);
            position += longest;
            broken = false;
            return logits;
        }
    }

    private Tensor block(int layer, Tensor in, Rotation rotation, Probes probes, Scope here, Scope pass) {
        Weights.Block w = model.blocks.get(layer);
        Tensor x = probes.at(Point.RESID_PRE, layer, in, here);
        Tensor normed = probes.at(Point.LN1, layer, here.adopt(x.rmsNorm(w.ln1(), epsilon)), here);
        Tensor attended = attention[layer].run(normed, rotation, probes, here);
        attended = probes.at(Point.ATTN_OUT, layer, attended, here);
        x = probes.at(Point.RESID_MID, layer, here.adopt(x.plus(attended)), here);
        normed = probes.at(Point.LN2, layer, x.rmsNorm(w.ln2(), epsilon), here);
        Tensor gate = probes.at(Point.GATE, layer, w.gate().of(normed), here);
        Tensor act = probes.at(Point.ACT, layer, gate.silu(), here);
        Tensor up = probes.at(Point.UP, layer, w.up().of(normed), here);
        Tensor neurons = probes.at(Point.NEURONS, layer, act.times(up), here);
        Tensor added = probes.at(Point.MLP_OUT, layer, w.down().of(neurons), here);
        return probes.at(Point.RESID_POST, layer, x.plus(added), here);
    }

    /** What the caller gets is computed from the last tokens alone, tapped or not, so that looking changes no bit. */
    private float[][] logits(Tensor x, int[] lengths, Probes probes, Scope pass) {
        Tensor norm = model.weights.get("model.norm.weight");
        Tensor head = model.weights.orNull("lm_head.weight");
        Tensor unembedding = head == null ? model.weights.get("model.embed_tokens.weight") : head;
        boolean whole = probes.any(Point.FINAL_NORM, -1) || probes.any(Point.LOGITS, -1);
        boolean written = probes.writes(Point.FINAL_NORM, -1) || probes.writes(Point.LOGITS, -1);
        if (whole) {
            Tensor normed = probes.at(Point.FINAL_NORM, -1, x.rmsNorm(norm, epsilon), pass);
            if (written || probes.any(Point.LOGITS, -1)) {
                Tensor all = probes.at(Point.LOGITS, -1, normed.linear(unembedding, null), pass);
                if (written) {
                    return rows(last(all, lengths));
                }
            }
        }
        return rows(last(x, lengths).rmsNorm(norm, epsilon).linear(unembedding, null));
    }

    /** Each row's last token, {@code [row, width]}. */
    private static Tensor last(Tensor x, int[] lengths) {
        Tensor out = null;
        for (int row = 0; row < lengths.length; row++) {
            Tensor one = x.narrow(0, row, row + 1).narrow(1, lengths[row] - 1, lengths[row]);
            out = out == null ? one : out.append(one, 0);
        }
        long[] shape = out.shape();
        return out.reshape(shape[0], shape[2]);
    }

    private static float[][] rows(Tensor x) {
        float[] all = x.toArray();
        int rows = (int) x.shape()[0];
        int width = all.length / rows;
        float[][] out = new float[rows][];
        for (int row = 0; row < rows; row++) {
            out[row] = Arrays.copyOfRange(all, row * width, (row + 1) * width);
        }
        return out;
    }

    private static long[] padded(int[][] tokens, int longest) {
        long[] ids = new long[tokens.length * longest];
        for (int row = 0; row < tokens.length; row++) {
            for (int i = 0; i < tokens[row].length; i++) {
                ids[row * longest + i] = tokens[row][i];
            }
        }
        return ids;
    }

    private void check(int[][] tokens) {
        if (closed || broken) {
            throw new IllegalStateException(
                    closed ? "this decoding is closed" : "this decoding was interrupted half way: begin a new one");
        }
        if (ragged) {
            throw new IllegalStateException("rows of unequal length were fed: they cannot be read on side by side");
        }
        if (tokens.length == 0) {
            throw new IllegalArgumentException("no rows to feed");
        }
        int longest = 0;
        for (int row = 0; row < tokens.length; row++) {
            if (tokens[row].length == 0) {
                throw new PatchclampException(
                        "There is nothing to read: row " + row + " has no tokens.",
                        "give every prompt at least one token");
            }
            longest = Math.max(longest, tokens[row].length);
            for (int id : tokens[row]) {
                if (id < 0 || id >= config.vocabulary()) {
                    throw new PatchclampException(
                            "Token id " + id + " is not in the vocabulary of " + model.name() + " (0–"
                                    + (config.vocabulary() - 1) + ").",
                            "tokenize the text with this model's own tokenizer");
                }
            }
        }
        if (position + longest > config.context()) {
            throw new PatchclampException(
                    "The text is too long for " + model.name() + ": " + (position + longest)
                            + " tokens, its context holds " + config.context() + ".",
                    "a shorter prompt, or fewer new tokens");
        }
    }

    @Override
    public int position() {
        return position;
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
