package io.patchclamp.internal.decoder;

import io.patchclamp.internal.decoder.Weights.Affine;
import io.patchclamp.internal.decoder.Weights.Norm;
import io.patchclamp.internal.djl.Scope;
import io.patchclamp.internal.djl.Tensor;
import io.patchclamp.internal.family.Drawing.Fusion;
import io.patchclamp.model.ModelConfig;
import io.patchclamp.model.ModelConfig.BlockOrder;
import io.patchclamp.model.Point;

/** One block, with an electrode's place after every operation a user can name. */
final class Block {
    private final ModelConfig config;
    private final int layer;
    private final Weights.Block weights;
    private final Norms norms;
    private final Attention attention;

    Block(ModelConfig config, Fusion fusion, int layer, Weights.Block weights, Norms norms) {
        this.config = config;
        this.layer = layer;
        this.weights = weights;
        this.norms = norms;
        this.attention = new Attention(config, fusion, layer, weights, norms);
    }

    /** From the residual stream before the block, {@code [row, token, d_model]}, to the one after it. */
    Tensor run(Tensor in, Pass pass, KeyValues memory, Scope here) {
        Probes probes = pass.probes();
        Tensor x = probes.at(Point.RESID_PRE, layer, in, here);
        if (config.order() == BlockOrder.PARALLEL) {
            Tensor attended = attended(normed(Point.LN1, x, weights.ln1(), probes, here), pass, memory, here);
            Tensor added = mlp(normed(Point.LN2, x, weights.ln2(), probes, here), probes, here);
            return probes.at(Point.RESID_POST, layer, added.added(attended).added(x), here);
        }
        boolean first = config.order().normsInputs();
        Tensor read = first ? normed(Point.LN1, x, weights.ln1(), probes, here) : here.adopt(x.reshape(x.shape()));
        Tensor mid = probes.at(Point.RESID_MID, layer, here.adopt(x.added(attended(read, pass, memory, here))), here);
        Tensor middle = first ? normed(Point.LN2, mid, weights.ln2(), probes, here) : mid;
        return probes.at(Point.RESID_POST, layer, mid.added(mlp(middle, probes, here)), here);
    }

    private Tensor normed(Point point, Tensor x, Norm norm, Probes probes, Scope here) {
        return probes.at(point, layer, here.adopt(norms.of(x, norm)), here);
    }

    private Tensor attended(Tensor read, Pass pass, KeyValues memory, Scope here) {
        Tensor out = attention.run(read, pass, memory, here);
        return added(Point.ATTN_PROJ, Point.ATTN_OUT, out, weights.attnNorm(), pass.probes(), here);
    }

    private Tensor mlp(Tensor read, Probes probes, Scope here) {
        Tensor neurons = config.mlp().gated() ? gated(read, probes, here) : ungated(read, probes, here);
        Tensor out = weights.down().of(probes.at(Point.NEURONS, layer, neurons, here));
        return added(Point.MLP_PROJ, Point.MLP_OUT, out, weights.mlpNorm(), probes, here);
    }

    private Tensor gated(Tensor read, Probes probes, Scope here) {
        Tensor[] both = Affine.all(read, weights.gate(), weights.up());
        Tensor gate = both[0];
        Tensor up = both[1];
        if (probes.any(Point.GATE_UP, layer)) {
            Tensor seen = probes.at(Point.GATE_UP, layer, gate.append(up, 2), here);
            if (probes.writes(Point.GATE_UP, layer)) {
                gate = seen.narrow(2, 0, config.dMlp());
                up = seen.narrow(2, config.dMlp(), 2L * config.dMlp());
            }
        }
        gate = probes.at(Point.GATE, layer, gate, here);
        Tensor act = probes.at(Point.ACT, layer, activated(gate), here);
        return act.times(probes.at(Point.UP, layer, up, here));
    }

    private Tensor ungated(Tensor read, Probes probes, Scope here) {
        return activated(probes.at(Point.PRE, layer, weights.up().of(read), here));
    }

    private Tensor activated(Tensor x) {
        return switch (config.mlp().activation()) {
            case SILU, SWISH -> x.silu();
            case GELU -> x.gelu();
            case GELU_TANH, GELU_NEW, GELU_FAST -> x.geluTanh();
            case RELU -> x.relu();
        };
    }

    /** What is really added to the residual stream. */
    private Tensor added(Point before, Point after, Tensor out, Norm norm, Probes probes, Scope here) {
        double scale = config.scales().residual();
        Tensor x = out;
        if (norm != null || scale != 1) {
            x = probes.at(before, layer, x, here);
            x = norm == null ? x : norms.of(x, norm);
            x = scale == 1 ? x : x.times(here.few(new float[] {(float) scale}, 1));
        }
        return probes.at(after, layer, x, here);
    }
}
