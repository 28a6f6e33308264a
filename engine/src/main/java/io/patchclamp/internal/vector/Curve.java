package io.patchclamp.internal.vector;

/** What a model bends numbers with. */
public enum Curve {
    /** {@code x / (1 + e⁻ˣ)}. */
    SILU,
    /** {@code x · Φ(x)}. */
    GELU,
    /** The same with a hyperbolic tangent in the place of the error function. */
    GELU_TANH,
    /** The hyperbolic tangent. */
    TANH,
    /** {@code max(x, 0)}. */
    RELU;

    /** {@code out[i] = this(x[i])}. */
    public void of(float[] x, float[] out) {
        int done = Vectors.HERE ? VectorCurves.of(this, x, out) : 0;
        for (int i = done; i < x.length; i++) {
            out[i] = PlainCurves.of(this, x[i]);
        }
    }
}
