package io.patchclamp.internal.vector;

import java.util.Arrays;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** The loops of {@link OneQuery}, by vectors. */
final class VectorQuery {
    private static final VectorSpecies<Float> SPECIES = Loads.SPECIES;
    private static final int LANES = SPECIES.length();

    private VectorQuery() {}

    /** One key after the other, each by all heads that share it. */
    static void score(OneQuery q, int memory, int first, int end, float scale) throws Throwable {
        int width = q.width;
        for (int slot = 0; slot < q.slots; slot++) {
            int at = (memory + slot * width) * Float.BYTES;
            for (int head = first; head < end; head++) {
                q.scores[head * q.padded + slot] =
                        scale * Dots.one(q.keys.memory, q.keys.raw, at, q.queries, head * width, width);
            }
        }
    }

    static void mix(OneQuery q, int memory, int first, int end) throws Throwable {
        for (int head = first; head < end; head++) {
            softmax(q.scores, head * q.padded, q.slots, (q.slots + LANES - 1) / LANES * LANES);
            int unit = 0;
            for (; unit + 4 * LANES <= q.width; unit += 4 * LANES) {
                four(q, memory, head, unit);
            }
            for (; unit + LANES <= q.width; unit += LANES) {
                one(q, memory, head, unit);
            }
            for (; unit < q.width; unit++) {
                float sum = 0;
                for (int slot = 0; slot < q.slots; slot++) {
                    float value = q.values.raw.getFloat((memory + slot * q.width + unit) * Float.BYTES);
                    sum = Math.fma(q.scores[head * q.padded + slot], value, sum);
                }
                q.mixed[head * q.width + unit] = sum;
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
            FloatVector e =
                    VectorCurves.exp(FloatVector.fromArray(SPECIES, scores, i).sub(max));
            e.intoArray(scores, i);
            sum = sum.add(e);
        }
        float share = 1 / LaneSum.of(sum);
        for (int i = from; i < from + padded; i += LANES) {
            FloatVector.fromArray(SPECIES, scores, i).mul(share).intoArray(scores, i);
        }
    }

    /** The mean of the values by weight, four vectors of one head. */
    private static void four(OneQuery q, int memory, int head, int unit) throws Throwable {
        FloatVector a = FloatVector.zero(SPECIES);
        FloatVector b = a;
        FloatVector c = a;
        FloatVector d = a;
        Object from = q.values.memory;
        float[] weights = q.scores;
        int step = q.width * Float.BYTES;
        int vector = LANES * Float.BYTES;
        int at = (memory + unit) * Float.BYTES;
        for (int slot = head * q.padded, end = slot + q.slots; slot < end; slot++, at += step) {
            FloatVector w = FloatVector.broadcast(SPECIES, weights[slot]);
            a = Dots.load(from, at).fma(w, a);
            b = Dots.load(from, at + vector).fma(w, b);
            c = Dots.load(from, at + 2 * vector).fma(w, c);
            d = Dots.load(from, at + 3 * vector).fma(w, d);
        }
        int target = head * q.width + unit;
        a.intoArray(q.mixed, target);
        b.intoArray(q.mixed, target + LANES);
        c.intoArray(q.mixed, target + 2 * LANES);
        d.intoArray(q.mixed, target + 3 * LANES);
    }

    private static void one(OneQuery q, int memory, int head, int unit) throws Throwable {
        FloatVector a = FloatVector.zero(SPECIES);
        int at = (memory + unit) * Float.BYTES;
        for (int slot = head * q.padded, end = slot + q.slots; slot < end; slot++, at += q.width * Float.BYTES) {
            a = Dots.load(q.values.memory, at).fma(FloatVector.broadcast(SPECIES, q.scores[slot]), a);
        }
        a.intoArray(q.mixed, head * q.width + unit);
    }
}
