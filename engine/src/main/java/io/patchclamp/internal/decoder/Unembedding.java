package io.patchclamp.internal.decoder;

import io.patchclamp.internal.decoder.Weights.Affine;
import io.patchclamp.internal.decoder.Weights.Norm;
import io.patchclamp.internal.djl.Scope;
import io.patchclamp.internal.djl.Tensor;
import io.patchclamp.model.ModelConfig;
import io.patchclamp.model.ModelConfig.Scales;
import io.patchclamp.model.Point;

/**
 * From the residual stream to the logits.
 *
 * @param norm the last norm
 * @param norms how norms norm
 * @param head the unembedding
 * @param scales what multiplies and caps the logits
 */
record Unembedding(Norm norm, Norms norms, Affine head, Scales scales) {
    private static final int LOGITS_AT_ONCE = 1 << 24; // 64 MB, and as much once more in Java
    private static final int ENOUGH_ROWS = 256; // more share what expanding the weights costs, and gain nothing

    /** How many rows are best unembedded together, where there are as many. */
    static int rowsAtOnce(ModelConfig config) {
        return Math.max(1, Math.min(LOGITS_AT_ONCE / config.vocabulary(), ENOUGH_ROWS));
    }

    /** Through the electrodes: {@code [row, token, vocab]}. */
    Tensor through(Tensor x, Probes probes, Scope scope) {
        Tensor normed = probes.at(Point.FINAL_NORM, -1, norms.of(x, norm), scope);
        Tensor raw = head.of(normed);
        if (scales.logits() != 1 || scales.logitSoftCap() > 0) {
            raw = scaled(probes.at(Point.UNEMBED, -1, raw, scope), scope);
        }
        return probes.at(Point.LOGITS, -1, raw, scope);
    }

    /** Past the electrodes. */
    Tensor plain(Tensor x, Scope scope) {
        return scaled(head.of(norms.of(x, norm)), scope);
    }

    boolean watched(Probes probes) {
        return probes.any(Point.UNEMBED, -1) || probes.any(Point.LOGITS, -1);
    }

    boolean written(Probes probes) {
        return probes.writes(Point.FINAL_NORM, -1)
                || probes.writes(Point.UNEMBED, -1)
                || probes.writes(Point.LOGITS, -1);
    }

    void normOnly(Tensor x, Probes probes, Scope scope) {
        probes.at(Point.FINAL_NORM, -1, norms.of(x, norm), scope);
    }

    private Tensor scaled(Tensor raw, Scope scope) {
        Tensor x = scales.logits() == 1 ? raw : raw.times(scope.few(new float[] {(float) scales.logits()}, 1));
        return scales.logitSoftCap() == 0 ? x : x.softCap(scope.few(new float[] {(float) scales.logitSoftCap()}, 1));
    }
}
