package io.patchclamp.internal.decoder;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

import io.patchclamp.fault.PatchclampException;
import io.patchclamp.internal.djl.Scope;
import io.patchclamp.internal.djl.Tensor;
import io.patchclamp.internal.djl.Torch;
import io.patchclamp.internal.family.Drawing;
import io.patchclamp.model.Decoding;
import io.patchclamp.model.Direction;
import io.patchclamp.model.Gradient;
import io.patchclamp.model.Model;
import io.patchclamp.model.ModelConfig;
import io.patchclamp.model.ModuleTree;
import io.patchclamp.model.Objective;
import io.patchclamp.model.Point;
import io.patchclamp.model.Positions;
import io.patchclamp.model.Site;
import io.patchclamp.model.Tap;
import io.patchclamp.model.Tokenizer;
import io.patchclamp.model.Trace;
import io.patchclamp.model.VariantRuns;
import io.patchclamp.model.Write;
import io.patchclamp.progress.Progress;
import io.patchclamp.provenance.Provenance;

/** A decoder-only transformer; its configuration says which. */
public final class Decoder implements Model {
    final Weights weights;
    final Map<Positions.Rope, RotaryTable> rotary = new HashMap<>();
    final Embedding embedding;
    final List<Block> blocks = new ArrayList<>();
    final Unembedding unembedding;
    private final String name;
    private final ModelConfig config;
    private final ModuleTree modules;
    private final Tokenizer tokenizer;
    private final Supplier<Provenance> provenance;
    private final Set<Closing> open = new HashSet<>();
    private final Uses uses = new Uses(this::sayClosed, this::free);

    /** A run that owns native memory. */
    interface Closing {
        void close();
    }

    /**
     * A model over loaded weights.
     *
     * @param name what it was loaded as
     * @param provenance may take its time: the hash of a large file
     */
    public Decoder(
            String name, Drawing drawing, Weights weights, Tokenizer tokenizer, Supplier<Provenance> provenance) {
        this.name = name;
        this.modules = drawing.modules();
        this.config = modules.config();
        this.weights = weights;
        this.tokenizer = tokenizer;
        this.provenance = provenance;
        if (config.positions() instanceof Positions.Rotary ropes) {
            ropes.ropes().forEach(r -> rotary.computeIfAbsent(r, RotaryTable::new));
        }
        Tensor epsilon = weights.scope().few(new float[] {(float) config.norm().epsilon()}, 1);
        Norms norms = new Norms(config.norm().kind(), epsilon);
        this.embedding = new Embedding(config, weights);
        for (int i = 0; i < config.layers(); i++) {
            blocks.add(new Block(config, drawing.fusion(), i, weights.blocks().get(i), norms));
        }
        this.unembedding = new Unembedding(weights.finalNorm(), norms, weights.head(), config.scales());
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public ModelConfig config() {
        return config;
    }

    @Override
    public ModuleTree modules() {
        return modules;
    }

    @Override
    public Tokenizer tokenizer() {
        return tokenizer;
    }

    @Override
    public Provenance provenance() {
        return provenance.get();
    }

    @Override
    public List<Weight> weights() {
        return weights.listing();
    }

    @Override
    public Decoding begin() {
        return opened(true);
    }

    @Override
    public float[][] read(int[][] tokens, List<Tap> taps, List<Write> writes) {
        try (LayeredDecoding once = opened(false)) {
            return once.feed(tokens, taps, writes);
        }
    }

    @Override
    public void observe(int[][] tokens, List<Tap> taps, List<Write> writes) {
        try (LayeredDecoding once = opened(false)) {
            once.observe(tokens, taps, writes);
        }
    }

    private synchronized LayeredDecoding opened(boolean remembers) {
        return during(() -> {
            LayeredDecoding decoding = new LayeredDecoding(this, remembers);
            open.add(decoding);
            return decoding;
        });
    }

    @Override
    public Trace trace(int[] tokens) {
        return traces(List.of(tokens)).get(0);
    }

    @Override
    public synchronized List<Trace> traces(List<int[]> texts) {
        return during(() -> {
            texts.forEach(tokens -> check(new int[][] {tokens}, new int[0]));
            LayeredTrace[] traces = new LayeredTrace[texts.size()];
            try {
                for (List<Integer> some : SideBySide.ofOneLength(texts)) {
                    List<LayeredTrace> read =
                            LayeredTrace.of(this, some.stream().map(texts::get).toArray(int[][]::new));
                    for (int i = 0; i < some.size(); i++) {
                        traces[some.get(i)] = read.get(i);
                    }
                }
            } catch (RuntimeException | Error e) {
                Arrays.stream(traces).filter(Objects::nonNull).forEach(LayeredTrace::close);
                throw e;
            }
            open.addAll(List.of(traces));
            return List.<Trace>of(traces);
        });
    }

    @Override
    public void run(List<VariantRuns> texts) {
        during(() -> {
            texts.forEach(text -> LayeredTrace.of(this, text.trace()).requireOpen());
            SideBySide.run(this, texts);
            return texts;
        });
    }

    @Override
    public List<Gradient> differentiate(
            int[][] tokens, List<Write> writes, int[] readAt, List<Site> sites, Objective objective) {
        return during(() -> new Differentiation(this).run(tokens, writes, readAt, sites, objective));
    }

    @Override
    public float[][] unembed(float[][] residual) {
        return during(() -> new Directions(this).unembed(residual));
    }

    @Override
    public Direction logitDirection(float[] slope, float[] residual) {
        return during(() -> new Directions(this).ofLogits(slope, residual));
    }

    @Override
    public Direction pulledBack(Point point, int layer, float[] residual, float[] projected) {
        return during(() -> new Directions(this).pulledBack(point, layer, residual, projected));
    }

    private void sayClosed() {
        throw new PatchclampException("The model " + name + " is closed.", "%model " + name + " loads it again");
    }

    /** What computes with weights or with what was computed with them: nothing of it is freed while it runs. */
    <T> T during(Supplier<T> work) {
        return uses.during(() -> {
            Torch.ready();
            return work.get();
        });
    }

    /** Whether there is anyone to go on for: neither interrupted nor closed. */
    void goOn(String doing, int layer) {
        Progress.checkCancelled(doing + " layer " + layer + " of " + name);
        uses.requireOpen();
    }

    /** Refuses tokens that are not in the vocabulary or do not fit. */
    void check(int[][] tokens, int[] positions) {
        if (tokens.length == 0) {
            throw new IllegalArgumentException("no rows to feed");
        }
        for (int row = 0; row < tokens.length; row++) {
            if (tokens[row].length == 0) {
                throw new PatchclampException(
                        "There is nothing to read: row " + row + " has no tokens.",
                        "give every prompt at least one token");
            }
            for (int id : tokens[row]) {
                if (id < 0 || id >= config.vocabulary()) {
                    throw new PatchclampException(
                            "Token id " + id + " is not in the vocabulary of " + name + " (0–"
                                    + (config.vocabulary() - 1) + ").",
                            "tokenize the text with this model's own tokenizer");
                }
            }
            int longest = (positions.length == 0 ? 0 : positions[row]) + tokens[row].length;
            if (longest > config.longest()) {
                throw new PatchclampException(
                        "The text is too long for " + name + ": " + longest + " tokens, its context holds "
                                + config.longest() + ".",
                        "a shorter prompt, or fewer new tokens");
            }
        }
    }

    synchronized void ended(Closing run) {
        open.remove(run);
    }

    /** Returns at once. Runs on other threads end at their next layer, and the last of them frees the memory. */
    @Override
    public void close() {
        uses.close();
    }

    private synchronized void free() {
        List.copyOf(open).forEach(Closing::close);
        Scope scope = weights.scope();
        scope.close();
    }

    @Override
    public String toString() {
        return "Model " + name + " (" + config.architecture() + ", " + config.layers() + " layers)";
    }
}
