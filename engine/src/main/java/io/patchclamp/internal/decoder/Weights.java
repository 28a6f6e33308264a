package io.patchclamp.internal.decoder;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.patchclamp.internal.djl.Scope;
import io.patchclamp.internal.djl.Tensor;
import io.patchclamp.internal.djl.Weight;
import io.patchclamp.internal.family.Drawing;
import io.patchclamp.internal.family.Part;
import io.patchclamp.internal.family.Slot;
import io.patchclamp.model.Model;
import io.patchclamp.model.ModelConfig;
import io.patchclamp.model.ModelConfig.NormKind;
import io.patchclamp.model.ModuleTree.Group;

/** All weights of a decoder, where the decoder needs them. */
public final class Weights {
    private final Scope scope;
    private final List<Model.Weight> listing;
    private final Map<Slot, Affine> slots;
    private final Map<Slot, Norm> norms;
    private final List<Block> blocks = new ArrayList<>();

    private Weights(
            Scope scope,
            List<Model.Weight> listing,
            Map<Slot, Affine> slots,
            Map<Slot, Norm> norms,
            ModelConfig config) {
        this.scope = scope;
        this.listing = List.copyOf(listing);
        this.slots = slots;
        this.norms = norms;
        for (int layer = 0; layer < config.layers(); layer++) {
            blocks.add(block(layer));
        }
    }

    /**
     * Puts weights in their places; fused projections are taken apart without a copy.
     *
     * @param scope owns the native memory
     * @param named by HuggingFace name; projections are {@code [out, in]}, fused rows in blocks
     * @param listing what there is, for the user
     */
    public static Weights of(Scope scope, Drawing drawing, Map<String, Weight> named, List<Model.Weight> listing) {
        ModelConfig config = drawing.modules().config();
        boolean shifted = config.norm().kind() == NormKind.RMS_PLUS_ONE;
        Map<Slot, Affine> slots = new HashMap<>();
        Map<Slot, Norm> norms = new HashMap<>();
        drawing.sources().forEach((slot, source) -> {
            Weight weight = named.get(source.module() + ".weight");
            Weight added = named.get(source.module() + ".bias");
            Tensor bias = added == null ? null : added.numbers();
            if (slot.part().group() == Group.NORMS) {
                Norm norm = new Norm(weight.numbers(), bias);
                norms.put(slot, shifted ? plusOne(scope, norm) : norm);
                return;
            }
            Affine whole = new Affine(weight, bias);
            int queries = config.heads() * config.headDim();
            int keys = config.kvHeads() * config.headDim();
            switch (slot.part()) {
                case QKV -> {
                    slots.put(new Slot(Part.Q, slot.layer()), whole.rows(0, queries));
                    slots.put(new Slot(Part.K, slot.layer()), whole.rows(queries, queries + keys));
                    slots.put(new Slot(Part.V, slot.layer()), whole.rows(queries + keys, queries + 2 * keys));
                }
                case GATE_UP -> {
                    slots.put(new Slot(Part.GATE, slot.layer()), whole.rows(0, config.dMlp()));
                    slots.put(new Slot(Part.UP, slot.layer()), whole.rows(config.dMlp(), 2 * config.dMlp()));
                }
                default -> slots.put(slot, whole);
            }
        });
        return new Weights(scope, listing, slots, norms, config);
    }

    private static Norm plusOne(Scope scope, Norm norm) {
        Tensor one = scope.floats(new float[] {1}, 1);
        return new Norm(scope.adopt(one.plus(norm.weight)), null);
    }

    private Block block(int layer) {
        return new Block(
                norms.get(new Slot(Part.LN1, layer)),
                slots.get(new Slot(Part.Q, layer)),
                slots.get(new Slot(Part.K, layer)),
                slots.get(new Slot(Part.V, layer)),
                norms.get(new Slot(Part.Q_NORM, layer)),
                norms.get(new Slot(Part.K_NORM, layer)),
                slots.get(new Slot(Part.O, layer)),
                norms.get(new Slot(Part.ATTN_NORM, layer)),
                norms.get(new Slot(Part.LN2, layer)),
                slots.get(new Slot(Part.GATE, layer)),
                slots.get(new Slot(Part.UP, layer)),
                slots.get(new Slot(Part.DOWN, layer)),
                norms.get(new Slot(Part.MLP_NORM, layer)));
    }

    Scope scope() {
        return scope;
    }

    List<Model.Weight> listing() {
        return listing;
    }

    List<Block> blocks() {
        return blocks;
    }

    Weight embedding() {
        return slots.get(new Slot(Part.TOKENS, -1)).weight;
    }

    Weight positions() {
        return slots.get(new Slot(Part.POSITIONS, -1)).weight;
    }

    Norm finalNorm() {
        return norms.get(new Slot(Part.FINAL_NORM, -1));
    }

    /** The unembedding; the embedding where it is tied. */
    Affine head() {
        Affine head = slots.get(new Slot(Part.HEAD, -1));
        return head == null ? new Affine(embedding(), null) : head;
    }

    /** One block's weights; null what its family does not have. */
    record Block(
            Norm ln1,
            Affine q,
            Affine k,
            Affine v,
            Norm qNorm,
            Norm kNorm,
            Affine o,
            Norm attnNorm,
            Norm ln2,
            Affine gate,
            Affine up,
            Affine down,
            Norm mlpNorm) {}

    /** What a norm multiplies with, and adds; the bias may be null. */
    record Norm(Tensor weight, Tensor bias) {}

    /** A projection or a table: {@code [out, in]}, and a bias that may be null. */
    record Affine(Weight weight, Tensor bias) {
        /** As a projection. */
        Tensor of(Tensor x) {
            return x.linear(weight, bias);
        }

        /** Several projections of the same numbers. */
        static Tensor[] all(Tensor x, Affine... projections) {
            return x.linear(
                    Arrays.stream(projections).map(Affine::weight).toArray(Weight[]::new),
                    Arrays.stream(projections).map(Affine::bias).toArray(Tensor[]::new));
        }

        private Affine rows(int from, int to) {
            return new Affine(weight.rows(from, to), bias == null ? null : bias.narrow(0, from, to));
        }
    }
}
