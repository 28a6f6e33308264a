package io.patchclamp.internal.decoder;

import java.util.HashMap;
import java.util.Map;

import io.patchclamp.internal.djl.Scope;
import io.patchclamp.internal.djl.Tensor;
import io.patchclamp.model.ModelConfig;
import io.patchclamp.model.Positions.Rope;
import io.patchclamp.model.Positions.Rotary;

/** The rotary angles of the tokens of one feed, made once for all layers that turn alike. */
final class Rotation {
    /** Cosines and sines, {@code [row or 1, token, 1, turned]}. */
    private record Angles(Tensor cos, Tensor sin, int turned) {}

    private final Map<Rope, Angles> angles = new HashMap<>();
    private final ModelConfig config;
    private final Tensor queryScale; // [row or 1, token, 1, 1] or null

    Rotation(ModelConfig config, Map<Rope, RotaryTable> tables, Span span, Scope scope) {
        this.config = config;
        if (config.positions() instanceof Rotary rotary) {
            for (Rope rope : rotary.ropes()) {
                angles.computeIfAbsent(rope, r -> angles(tables.get(r), span, scope));
            }
        }
        this.queryScale = config.attention().logContext() == 0 ? null : queryScale(span, scope);
    }

    private static Angles angles(RotaryTable table, Span span, Scope scope) {
        int rows = span.together() && !table.dependsOnLength() ? 1 : span.rows();
        int width = table.turned();
        float[] cosines = new float[rows * span.tokens() * width];
        float[] sines = new float[cosines.length];
        for (int row = 0; row < rows; row++) {
            int at = row * span.tokens() * width;
            table.fill(span.from()[row], span.tokens(), span.whole()[row], cosines, sines, at);
        }
        return new Angles(
                scope.few(cosines, rows, span.tokens(), 1, width),
                scope.few(sines, rows, span.tokens(), 1, width),
                width);
    }

    private Tensor queryScale(Span span, Scope scope) {
        double context = config.attention().logContext();
        float[] scales = new float[span.rows() * span.tokens()];
        for (int row = 0; row < span.rows(); row++) {
            for (int token = 0; token < span.tokens(); token++) {
                int position = span.from()[row] + token + 1;
                scales[row * span.tokens() + token] =
                        position > context ? (float) (Math.log(position) / Math.log(context)) : 1;
            }
        }
        return scope.few(scales, span.rows(), span.tokens(), 1, 1);
    }

    /** Queries {@code [row, token, head, d_head]}, turned. */
    Tensor queries(Tensor q, int layer) {
        Tensor turned = turn(q, layer);
        return queryScale == null ? turned : turned.times(queryScale);
    }

    /** Keys {@code [row, token, kv_head, d_head]}, turned. */
    Tensor keys(Tensor k, int layer) {
        return turn(k, layer);
    }

    private Tensor turn(Tensor x, int layer) {
        Angles a = angles.get(((Rotary) config.positions()).ropes().get(layer));
        if (a.turned == config.headDim()) {
            return x.rope(a.cos, a.sin);
        }
        return x.narrow(3, 0, a.turned).rope(a.cos, a.sin).append(x.narrow(3, a.turned, config.headDim()), 3);
    }
}
