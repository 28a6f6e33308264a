package io.patchclamp.internal.vector;

import java.nio.ByteBuffer;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * What {@link PackedDots} does with blocks of 32 weights, where a vector holds eight: a block is a vector for each of four sums. The
 * same repetition, for the same reason.
 */
final class PackedEights {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_256;
    private static final int LANES = 8;
    private static final int BLOCK = 4 * LANES;

    private PackedEights() {}

    private static FloatVector x(float[] x, int at) {
        return PackedDots.x(x, at);
    }

    /** @param w where the row begins */
    static float q80(Object memory, ByteBuffer raw, int w, float[] x, int from, int width) throws Throwable {
        FloatVector a = FloatVector.zero(SPECIES);
        FloatVector b = a;
        FloatVector c = a;
        FloatVector d = a;
        for (int k = 0, at = w; k < width; k += BLOCK, at += 34) {
            float s = Unpacking.half(raw, at);
            a = Unpacking.floats(Unpacking.bytes(memory, at + 2)).mul(s).fma(x(x, from + k), a);
            b = Unpacking.floats(Unpacking.bytes(memory, at + 10)).mul(s).fma(x(x, from + k + LANES), b);
            c = Unpacking.floats(Unpacking.bytes(memory, at + 18)).mul(s).fma(x(x, from + k + 2 * LANES), c);
            d = Unpacking.floats(Unpacking.bytes(memory, at + 26)).mul(s).fma(x(x, from + k + 3 * LANES), d);
        }
        return PackedDots.sum(a, b, c, d);
    }

    /** @param w where the row begins */
    static float q40(Object memory, ByteBuffer raw, int w, float[] x, int from, int width) throws Throwable {
        FloatVector a = FloatVector.zero(SPECIES);
        FloatVector b = a;
        FloatVector c = a;
        FloatVector d = a;
        for (int k = 0, at = w; k < width; k += BLOCK, at += 18) {
            float s = Unpacking.half(raw, at);
            IntVector first = Unpacking.bytes(memory, at + 2);
            IntVector second = Unpacking.bytes(memory, at + 10);
            a = Unpacking.floats(Unpacking.low(first).sub(8)).mul(s).fma(x(x, from + k), a);
            b = Unpacking.floats(Unpacking.low(second).sub(8)).mul(s).fma(x(x, from + k + LANES), b);
            c = Unpacking.floats(Unpacking.high(first).sub(8)).mul(s).fma(x(x, from + k + 2 * LANES), c);
            d = Unpacking.floats(Unpacking.high(second).sub(8)).mul(s).fma(x(x, from + k + 3 * LANES), d);
        }
        return PackedDots.sum(a, b, c, d);
    }

    /** @param w where the row begins */
    static float q41(Object memory, ByteBuffer raw, int w, float[] x, int from, int width) throws Throwable {
        FloatVector a = FloatVector.zero(SPECIES);
        FloatVector b = a;
        FloatVector c = a;
        FloatVector d = a;
        for (int k = 0, at = w; k < width; k += BLOCK, at += 20) {
            FloatVector s = FloatVector.broadcast(SPECIES, Unpacking.half(raw, at));
            FloatVector m = FloatVector.broadcast(SPECIES, Unpacking.half(raw, at + 2));
            IntVector first = Unpacking.bytes(memory, at + 4);
            IntVector second = Unpacking.bytes(memory, at + 12);
            a = Unpacking.floats(Unpacking.low(first)).fma(s, m).fma(x(x, from + k), a);
            b = Unpacking.floats(Unpacking.low(second)).fma(s, m).fma(x(x, from + k + LANES), b);
            c = Unpacking.floats(Unpacking.high(first)).fma(s, m).fma(x(x, from + k + 2 * LANES), c);
            d = Unpacking.floats(Unpacking.high(second)).fma(s, m).fma(x(x, from + k + 3 * LANES), d);
        }
        return PackedDots.sum(a, b, c, d);
    }
}
