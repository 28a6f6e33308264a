package io.patchclamp.internal.decoder;

import io.patchclamp.internal.djl.Scope;
import io.patchclamp.internal.djl.Tensor;
import io.patchclamp.model.ModelConfig;
import io.patchclamp.model.Point;

/** One block's attention, with the keys and values read so far. */
final class Attention {
    private final ModelConfig config;
    private final int layer;
    private final Weights.Block weights;
    private final Scope memory;
    private Tensor keys; // [row, kv_head, key, d_head], owned by memory
    private Tensor values; // [row, kv_head, key, d_head], owned by memory

    Attention(ModelConfig config, int layer, Weights.Block weights, Scope memory) {
        this.config = config;
        this.layer = layer;
        this.weights = weights;
        this.memory = memory;
    }

    /** From the normed residual stream {@code [row, token, d_model]} to what attention adds to it. */
    Tensor run(Tensor x, Rotation rotation, Probes probes, Scope here) {
        Tensor q = heads(weights.q().of(x), config.heads(), Point.Q, probes, here);
        Tensor k = heads(weights.k().of(x), config.kvHeads(), Point.K, probes, here);
        Tensor v = heads(weights.v().of(x), config.kvHeads(), Point.V, probes, here);
        q = probes.at(Point.Q_ROT, layer, q.rope(rotation.cos(), rotation.sin()), here);
        k = probes.at(Point.K_ROT, layer, k.rope(rotation.cos(), rotation.sin()), here);
        keys = remember(keys, k.swap(1, 2));
        values = remember(values, v.swap(1, 2));

        int group = config.heads() / config.kvHeads();
        try (Scope shared = here.inner()) {
            Tensor allKeys = group == 1 ? keys : shared.adopt(keys.repeat(1, group));
            Tensor allValues = group == 1 ? values : shared.adopt(values.repeat(1, group));
            Tensor queries = q.swap(1, 2); // [row, head, query, d_head]
            boolean open = probes.any(Point.SCORES, layer) || probes.any(Point.PATTERN, layer);
            Tensor mixed = open
                    ? eager(queries, allKeys, allValues, rotation, probes, here)
                    : fused(queries, allKeys, allValues, rotation, here);
            long[] s = x.shape();
            Tensor z = mixed.swap(1, 2).reshape(s[0], s[1], config.heads(), config.headDim());
            z = probes.at(Point.Z, layer, z, here);
            return project(z, s, probes, here);
        }
    }

    private Tensor heads(Tensor flat, int heads, Point point, Probes probes, Scope here) {
        long[] s = flat.shape();
        return probes.at(point, layer, flat.reshape(s[0], s[1], heads, config.headDim()), here);
    }

    private Tensor remember(Tensor before, Tensor added) {
        if (before == null) {
            return memory.adopt(added);
        }
        Tensor longer = before.append(added, 2);
        before.close();
        return longer;
    }

    private Tensor fused(Tensor q, Tensor k, Tensor v, Rotation rotation, Scope here) {
        if (rotation.from() == 0) {
            return q.attendCausally(k, v);
        }
        return rotation.tokens() == 1 ? q.attendToAll(k, v) : q.attend(k, v, mask(rotation, here));
    }

    private Tensor eager(Tensor q, Tensor k, Tensor v, Rotation rotation, Probes probes, Scope here) {
        float scale = (float) (1 / Math.sqrt(config.headDim()));
        Tensor scores = q.matmul(k.swap(2, 3)).times(here.floats(new float[] {scale}, 1));
        scores = probes.at(Point.SCORES, layer, scores.plus(mask(rotation, here)), here);
        Tensor pattern = probes.at(Point.PATTERN, layer, scores.softmax(), here);
        return pattern.matmul(v);
    }

    /** 0 where a query may look, minus infinity where it may not: {@code [query, key]}. */
    private static Tensor mask(Rotation rotation, Scope here) {
        int keys = rotation.from() + rotation.tokens();
        float[] mask = new float[rotation.tokens() * keys];
        for (int query = 0; query < rotation.tokens(); query++) {
            for (int key = rotation.from() + query + 1; key < keys; key++) {
                mask[query * keys + key] = Float.NEGATIVE_INFINITY;
            }
        }
        return here.floats(mask, rotation.tokens(), keys);
    }

    private Tensor project(Tensor z, long[] s, Probes probes, Scope here) {
        if (!probes.any(Point.HEAD_OUT, layer)) {
            return weights.o().of(z.reshape(s[0], s[1], (long) config.heads() * config.headDim()));
        }
        Tensor perHead = headOut(z, s, here);
        Tensor out = probes.at(Point.HEAD_OUT, layer, perHead, here);
        if (!probes.writes(Point.HEAD_OUT, layer)) {
            return weights.o().of(z.reshape(s[0], s[1], (long) config.heads() * config.headDim()));
        }
        Tensor sum = out.sum(2);
        return weights.o().bias() == null ? sum : sum.plus(weights.o().bias());
    }

    /** Each head's share of the output projection: {@code [row, token, head, d_model]}. */
    private Tensor headOut(Tensor z, long[] s, Scope here) {
        int heads = config.heads();
        Tensor byHead = z.permute(2, 0, 1, 3).reshape(heads, s[0] * s[1], config.headDim());
        Tensor weight = here.adopt(weights.o().weight().reshape(config.dModel(), heads, config.headDim()));
        Tensor perHead = byHead.matmul(here.adopt(weight.permute(1, 2, 0)));
        return perHead.reshape(heads, s[0], s[1], config.dModel()).permute(1, 2, 0, 3);
    }
}
