package io.patchclamp.internal.decoder;

import io.patchclamp.internal.decoder.Weights.Affine;
import io.patchclamp.internal.decoder.Weights.Norm;
import io.patchclamp.internal.djl.Scope;
import io.patchclamp.internal.djl.Tensor;
import io.patchclamp.internal.family.Drawing.Fusion;
import io.patchclamp.model.ModelConfig;
import io.patchclamp.model.ModelConfig.QueryKeyNorm;
import io.patchclamp.model.Point;
import io.patchclamp.model.Positions;

/** One block's attention. */
final class Attention {
    private final ModelConfig config;
    private final Fusion fusion;
    private final int layer;
    private final Weights.Block weights;
    private final Norms norms;

    Attention(ModelConfig config, Fusion fusion, int layer, Weights.Block weights, Norms norms) {
        this.config = config;
        this.fusion = fusion;
        this.layer = layer;
        this.weights = weights;
        this.norms = norms;
    }

    /** From what attention reads, {@code [row, token, d_model]}, to its output projection. */
    Tensor run(Tensor x, Pass pass, KeyValues memory, Scope here) {
        Probes probes = pass.probes();
        long[] s = x.shape();
        Tensor[] flat = Affine.all(x, weights.q(), weights.k(), weights.v());
        if (probes.any(Point.QKV, layer)) {
            flat = fused(flat[0], flat[1], flat[2], s, probes, here);
        }
        Tensor q = normed(flat[0], weights.qNorm(), config.heads(), Point.Q_PROJ, Point.Q, s, probes, here);
        Tensor k = normed(flat[1], weights.kNorm(), config.kvHeads(), Point.K_PROJ, Point.K, s, probes, here);
        Tensor v = probes.at(Point.V, layer, flat[2].reshape(s[0], s[1], config.kvHeads(), config.headDim()), here);
        if (config.positions() instanceof Positions.Rotary) {
            q = probes.at(Point.Q_ROT, layer, pass.rotation().queries(q, layer), here);
            k = probes.at(Point.K_ROT, layer, pass.rotation().keys(k, layer), here);
        }
        KeyValues.Pair all = memory.with(layer, k.swap(1, 2), v.swap(1, 2), here);
        Tensor once = watched(probes) || s[1] > 1 ? null : oneQuery(q.swap(1, 2), all, pass, here);
        if (once != null) {
            Tensor z = once.reshape(s[0], s[1], config.heads(), config.headDim());
            return project(probes.at(Point.Z, layer, z, here), s, probes, here);
        }
        int group = config.heads() / config.kvHeads();
        try (Scope shared = here.inner()) {
            Tensor keys = group == 1 ? all.keys() : shared.adopt(all.keys().repeat(1, group));
            Tensor values =
                    group == 1 ? all.values() : shared.adopt(all.values().repeat(1, group));
            Tensor queries = q.swap(1, 2); // [row, head, query, d_head]
            Tensor mixed = open(probes)
                    ? eager(queries, keys, values, pass, here)
                    : fusedKernel(queries, keys, values, pass, here);
            Tensor z = mixed.swap(1, 2).reshape(s[0], s[1], config.heads(), config.headDim());
            return project(probes.at(Point.Z, layer, z, here), s, probes, here);
        }
    }

    private boolean open(Probes probes) {
        return config.attention().softCap() > 0 || watched(probes);
    }

    private boolean watched(Probes probes) {
        return probes.any(Point.SCORES, layer) || probes.any(Point.PATTERN, layer);
    }

    private Tensor normed(
            Tensor flat, Norm norm, int heads, Point before, Point after, long[] s, Probes probes, Scope here) {
        Tensor byHead = flat.reshape(s[0], s[1], heads, config.headDim());
        if (norm == null) {
            return probes.at(after, layer, byHead, here);
        }
        Tensor raw = probes.at(before, layer, byHead, here);
        if (config.attention().queryKeyNorm() == QueryKeyNorm.PER_HEAD) {
            return probes.at(after, layer, norms.of(raw, norm), here);
        }
        Tensor whole = norms.of(raw.reshape(s[0], s[1], (long) heads * config.headDim()), norm);
        return probes.at(after, layer, whole.reshape(s[0], s[1], heads, config.headDim()), here);
    }

    /** What {@code transformers} has as one projection, put together to be looked at and taken apart again. */
    private Tensor[] fused(Tensor q, Tensor k, Tensor v, long[] s, Probes probes, Scope here) {
        boolean interleaved = fusion == Fusion.INTERLEAVED;
        long heads = config.heads();
        long dim = config.headDim();
        Tensor together;
        if (interleaved) {
            together = q.reshape(s[0], s[1], heads, dim)
                    .append(k.reshape(s[0], s[1], heads, dim), 3)
                    .append(v.reshape(s[0], s[1], heads, dim), 3)
                    .reshape(s[0], s[1], 3 * heads * dim);
        } else {
            together = q.append(k, 2).append(v, 2);
        }
        Tensor seen = probes.at(Point.QKV, layer, together, here);
        if (!probes.writes(Point.QKV, layer)) {
            return new Tensor[] {q, k, v};
        }
        if (interleaved) {
            Tensor byHead = seen.reshape(s[0], s[1], heads, 3 * dim);
            return new Tensor[] {
                byHead.narrow(3, 0, dim).reshape(s[0], s[1], heads * dim),
                byHead.narrow(3, dim, 2 * dim).reshape(s[0], s[1], heads * dim),
                byHead.narrow(3, 2 * dim, 3 * dim).reshape(s[0], s[1], heads * dim)
            };
        }
        long queries = heads * dim;
        long keys = config.kvHeads() * dim;
        return new Tensor[] {
            seen.narrow(2, 0, queries),
            seen.narrow(2, queries, queries + keys),
            seen.narrow(2, queries + keys, queries + 2 * keys)
        };
    }

    /** One token a row, {@code [row, head, 1, d_head]}; null where this is not computed apart. */
    private Tensor oneQuery(Tensor q, KeyValues.Pair all, Pass pass, Scope here) {
        int window = config.attention().windows().get(layer);
        boolean masked = pass.sight().kind(window) == Sight.Kind.MASKED;
        return scaled(q, here)
                .attendOnce(
                        all.keys(),
                        all.values(),
                        masked ? pass.sight().mask(window) : null,
                        config.attention().softCap());
    }

    /** The kernels divide by the root of d_head; what a family has instead is made up for beforehand. */
    private Tensor scaled(Tensor q, Scope here) {
        double ratio = config.attention().scales().get(layer) * Math.sqrt(config.headDim());
        return Math.abs(ratio - 1) < 1e-12 ? q : q.times(here.few(new float[] {(float) ratio}, 1));
    }

    private Tensor fusedKernel(Tensor q, Tensor k, Tensor v, Pass pass, Scope here) {
        Tensor scaled = scaled(q, here);
        int window = config.attention().windows().get(layer);
        return switch (pass.sight().kind(window)) {
            case CAUSAL -> scaled.attendCausally(k, v);
            case ALL -> scaled.attendToAll(k, v);
            case MASKED -> scaled.attend(k, v, pass.sight().mask(window));
        };
    }

    private Tensor eager(Tensor q, Tensor k, Tensor v, Pass pass, Scope here) {
        Probes probes = pass.probes();
        float scale = config.attention().scales().get(layer).floatValue();
        Tensor scores = q.matmul(k.swap(2, 3)).times(here.few(new float[] {scale}, 1));
        double cap = config.attention().softCap();
        if (cap > 0) {
            scores = scores.softCap(here.few(new float[] {(float) cap}, 1));
        }
        Tensor mask = pass.sight().mask(config.attention().windows().get(layer));
        scores = probes.at(Point.SCORES, layer, scores.plus(mask), here);
        Tensor pattern = probes.at(Point.PATTERN, layer, scores.softmax(), here);
        return pattern.matmul(v);
    }

    private Tensor project(Tensor z, long[] s, Probes probes, Scope here) {
        Tensor flat = z.reshape(s[0], s[1], (long) config.heads() * config.headDim());
        if (!probes.any(Point.HEAD_OUT, layer)) {
            return weights.o().of(flat);
        }
        Tensor out = probes.at(Point.HEAD_OUT, layer, headOut(z, s, here), here);
        if (!probes.writes(Point.HEAD_OUT, layer)) {
            return weights.o().of(flat);
        }
        Tensor sum = out.sum(2);
        return weights.o().bias() == null ? sum : sum.plus(weights.o().bias());
    }

    /** Each head's share of the output projection: {@code [row, token, head, d_model]}. */
    private Tensor headOut(Tensor z, long[] s, Scope here) {
        int heads = config.heads();
        Tensor byHead = z.permute(2, 0, 1, 3).reshape(heads, s[0] * s[1], config.headDim());
        Tensor weight =
                here.adopt(weights.o().weight().numbers(here).reshape(config.dModel(), heads, config.headDim()));
        Tensor perHead = byHead.matmul(here.adopt(weight.permute(1, 2, 0)));
        return perHead.reshape(heads, s[0], s[1], config.dModel()).permute(1, 2, 0, 3);
    }
}
