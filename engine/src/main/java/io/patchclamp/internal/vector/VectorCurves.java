package io.patchclamp.internal.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** The curves, by vectors; what they compute is what {@link PlainCurves} has. */
final class VectorCurves {
    private static final VectorSpecies<Float> SPECIES = Loads.SPECIES;
    private static final VectorSpecies<Integer> WHOLE = VectorSpecies.of(int.class, SPECIES.vectorShape());

    /** Below this a number's exponential is 0 beside that of the largest, which is 1. */
    private static final float LEAST = -87;

    /** Adding and taking away leaves the nearest whole number. */
    private static final float ROUND = 0x1.8p23f;

    private VectorCurves() {}

    /** Says how many numbers are done: whole vectors. */
    static int of(Curve curve, float[] x, float[] out) {
        return switch (curve) {
            case SILU -> silu(x, out);
            case GELU -> gelu(x, out);
            case GELU_TANH -> geluTanh(x, out);
            case TANH -> tanh(x, out);
            case RELU -> 0;
        };
    }

    private static int silu(float[] x, float[] out) {
        int i = 0;
        for (int end = SPECIES.loopBound(x.length); i < end; i += SPECIES.length()) {
            FloatVector v = FloatVector.fromArray(SPECIES, x, i);
            v.mul(sigmoid(v)).intoArray(out, i);
        }
        return i;
    }

    private static int tanh(float[] x, float[] out) {
        int i = 0;
        for (int end = SPECIES.loopBound(x.length); i < end; i += SPECIES.length()) {
            FloatVector v = FloatVector.fromArray(SPECIES, x, i);
            sigmoid(v.mul(2)).mul(2).sub(1).intoArray(out, i);
        }
        return i;
    }

    private static int geluTanh(float[] x, float[] out) {
        int i = 0;
        for (int end = SPECIES.loopBound(x.length); i < end; i += SPECIES.length()) {
            FloatVector v = FloatVector.fromArray(SPECIES, x, i);
            FloatVector inner = v.mul(v).mul(v).mul(0.044715f).add(v).mul(1.5957691216f);
            v.mul(sigmoid(inner)).intoArray(out, i);
        }
        return i;
    }

    private static int gelu(float[] x, float[] out) {
        int i = 0;
        FloatVector one = FloatVector.broadcast(SPECIES, 1);
        for (int end = SPECIES.loopBound(x.length); i < end; i += SPECIES.length()) {
            FloatVector v = FloatVector.fromArray(SPECIES, x, i);
            FloatVector z = v.abs().mul(0.70710678f);
            FloatVector t = one.div(z.mul(0.3275911f).add(1));
            FloatVector p = t.mul(1.061405429f).add(-1.453152027f);
            p = fma(p, t, 1.421413741f);
            p = fma(p, t, -0.284496736f);
            p = fma(p, t, 0.254829592f).mul(t);
            FloatVector beyond = p.mul(0.5f).mul(exp(z.mul(z).neg()));
            FloatVector share = one.sub(beyond).blend(beyond, v.compare(VectorOperators.LT, 0));
            v.mul(share).intoArray(out, i);
        }
        return i;
    }

    /** {@code 1 / (1 + e⁻ˣ)}, from the exponential of what is not above 0. */
    private static FloatVector sigmoid(FloatVector x) {
        FloatVector e = exp(x.abs().neg());
        FloatVector one = FloatVector.broadcast(SPECIES, 1);
        return one.blend(e, x.compare(VectorOperators.LT, 0)).div(e.add(1));
    }

    /** Of numbers that are not above 0: 2ⁿ times a polynomial on half of a power to either side, as Cephes has it. */
    static FloatVector exp(FloatVector given) {
        FloatVector x = given.max(LEAST);
        FloatVector n = x.mul(1.44269504f).add(ROUND).sub(ROUND);
        FloatVector r = n.fma(FloatVector.broadcast(SPECIES, -0.693359375f), x);
        r = n.fma(FloatVector.broadcast(SPECIES, 2.12194440e-4f), r);
        FloatVector p = r.mul(1.9875691500e-4f).add(1.3981999507e-3f);
        p = fma(p, r, 8.3334519073e-3f);
        p = fma(p, r, 4.1665795894e-2f);
        p = fma(p, r, 1.6666665459e-1f);
        p = fma(p, r, 5.0000001201e-1f);
        p = p.mul(r).fma(r, r).add(1);
        IntVector power = (IntVector) n.convertShape(VectorOperators.F2I, WHOLE, 0);
        FloatVector scale = power.add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
        return p.mul(scale).blend(0f, given.compare(VectorOperators.LT, LEAST));
    }

    private static FloatVector fma(FloatVector p, FloatVector r, float added) {
        return p.fma(r, FloatVector.broadcast(SPECIES, added));
    }
}
