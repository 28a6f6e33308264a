package io.patchclamp.internal.decoder;

import io.patchclamp.internal.djl.Scope;
import io.patchclamp.internal.djl.Tensor;
import io.patchclamp.model.ModelConfig;
import io.patchclamp.model.Point;
import io.patchclamp.model.Positions;

/** From token ids to what enters block 0. */
final class Embedding {
    private final ModelConfig config;
    private final Weights weights;

    Embedding(ModelConfig config, Weights weights) {
        this.config = config;
        this.weights = weights;
    }

    /** {@code [row, token, d_model]}; padding gets the first token's and the last position's vectors, which reach nothing. */
    Tensor of(int[][] tokens, Span span, Probes probes, Scope scope) {
        Tensor x = weights.embedding().lookUp(scope.ids(padded(tokens, span.tokens()), span.rows(), span.tokens()));
        boolean learned = config.positions() instanceof Positions.Learned;
        double scale = config.scales().embedding();
        if (learned || scale != 1) {
            x = probes.at(Point.EMBED_TOKENS, -1, x, scope);
        }
        if (scale != 1) {
            x = x.times(scope.few(new float[] {(float) scale}, 1));
        }
        if (learned) {
            int rows = ((Positions.Learned) config.positions()).rows();
            Tensor where = weights.positions().lookUp(scope.ids(positions(span, rows), span.rows(), span.tokens()));
            x = x.plus(probes.at(Point.EMBED_POSITIONS, -1, where, scope));
        }
        return probes.at(Point.EMBED, -1, x, scope);
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

    private static long[] positions(Span span, int rows) {
        long[] out = new long[span.rows() * span.tokens()];
        for (int row = 0; row < span.rows(); row++) {
            for (int i = 0; i < span.tokens(); i++) {
                out[row * span.tokens() + i] = Math.min(rows - 1, span.from()[row] + i);
            }
        }
        return out;
    }
}
