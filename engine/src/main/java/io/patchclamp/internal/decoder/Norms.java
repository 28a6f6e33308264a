package io.patchclamp.internal.decoder;

import io.patchclamp.internal.decoder.Weights.Norm;
import io.patchclamp.internal.djl.Tensor;
import io.patchclamp.model.ModelConfig.NormKind;

/**
 * The norms of one model.
 *
 * @param kind what they compute
 * @param epsilon one number
 */
record Norms(NormKind kind, Tensor epsilon) {
    Tensor of(Tensor x, Norm norm) {
        return kind == NormKind.LAYER
                ? x.layerNorm(norm.weight(), norm.bias(), epsilon)
                : x.rmsNorm(norm.weight(), epsilon);
    }
}
