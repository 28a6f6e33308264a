package io.patchclamp.internal.vector;

import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Scalar products of one row of a matrix in native memory with a few rows of an array. A row of the matrix is read once, in
 * order; reading several at a time halves the speed of memory.
 */
final class Dots {
    private static final VectorSpecies<Float> SPECIES = Loads.SPECIES;
    private static final MethodHandle LOAD = Loads.LOAD;
    private static final int LANES = SPECIES.length();
    private static final int BYTES = LANES * Float.BYTES;

    /** From here on rows share what is unpacked. */
    private static final int TOGETHER = 4;

    /** Unpacked twice, this is half of what the smallest first-level caches hold. */
    private static final int NEAR_NUMBERS = 1 << 11;

    private Dots() {}

    /** {@code out[m · outs + row] = x[m] · w[row] + bias[row]} for rows {@code first} up to {@code end} of a window. */
    static void rows(FewRows p, FewRows.Target t, int first, int end) throws Throwable {
        Window w = t.window();
        if (!w.packed()) {
            rows(p, t, w, first, end, w.base);
            return;
        }
        if (Unpacking.IN_REGISTERS) {
            packed(p, t, w, first, end);
        } else if (p.rows < TOGETHER) {
            oneByOne(p, t, w, first, end);
        } else {
            unpacked(p, t, w, first, end);
        }
    }

    private static void oneByOne(FewRows p, FewRows.Target t, Window w, int first, int end) throws Throwable {
        for (int row = first; row < end; row++) {
            int target = w.base + row;
            float bias = t.bias() == null ? 0 : t.bias()[target];
            for (int m = 0; m < p.rows; m++) {
                float sum = PackedDots.one(w.packing, w.memory, w.raw, w.at(row), p.x, m * p.width, p.width);
                t.out()[m * t.outs() + target] = sum + bias;
            }
        }
    }

    /** What a thread unpacks some rows to, which stay near the processor. */
    private static final class Near {
        static final ThreadLocal<Near> HERE = ThreadLocal.withInitial(Near::new);

        float[] numbers = new float[0];
        Window window;

        void unpack(Window w, int first, int count, int width) {
            if (numbers.length < count * width) {
                numbers = new float[count * width];
                window = new Window(
                        ByteBuffer.allocateDirect(count * width * Float.BYTES).order(ByteOrder.nativeOrder()));
            }
            w.copy(first, count, numbers, 0);
            window.numbers.put(0, numbers, 0, count * width);
        }
    }

    private static void unpacked(FewRows p, FewRows.Target t, Window w, int first, int end) throws Throwable {
        Near near = Near.HERE.get();
        int step = Math.max(1, NEAR_NUMBERS / p.width);
        for (int row = first; row < end; row += step) {
            int count = Math.min(step, end - row);
            near.unpack(w, row, count, p.width);
            rows(p, t, near.window, 0, count, w.base + row);
        }
    }

    private static void packed(FewRows p, FewRows.Target t, Window w, int first, int end) throws Throwable {
        float[] out = t.out();
        for (int row = first; row < end; row++) {
            int target = w.base + row;
            int at = w.at(row);
            int m = 0;
            for (; m + 4 <= p.rows; m += 4) {
                PackedFours.four(
                        w.packing,
                        w.memory,
                        w.raw,
                        at,
                        p.x,
                        m * p.width,
                        p.width,
                        out,
                        m * t.outs() + target,
                        t.outs());
            }
            for (; m < p.rows; m++) {
                out[m * t.outs() + target] = PackedDots.one(w.packing, w.memory, w.raw, at, p.x, m * p.width, p.width);
            }
            for (m = 0; m < p.rows && t.bias() != null; m++) {
                out[m * t.outs() + target] += t.bias()[target];
            }
        }
    }

    private static void rows(FewRows p, FewRows.Target t, Window w, int first, int end, int base) throws Throwable {
        float[] x = p.x;
        int width = p.width;
        for (int row = first; row < end; row++) {
            int at = row * width * Float.BYTES;
            int target = base + row;
            float bias = t.bias() == null ? 0 : t.bias()[target];
            int m = 0;
            for (; m + 4 <= p.rows; m += 4) {
                four(p, t, w, at, m, target, bias);
            }
            for (; m < p.rows; m++) {
                t.out()[m * t.outs() + target] = one(w.memory, w.raw, at, x, m * width, width) + bias;
            }
        }
    }

    static FloatVector load(Object memory, int offset) throws Throwable {
        return (FloatVector) LOAD.invokeExact(memory, (long) offset);
    }

    static float one(Object memory, ByteBuffer raw, int w, float[] x, int from, int width) throws Throwable {
        FloatVector a = FloatVector.zero(SPECIES);
        FloatVector b = a;
        FloatVector c = a;
        FloatVector d = a;
        int k = 0;
        for (int end = width - 4 * LANES; k <= end; k += 4 * LANES) {
            int at = w + k * Float.BYTES;
            a = load(memory, at).fma(FloatVector.fromArray(SPECIES, x, from + k), a);
            b = load(memory, at + BYTES).fma(FloatVector.fromArray(SPECIES, x, from + k + LANES), b);
            c = load(memory, at + 2 * BYTES).fma(FloatVector.fromArray(SPECIES, x, from + k + 2 * LANES), c);
            d = load(memory, at + 3 * BYTES).fma(FloatVector.fromArray(SPECIES, x, from + k + 3 * LANES), d);
        }
        for (int end = width - LANES; k <= end; k += LANES) {
            a = load(memory, w + k * Float.BYTES).fma(FloatVector.fromArray(SPECIES, x, from + k), a);
        }
        float sum = LaneSum.of(a.add(b).add(c.add(d)));
        for (; k < width; k++) {
            sum = Math.fma(raw.getFloat(w + k * Float.BYTES), x[from + k], sum);
        }
        return sum;
    }

    private static void four(FewRows p, FewRows.Target t, Window window, int w, int m, int target, float bias)
            throws Throwable {
        Object memory = window.memory;
        ByteBuffer raw = window.raw;
        float[] x = p.x;
        int width = p.width;
        int x0 = m * width;
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
        for (int end = width - 2 * LANES; k <= end; k += 2 * LANES) {
            int at = w + k * Float.BYTES;
            FloatVector v = load(memory, at);
            FloatVector u = load(memory, at + BYTES);
            a = v.fma(FloatVector.fromArray(SPECIES, x, x0 + k), a);
            b = v.fma(FloatVector.fromArray(SPECIES, x, x1 + k), b);
            c = v.fma(FloatVector.fromArray(SPECIES, x, x2 + k), c);
            d = v.fma(FloatVector.fromArray(SPECIES, x, x3 + k), d);
            e = u.fma(FloatVector.fromArray(SPECIES, x, x0 + k + LANES), e);
            f = u.fma(FloatVector.fromArray(SPECIES, x, x1 + k + LANES), f);
            g = u.fma(FloatVector.fromArray(SPECIES, x, x2 + k + LANES), g);
            h = u.fma(FloatVector.fromArray(SPECIES, x, x3 + k + LANES), h);
        }
        for (int end = width - LANES; k <= end; k += LANES) {
            FloatVector v = load(memory, w + k * Float.BYTES);
            a = v.fma(FloatVector.fromArray(SPECIES, x, x0 + k), a);
            b = v.fma(FloatVector.fromArray(SPECIES, x, x1 + k), b);
            c = v.fma(FloatVector.fromArray(SPECIES, x, x2 + k), c);
            d = v.fma(FloatVector.fromArray(SPECIES, x, x3 + k), d);
        }
        float s0 = LaneSum.of(a.add(e));
        float s1 = LaneSum.of(b.add(f));
        float s2 = LaneSum.of(c.add(g));
        float s3 = LaneSum.of(d.add(h));
        for (; k < width; k++) {
            float v = raw.getFloat(w + k * Float.BYTES);
            s0 = Math.fma(v, x[x0 + k], s0);
            s1 = Math.fma(v, x[x1 + k], s1);
            s2 = Math.fma(v, x[x2 + k], s2);
            s3 = Math.fma(v, x[x3 + k], s3);
        }
        int outs = t.outs();
        int at = m * outs + target;
        float[] out = t.out();
        out[at] = s0 + bias;
        out[at + outs] = s1 + bias;
        out[at + 2 * outs] = s2 + bias;
        out[at + 3 * outs] = s3 + bias;
    }
}
