package io.patchclamp.internal.vector;

import java.nio.ByteBuffer;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The scalar product of one row of a packed matrix with numbers of an array, unpacked on the way to the registers: so it is read
 * once, in as few bytes as it is stored in. Sums are made in the order in which {@link Dots} makes them, and have the same bits. The
 * loops repeat each other on purpose: a vector that passes through memory or an object takes longer than all else.
 */
final class PackedDots {
    private static final VectorSpecies<Float> SPECIES = Loads.SPECIES;
    private static final int LANES = SPECIES.length();

    private PackedDots() {}

    /** @param w where the row begins */
    static float one(Packing packing, Object memory, ByteBuffer raw, int w, float[] x, int from, int width)
            throws Throwable {
        // One step from here to each loop: the compiler goes no deeper at will.
        boolean sixteen = LANES == 16;
        return switch (packing) {
            case BF16 -> bf16(memory, raw, w, x, from, width);
            case Q8_0 ->
                sixteen ? q80(memory, raw, w, x, from, width) : PackedEights.q80(memory, raw, w, x, from, width);
            case Q4_0 ->
                sixteen ? q40(memory, raw, w, x, from, width) : PackedEights.q40(memory, raw, w, x, from, width);
            case Q4_1 ->
                sixteen ? q41(memory, raw, w, x, from, width) : PackedEights.q41(memory, raw, w, x, from, width);
            case F32 -> throw new IllegalArgumentException("nothing is packed");
        };
    }

    static FloatVector x(float[] x, int at) {
        return FloatVector.fromArray(SPECIES, x, at);
    }

    static float sum(FloatVector a, FloatVector b, FloatVector c, FloatVector d) {
        return LaneSum.of(a.add(b).add(c.add(d)));
    }

    private static float bf16(Object memory, ByteBuffer raw, int w, float[] x, int from, int width) throws Throwable {
        FloatVector a = FloatVector.zero(SPECIES);
        FloatVector b = a;
        FloatVector c = a;
        FloatVector d = a;
        int k = 0;
        for (int end = width - 4 * LANES; k <= end; k += 4 * LANES) {
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
        int k = 0;
        int at = w;
        for (int end = width - 4 * LANES; k <= end; k += 4 * LANES, at += 68) {
            float s = Unpacking.half(raw, at);
            float t = Unpacking.half(raw, at + 34);
            a = Unpacking.floats(Unpacking.bytes(memory, at + 2)).mul(s).fma(x(x, from + k), a);
            b = Unpacking.floats(Unpacking.bytes(memory, at + 18)).mul(s).fma(x(x, from + k + LANES), b);
            c = Unpacking.floats(Unpacking.bytes(memory, at + 36)).mul(t).fma(x(x, from + k + 2 * LANES), c);
            d = Unpacking.floats(Unpacking.bytes(memory, at + 52)).mul(t).fma(x(x, from + k + 3 * LANES), d);
        }
        if (k < width) {
            float s = Unpacking.half(raw, at);
            a = Unpacking.floats(Unpacking.bytes(memory, at + 2)).mul(s).fma(x(x, from + k), a);
            a = Unpacking.floats(Unpacking.bytes(memory, at + 18)).mul(s).fma(x(x, from + k + LANES), a);
        }
        return sum(a, b, c, d);
    }

    private static float q40(Object memory, ByteBuffer raw, int w, float[] x, int from, int width) throws Throwable {
        FloatVector a = FloatVector.zero(SPECIES);
        FloatVector b = a;
        FloatVector c = a;
        FloatVector d = a;
        int k = 0;
        int at = w;
        for (int end = width - 4 * LANES; k <= end; k += 4 * LANES, at += 36) {
            float s = Unpacking.half(raw, at);
            float t = Unpacking.half(raw, at + 18);
            IntVector first = Unpacking.bytes(memory, at + 2);
            IntVector second = Unpacking.bytes(memory, at + 20);
            a = Unpacking.floats(Unpacking.low(first).sub(8)).mul(s).fma(x(x, from + k), a);
            b = Unpacking.floats(Unpacking.high(first).sub(8)).mul(s).fma(x(x, from + k + LANES), b);
            c = Unpacking.floats(Unpacking.low(second).sub(8)).mul(t).fma(x(x, from + k + 2 * LANES), c);
            d = Unpacking.floats(Unpacking.high(second).sub(8)).mul(t).fma(x(x, from + k + 3 * LANES), d);
        }
        if (k < width) {
            float s = Unpacking.half(raw, at);
            IntVector last = Unpacking.bytes(memory, at + 2);
            a = Unpacking.floats(Unpacking.low(last).sub(8)).mul(s).fma(x(x, from + k), a);
            a = Unpacking.floats(Unpacking.high(last).sub(8)).mul(s).fma(x(x, from + k + LANES), a);
        }
        return sum(a, b, c, d);
    }

    private static float q41(Object memory, ByteBuffer raw, int w, float[] x, int from, int width) throws Throwable {
        FloatVector a = FloatVector.zero(SPECIES);
        FloatVector b = a;
        FloatVector c = a;
        FloatVector d = a;
        int k = 0;
        int at = w;
        for (int end = width - 4 * LANES; k <= end; k += 4 * LANES, at += 40) {
            FloatVector s = FloatVector.broadcast(SPECIES, Unpacking.half(raw, at));
            FloatVector m = FloatVector.broadcast(SPECIES, Unpacking.half(raw, at + 2));
            FloatVector t = FloatVector.broadcast(SPECIES, Unpacking.half(raw, at + 20));
            FloatVector n = FloatVector.broadcast(SPECIES, Unpacking.half(raw, at + 22));
            IntVector first = Unpacking.bytes(memory, at + 4);
            IntVector second = Unpacking.bytes(memory, at + 24);
            a = Unpacking.floats(Unpacking.low(first)).fma(s, m).fma(x(x, from + k), a);
            b = Unpacking.floats(Unpacking.high(first)).fma(s, m).fma(x(x, from + k + LANES), b);
            c = Unpacking.floats(Unpacking.low(second)).fma(t, n).fma(x(x, from + k + 2 * LANES), c);
            d = Unpacking.floats(Unpacking.high(second)).fma(t, n).fma(x(x, from + k + 3 * LANES), d);
        }
        if (k < width) {
            FloatVector s = FloatVector.broadcast(SPECIES, Unpacking.half(raw, at));
            FloatVector m = FloatVector.broadcast(SPECIES, Unpacking.half(raw, at + 2));
            IntVector last = Unpacking.bytes(memory, at + 4);
            a = Unpacking.floats(Unpacking.low(last)).fma(s, m).fma(x(x, from + k), a);
            a = Unpacking.floats(Unpacking.high(last)).fma(s, m).fma(x(x, from + k + LANES), a);
        }
        return sum(a, b, c, d);
    }
}
