package io.patchclamp.internal.vector;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Attention of one query a head to the keys read so far, several query heads to one of the keys' where they share. Keys and values are
 * read in place, once, and not repeated for each head that looks at them. A piece is one head's keys in one row.
 */
final class OneQuery implements Job {
    private static final VectorSpecies<Float> SPECIES = Loads.SPECIES;
    private static final VectorSpecies<Integer> WHOLE = VectorSpecies.of(int.class, SPECIES.vectorShape());
    private static final int LANES = SPECIES.length();

    /** Below this a number's exponential is 0 beside that of the largest, which is 1. */
    private static final float LEAST = -87;

    /** Adding and taking away leaves the nearest whole number. */
    private static final float ROUND = 0x1.8p23f;

    private float[] queries = new float[0];
    private float[] scores = new float[0];
    private float[] mixed = new float[0];
    private Object keys;
    private Object values;
    private ByteBuffer rawKeys;
    private FloatBuffer mask;
    private int masksRows;
    private int kvHeads;
    private int group;
    private int width;
    private int slots;
    private int padded;

    /** Whether heads of this width can be read vector by vector. */
    static boolean fits(int width) {
        return width % (4 * LANES) == 0;
    }

    /**
     * {@code out = softmax(q · kᵀ / √width + mask) · v}.
     *
     * @param q {@code [row, head, width]}
     * @param k {@code [row, kv_head, slot, width]}
     * @param v as the keys
     * @param mask {@code [row or 1, slot]}, or null
     * @param out as the queries
     */
    void run(ByteBuffer q, ByteBuffer k, ByteBuffer v, ByteBuffer mask, ByteBuffer out, Shape shape, Crew crew) {
        int numbers = shape.rows * shape.heads * shape.width;
        kvHeads = shape.kvHeads;
        group = shape.heads / shape.kvHeads;
        width = shape.width;
        slots = shape.slots;
        padded = (slots + LANES - 1) / LANES * LANES;
        queries = longer(queries, numbers);
        mixed = longer(mixed, numbers);
        scores = longer(scores, shape.rows * shape.heads * padded);
        q.asFloatBuffer().get(queries, 0, numbers);
        rawKeys = k;
        keys = Loads.memory(k);
        values = Loads.memory(v);
        this.mask = mask == null ? null : mask.asFloatBuffer();
        masksRows = shape.maskRows;
        try {
            crew.run(this, shape.rows * kvHeads);
            out.asFloatBuffer().put(mixed, 0, numbers);
        } finally {
            rawKeys = null;
            keys = null;
            values = null;
            this.mask = null;
        }
    }

    private static float[] longer(float[] array, int length) {
        return array.length < length ? new float[length + length / 2] : array;
    }

    @Override
    public void piece(int piece) throws Throwable {
        int first = piece * group;
        int memory = piece * slots * width * Float.BYTES;
        float scale = (float) (1 / Math.sqrt(width));
        for (int slot = 0; slot < slots; slot++) {
            int at = memory + slot * width * Float.BYTES;
            for (int head = first; head < first + group; head++) {
                scores[head * padded + slot] = scale * Dots.one(keys, rawKeys, at, queries, head * width, width);
            }
        }
        for (int head = first; head < first + group; head++) {
            if (mask != null) {
                int from = masksRows == 1 ? 0 : piece / kvHeads * slots;
                for (int slot = 0; slot < slots; slot++) {
                    scores[head * padded + slot] += mask.get(from + slot);
                }
            }
            softmax(scores, head * padded, slots, padded);
            for (int unit = 0; unit < width; unit += 4 * LANES) {
                mix(memory, head, unit);
            }
        }
    }

    /** In place; what stands behind the last slot becomes 0. */
    private static void softmax(float[] scores, int from, int slots, int padded) {
        Arrays.fill(scores, from + slots, from + padded, Float.NEGATIVE_INFINITY);
        FloatVector most = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
        for (int i = from; i < from + padded; i += LANES) {
            most = most.max(FloatVector.fromArray(SPECIES, scores, i));
        }
        float max = most.reduceLanes(VectorOperators.MAX);
        FloatVector sum = FloatVector.zero(SPECIES);
        for (int i = from; i < from + padded; i += LANES) {
            FloatVector e = exp(FloatVector.fromArray(SPECIES, scores, i).sub(max));
            e.intoArray(scores, i);
            sum = sum.add(e);
        }
        float share = 1 / sum.reduceLanes(VectorOperators.ADD);
        for (int i = from; i < from + padded; i += LANES) {
            FloatVector.fromArray(SPECIES, scores, i).mul(share).intoArray(scores, i);
        }
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

    /** The mean of the values by weight, four vectors of one head. */
    private void mix(int memory, int head, int unit) throws Throwable {
        FloatVector a = FloatVector.zero(SPECIES);
        FloatVector b = a;
        FloatVector c = a;
        FloatVector d = a;
        Object from = values;
        float[] weights = scores;
        int step = width * Float.BYTES;
        int vector = LANES * Float.BYTES;
        int at = memory + unit * Float.BYTES;
        for (int slot = head * padded, end = slot + slots; slot < end; slot++, at += step) {
            FloatVector w = FloatVector.broadcast(SPECIES, weights[slot]);
            a = Dots.load(from, at).fma(w, a);
            b = Dots.load(from, at + vector).fma(w, b);
            c = Dots.load(from, at + 2 * vector).fma(w, c);
            d = Dots.load(from, at + 3 * vector).fma(w, d);
        }
        int target = head * width + unit;
        a.intoArray(mixed, target);
        b.intoArray(mixed, target + LANES);
        c.intoArray(mixed, target + 2 * LANES);
        d.intoArray(mixed, target + 3 * LANES);
    }

    /** @param maskRows how many rows the mask has: 1 for all */
    record Shape(int rows, int heads, int kvHeads, int slots, int width, int maskRows) {}
}
