package io.patchclamp.internal.vector;

import java.nio.ByteBuffer;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The scalar products of one row of a packed matrix with four rows of an array: unpacked once for all, on the way to the registers.
 * The same sums as {@link Dots} makes, and the same repetition as in {@link PackedDots}, for the same reason.
 */
final class PackedFours {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_512;
    private static final int LANES = 16;

    private PackedFours() {}

    /**
     * Products with four rows that lie one behind the other.
     *
     * @param w where the row begins
     * @param x where the first of the four begins
     * @param out the first goes to {@code at}, each further one {@code step} behind
     */
    static void four(
            Packing packing,
            Object memory,
            ByteBuffer raw,
            int w,
            float[] x,
            int from,
            int width,
            float[] out,
            int at,
            int step)
            throws Throwable {
        switch (packing) {
            case BF16 -> bf16(memory, raw, w, x, from, width, out, at, step);
            case Q8_0 -> q80(memory, raw, w, x, from, width, out, at, step);
            case Q4_0 -> q40(memory, raw, w, x, from, width, out, at, step);
            case Q4_1 -> q41(memory, raw, w, x, from, width, out, at, step);
            case F32 -> throw new IllegalArgumentException("nothing is packed");
        }
    }

    private static FloatVector x(float[] x, int at) {
        return FloatVector.fromArray(SPECIES, x, at);
    }

    private static void bf16(
            Object memory, ByteBuffer raw, int w, float[] x, int x0, int width, float[] out, int to, int step)
            throws Throwable {
        int x1 = x0 + width;
        int x2 = x1 + width;
        int x3 = x2 + width;
        FloatVector a = FloatVector.zero(SPECIES);
        FloatVector b = a;
        FloatVector c = a;
        FloatVector d = a;
        FloatVector e = a;
        FloatVector f = a;
        FloatVector g = a;
        FloatVector h = a;
        int k = 0;
        int at = w;
        for (int end = width - 2 * LANES; k <= end; k += 2 * LANES, at += 64) {
            FloatVector v = Unpacking.briefs(memory, at);
            FloatVector u = Unpacking.briefs(memory, at + 2 * LANES);
            a = v.fma(x(x, x0 + k), a);
            b = v.fma(x(x, x1 + k), b);
            c = v.fma(x(x, x2 + k), c);
            d = v.fma(x(x, x3 + k), d);
            e = u.fma(x(x, x0 + k + LANES), e);
            f = u.fma(x(x, x1 + k + LANES), f);
            g = u.fma(x(x, x2 + k + LANES), g);
            h = u.fma(x(x, x3 + k + LANES), h);
        }
        for (int end = width - LANES; k <= end; k += LANES, at += 2 * LANES) {
            FloatVector v = Unpacking.briefs(memory, at);
            a = v.fma(x(x, x0 + k), a);
            b = v.fma(x(x, x1 + k), b);
            c = v.fma(x(x, x2 + k), c);
            d = v.fma(x(x, x3 + k), d);
        }
        float s0 = LaneSum.of(a.add(e));
        float s1 = LaneSum.of(b.add(f));
        float s2 = LaneSum.of(c.add(g));
        float s3 = LaneSum.of(d.add(h));
        for (; k < width; k++, at += 2) {
            float v = Unpacking.brief(raw, at);
            s0 = Math.fma(v, x[x0 + k], s0);
            s1 = Math.fma(v, x[x1 + k], s1);
            s2 = Math.fma(v, x[x2 + k], s2);
            s3 = Math.fma(v, x[x3 + k], s3);
        }
        out[to] = s0;
        out[to + step] = s1;
        out[to + 2 * step] = s2;
        out[to + 3 * step] = s3;
    }

    private static void q80(
            Object memory, ByteBuffer raw, int w, float[] x, int x0, int width, float[] out, int to, int step)
            throws Throwable {
        int x1 = x0 + width;
        int x2 = x1 + width;
        int x3 = x2 + width;
        FloatVector a = FloatVector.zero(SPECIES);
        FloatVector b = a;
        FloatVector c = a;
        FloatVector d = a;
        FloatVector e = a;
        FloatVector f = a;
        FloatVector g = a;
        FloatVector h = a;
        int k = 0;
        int at = w;
        for (int end = width - 2 * LANES; k <= end; k += 2 * LANES, at += 34) {
            float s = Unpacking.half(raw, at);
            FloatVector v = Unpacking.floats(Unpacking.bytes(memory, at + 2)).mul(s);
            FloatVector u = Unpacking.floats(Unpacking.bytes(memory, at + 18)).mul(s);
            a = v.fma(x(x, x0 + k), a);
            b = v.fma(x(x, x1 + k), b);
            c = v.fma(x(x, x2 + k), c);
            d = v.fma(x(x, x3 + k), d);
            e = u.fma(x(x, x0 + k + LANES), e);
            f = u.fma(x(x, x1 + k + LANES), f);
            g = u.fma(x(x, x2 + k + LANES), g);
            h = u.fma(x(x, x3 + k + LANES), h);
        }
        out[to] = LaneSum.of(a.add(e));
        out[to + step] = LaneSum.of(b.add(f));
        out[to + 2 * step] = LaneSum.of(c.add(g));
        out[to + 3 * step] = LaneSum.of(d.add(h));
    }

    private static void q40(
            Object memory, ByteBuffer raw, int w, float[] x, int x0, int width, float[] out, int to, int step)
            throws Throwable {
        int x1 = x0 + width;
        int x2 = x1 + width;
        int x3 = x2 + width;
        FloatVector a = FloatVector.zero(SPECIES);
        FloatVector b = a;
        FloatVector c = a;
        FloatVector d = a;
        FloatVector e = a;
        FloatVector f = a;
        FloatVector g = a;
        FloatVector h = a;
        int k = 0;
        int at = w;
        for (int end = width - 2 * LANES; k <= end; k += 2 * LANES, at += 18) {
            float s = Unpacking.half(raw, at);
            IntVector both = Unpacking.bytes(memory, at + 2);
            FloatVector v = Unpacking.floats(Unpacking.low(both).sub(8)).mul(s);
            FloatVector u = Unpacking.floats(Unpacking.high(both).sub(8)).mul(s);
            a = v.fma(x(x, x0 + k), a);
            b = v.fma(x(x, x1 + k), b);
            c = v.fma(x(x, x2 + k), c);
            d = v.fma(x(x, x3 + k), d);
            e = u.fma(x(x, x0 + k + LANES), e);
            f = u.fma(x(x, x1 + k + LANES), f);
            g = u.fma(x(x, x2 + k + LANES), g);
            h = u.fma(x(x, x3 + k + LANES), h);
        }
        out[to] = LaneSum.of(a.add(e));
        out[to + step] = LaneSum.of(b.add(f));
        out[to + 2 * step] = LaneSum.of(c.add(g));
        out[to + 3 * step] = LaneSum.of(d.add(h));
    }

    private static void q41(
            Object memory, ByteBuffer raw, int w, float[] x, int x0, int width, float[] out, int to, int step)
            throws Throwable {
        int x1 = x0 + width;
        int x2 = x1 + width;
        int x3 = x2 + width;
        FloatVector a = FloatVector.zero(SPECIES);
        FloatVector b = a;
        FloatVector c = a;
        FloatVector d = a;
        FloatVector e = a;
        FloatVector f = a;
        FloatVector g = a;
        FloatVector h = a;
        int k = 0;
        int at = w;
        for (int end = width - 2 * LANES; k <= end; k += 2 * LANES, at += 20) {
            FloatVector s = FloatVector.broadcast(SPECIES, Unpacking.half(raw, at));
            FloatVector m = FloatVector.broadcast(SPECIES, Unpacking.half(raw, at + 2));
            IntVector both = Unpacking.bytes(memory, at + 4);
            FloatVector v = Unpacking.floats(Unpacking.low(both)).fma(s, m);
            FloatVector u = Unpacking.floats(Unpacking.high(both)).fma(s, m);
            a = v.fma(x(x, x0 + k), a);
            b = v.fma(x(x, x1 + k), b);
            c = v.fma(x(x, x2 + k), c);
            d = v.fma(x(x, x3 + k), d);
            e = u.fma(x(x, x0 + k + LANES), e);
            f = u.fma(x(x, x1 + k + LANES), f);
            g = u.fma(x(x, x2 + k + LANES), g);
            h = u.fma(x(x, x3 + k + LANES), h);
        }
        out[to] = LaneSum.of(a.add(e));
        out[to + step] = LaneSum.of(b.add(f));
        out[to + 2 * step] = LaneSum.of(c.add(g));
        out[to + 3 * step] = LaneSum.of(d.add(h));
    }
}
