package io.patchclamp.internal.decoder;

import io.patchclamp.internal.decoder.Weights.Affine;
import io.patchclamp.internal.decoder.Weights.Norm;
import io.patchclamp.internal.djl.Scope;
import io.patchclamp.internal.djl.Tensor;
import io.patchclamp.model.Direction;
import io.patchclamp.model.ModelConfig;
import io.patchclamp.model.ModelConfig.NormKind;
import io.patchclamp.model.Point;

/** The unembedding forwards, and readings of the residual stream backwards through what is linear. */
final class Directions {
    /** Rows side by side in one unembedding: a row is as long as the vocabulary. */
    private static final int ROWS = 64;

    private final Decoder model;
    private final ModelConfig config;

    Directions(Decoder model) {
        this.model = model;
        this.config = model.config();
    }

    float[][] unembed(float[][] residual) {
        float[][] out = new float[residual.length][];
        for (int first = 0; first < residual.length; first += ROWS) {
            int rows = Math.min(ROWS, residual.length - first);
            float[] flat = new float[rows * config.dModel()];
            for (int i = 0; i < rows; i++) {
                System.arraycopy(checked(residual[first + i]), 0, flat, i * config.dModel(), config.dModel());
            }
            try (Scope here = Scope.open()) {
                Tensor logits = model.unembedding.plain(here.floats(flat, rows, config.dModel()), here);
                System.arraycopy(LayeredDecoding.rows(logits), 0, out, first, rows);
            }
        }
        return out;
    }

    Direction ofLogits(float[] slope, float[] residual) {
        float[] scaled = slope.clone();
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] *= (float) config.scales().logits();
        }
        Affine head = model.unembedding.head();
        float[] back = back(head, scaled);
        double constant = head.bias() == null ? 0 : dot(head.bias().toArray(), scaled);
        Direction normed = throughNorm(model.unembedding.norm(), back, checked(residual));
        return new Direction(normed.weights(), normed.constant() + constant);
    }

    Direction pulledBack(Point point, int layer, float[] residual, float[] projected) {
        Weights.Block block = model.weights.blocks().get(layer);
        boolean attention = point == Point.Z;
        if (!attention && point != Point.NEURONS) {
            throw new IllegalArgumentException(point + " goes into no output projection");
        }
        Norm norm = attention ? block.attnNorm() : block.mlpNorm();
        Affine projection = attention ? block.o() : block.down();
        float[] scaled = checked(residual).clone();
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] *= (float) config.scales().residual();
        }
        Direction before = norm == null ? new Direction(scaled, 0) : throughNorm(norm, scaled, checked(projected));
        double constant = before.constant()
                + (projection.bias() == null ? 0 : dot(projection.bias().toArray(), before.weights()));
        return new Direction(back(projection, before.weights()), constant);
    }

    /** {@code weightᵀ · x}. */
    private static float[] back(Affine projection, float[] x) {
        try (Scope here = Scope.open()) {
            return projection.weight().back(here.floats(x, 1, x.length)).toArray();
        }
    }

    /** A reading of what a norm gives as one of what it is given, its scale held at that of one state. */
    private Direction throughNorm(Norm norm, float[] reading, float[] state) {
        boolean centres = config.norm().kind() == NormKind.LAYER;
        double mean = 0;
        for (float x : state) {
            mean += centres ? (double) x / state.length : 0;
        }
        double square = 0;
        for (float x : state) {
            square += (x - mean) * (x - mean) / state.length;
        }
        double scale = 1 / Math.sqrt(square + config.norm().epsilon());
        float[] weight = norm.weight().toArray();
        double[] out = new double[reading.length];
        double shared = 0;
        for (int i = 0; i < out.length; i++) {
            out[i] = reading[i] * (double) weight[i] * scale;
            shared += centres ? out[i] / out.length : 0;
        }
        float[] weights = new float[out.length];
        for (int i = 0; i < out.length; i++) {
            weights[i] = (float) (out[i] - shared);
        }
        return new Direction(
                weights, norm.bias() == null || !centres ? 0 : dot(norm.bias().toArray(), reading));
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }

    private float[] checked(float[] state) {
        if (state.length != config.dModel()) {
            throw new IllegalArgumentException(
                    "a state of " + state.length + " numbers, and the residual stream has " + config.dModel());
        }
        return state;
    }
}
