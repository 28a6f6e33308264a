package io.patchclamp.internal.decoder;

import io.patchclamp.internal.djl.Scope;
import io.patchclamp.internal.djl.Tensor;
import io.patchclamp.model.ModelConfig;

/**
 * The rotary angles of the tokens of one feed.
 *
 * @param cos {@code [token, 1, d_head]}
 * @param sin {@code [token, 1, d_head]}
 * @param from position of the first token
 * @param tokens how many tokens are fed
 */
record Rotation(Tensor cos, Tensor sin, int from, int tokens) {
    static Rotation at(RotaryTable table, int from, int tokens, ModelConfig config, Scope scope) {
        return new Rotation(
                scope.floats(table.cosines(from, tokens), tokens, 1, config.headDim()),
                scope.floats(table.sines(from, tokens), tokens, 1, config.headDim()),
                from,
                tokens);
    }
}
