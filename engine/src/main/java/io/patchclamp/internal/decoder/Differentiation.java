package io.patchclamp.internal.decoder;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import io.patchclamp.fault.PatchclampException;
import io.patchclamp.internal.djl.Scope;
import io.patchclamp.internal.djl.Tape;
import io.patchclamp.internal.djl.Tensor;
import io.patchclamp.model.Gradient;
import io.patchclamp.model.ModelConfig;
import io.patchclamp.model.Objective;
import io.patchclamp.model.Point;
import io.patchclamp.model.Site;
import io.patchclamp.model.Slab;
import io.patchclamp.model.Write;

/** One forward pass with gradients on, and the way back. */
final class Differentiation {
    private static final KeyValues OWN = (layer, keys, values, here) -> new KeyValues.Pair(keys, values);

    private final Decoder model;
    private final ModelConfig config;

    Differentiation(Decoder model) {
        this.model = model;
        this.config = model.config();
    }

    List<Gradient> run(int[][] tokens, List<Write> writes, int[] readAt, List<Site> sites, Objective objective) {
        model.check(tokens, new int[0]);
        Set<Kept.Place> wanted = new HashSet<>();
        for (Site site : sites) {
            if (site.point() == Point.HEAD_OUT || site.point() == Point.QKV || site.point() == Point.GATE_UP) {
                throw new PatchclampException(
                        "No gradient flows through '" + site.name() + "': it is put together to be looked at.",
                        "attn.z for heads, attn.q, attn.k and attn.v, or mlp.gate and mlp.up");
            }
            wanted.add(new Kept.Place(site.point(), site.layer()));
        }
        Span span = Span.of(
                new int[tokens.length],
                Arrays.stream(tokens).mapToInt(t -> t.length).toArray());
        for (int row = 0; row < tokens.length; row++) {
            if (readAt[row] < 0 || readAt[row] >= span.lengths()[row]) {
                throw new IllegalArgumentException("row " + row + " has no position " + readAt[row]);
            }
        }
        try (Scope pass = Scope.open()) {
            return Tape.recording(
                    pass, tape -> differentiated(tokens, writes, readAt, sites, objective, wanted, span, pass, tape));
        }
    }

    private List<Gradient> differentiated(
            int[][] tokens,
            List<Write> writes,
            int[] readAt,
            List<Site> sites,
            Objective objective,
            Set<Kept.Place> wanted,
            Span span,
            Scope pass,
            Tape tape) {
        Kept kept = new Kept(wanted, tape);
        Sight sight = new Sight(span, span.slots(), pass);
        Probes probes = new Probes(List.of(), Probes.everyRow(writes, span.rows()), span, sight, kept);
        Pass shared = new Pass(span, new Rotation(config, model.rotary, span, pass), sight, probes);
        int parting = parting(tokens, writes, wanted);
        Tensor x = parting == 0
                ? model.embedding.of(tokens, span, probes, pass)
                : alike(tokens[0], parting, pass).repeat(0, tokens.length);
        for (int layer = parting; layer < config.layers(); layer++) {
            model.goOn("differentiating", layer);
            try (Scope here = pass.inner()) {
                x = pass.adopt(model.blocks.get(layer).run(x, shared, OWN, here));
                tape.hold();
            }
        }
        Unembedding head = model.unembedding;
        boolean whole = head.watched(probes)
                || head.written(probes)
                || kept.wants(Point.FINAL_NORM, -1)
                || kept.wants(Point.UNEMBED, -1)
                || kept.wants(Point.LOGITS, -1);
        Span read = Span.of(
                new int[tokens.length], Arrays.stream(readAt).map(p -> p + 1).toArray());
        Tensor logits = whole
                ? LayeredDecoding.lastTokens(head.through(x, probes, pass), read, pass)
                : head.plain(LayeredDecoding.lastTokens(x, read, pass), pass);
        float[][] slope = objective.slope(LayeredDecoding.rows(logits));
        List<Tensor> inputs =
                sites.stream().map(s -> kept.at(s.point(), s.layer())).toList();
        List<Tensor> gradients = tape.gradients(logits, flat(slope, logits.shape(), pass), inputs);
        List<Gradient> out = new ArrayList<>();
        for (int i = 0; i < sites.size(); i++) {
            Tensor place = inputs.get(i);
            out.add(new Gradient(
                    slab(sites.get(i), place, place, span), slab(sites.get(i), place, gradients.get(i), span)));
        }
        return out;
    }

    /** The first block in which rows can differ, or in which something is wanted: 0 unless all rows are one text. */
    private int parting(int[][] tokens, List<Write> writes, Set<Kept.Place> wanted) {
        if (tokens.length == 1 || !Arrays.stream(tokens).allMatch(row -> Arrays.equals(row, tokens[0]))) {
            return 0;
        }
        IntStream touched = IntStream.concat(
                writes.stream().mapToInt(w -> block(w.point(), w.layer())),
                wanted.stream().mapToInt(w -> block(w.point(), w.layer())));
        return touched.min().orElse(0);
    }

    private int block(Point point, int layer) {
        return point.inLayer() ? layer : point.compareTo(Point.RESID_POST) > 0 ? config.layers() : 0;
    }

    /** One text's stream before a block, through blocks that are the same for every row that holds it. */
    private Tensor alike(int[] text, int blocks, Scope pass) {
        Span span = Span.of(new int[1], new int[] {text.length});
        Sight sight = new Sight(span, span.slots(), pass);
        Probes none = new Probes(List.of(), List.of(), span, sight, null);
        Pass shared = new Pass(span, new Rotation(config, model.rotary, span, pass), sight, none);
        Tensor x = model.embedding.of(new int[][] {text}, span, none, pass);
        for (int layer = 0; layer < blocks; layer++) {
            model.goOn("differentiating", layer);
            try (Scope here = pass.inner()) {
                Tensor after = pass.adopt(model.blocks.get(layer).run(x, shared, OWN, here));
                x.close();
                x = after;
            }
        }
        return x;
    }

    private static Tensor flat(float[][] rows, long[] shape, Scope scope) {
        float[] all = new float[rows.length * rows[0].length];
        for (int row = 0; row < rows.length; row++) {
            System.arraycopy(rows[row], 0, all, row * rows[0].length, rows[0].length);
        }
        return scope.floats(all, shape);
    }

    /** @param numbers null where nothing that counts depends on the place */
    private static Slab slab(Site site, Tensor place, Tensor numbers, Span span) {
        int[] shape = Arrays.stream(place.shape()).mapToInt(Math::toIntExact).toArray();
        float[] data =
                numbers == null ? new float[Arrays.stream(shape).reduce(1, Math::multiplyExact)] : numbers.toArray();
        return new Slab(site.point(), site.layer(), shape, span.from(), span.lengths(), data);
    }
}
