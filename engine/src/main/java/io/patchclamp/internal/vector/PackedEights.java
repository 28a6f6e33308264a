package io.patchclamp.internal.vector;

import java.nio.ByteBuffer;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The scalar product of one row of a packed matrix with numbers of an array, where a vector holds eight: a block of 32 weights is a
 * vector for each of four sums. The same sums as {@link Dots} makes, and the same repetition as in {@link PackedDots}, for the same
 * reason.
 */
final class PackedEights {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_256;
    private static final int LANES = 8;
    private static final int BLOCK = 4 * LANES;

    private PackedEights() {}

    /** @param w where the row begins */
    static float one(Packing packing, Object memory, ByteBuffer raw, int w, float[] x, int from, int width)
            throws Throwable {
        return switch (packing) {
            case BF16 -> bf16(memory, raw, w, x, from, width);
            case Q8_0 -> q80(memory, raw, w, x, from, width);
            case Q4_0 -> q40(memory, raw, w, x, from, width);
            case Q4_1 -> q41(memory, raw, w, x, from, width);
            case F32 -> throw new IllegalArgumentException("nothing is packed");
        };
    }

    private static FloatVector x(float[] x, int at) {
        return FloatVector.fromArray(SPECIES, x, at);
    }

    private static float sum(FloatVector a, FloatVector b, FloatVector c, FloatVector d) {
        return LaneSum.of(a.add(b).add(c.add(d)));
    }

    private static float bf16(Object memory, ByteBuffer raw, int w, float[] x, int from, int width) throws Throwable {
        FloatVector a = FloatVector.zero(SPECIES);
        FloatVector b = a;
        FloatVector c = a;
        FloatVector d = a;
        int k = 0;
        for (int end = width - BLOCK; k <= end; k += BLOCK) {
            int at = w + 2 * k;
            a = Unpacking.briefs(memory, at).fma(x(x, from + k), a);
            b = Unpacking.briefs(memory, at + 2 * LANES).fma(x(x, from + k + LANES), b);
            c = Unpacking.briefs(memory, at + 4 * LANES).fma(x(x, from + k + 2 * LANES), c);
            d = Unpacking.briefs(memory, at + 6 * LANES).fma(x(x, from + k + 3 * LANES), d);
        }
        for (int end = width - LANES; k <= end; k += LANES) {
            a = Unpacking.briefs(memory, w + 2 * k).fma(x(x, from + k), a);
        }
        float sum = sum(a, b, c, d);
        for (; k < width; k++) {
            sum = Math.fma(Unpacking.brief(raw, w + 2 * k), x[from + k], sum);
        }
        return sum;
    }

    private static float q80(Object memory, ByteBuffer raw, int w, float[] x, int from, int width) throws Throwable {
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
        return sum(a, b, c, d);
    }

    private static float q40(Object memory, ByteBuffer raw, int w, float[] x, int from, int width) throws Throwable {
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
        return sum(a, b, c, d);
    }

    private static float q41(Object memory, ByteBuffer raw, int w, float[] x, int from, int width) throws Throwable {
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
        return sum(a, b, c, d);
    }
}
