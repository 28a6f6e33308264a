package io.patchclamp.internal.vector;

import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Stored weights to single precision, a vector of eight or sixteen at a time, bit for bit as one by one. What is fused here is exact
 * before the sum: a scale of half precision times a few bits fits single precision.
 */
final class Unpacking {
    private static final VectorSpecies<Float> FLOATS = Loads.SPECIES;
    private static final VectorSpecies<Integer> INTS =
            FLOATS.length() == 16 ? IntVector.SPECIES_512 : IntVector.SPECIES_256;
    private static final int LANES = FLOATS.length();

    /** Whether there is room in a register for all that one vector's worth needs on its way to a sum. */
    static final boolean IN_REGISTERS = LANES == 16;

    /** Whether vectors have as many numbers as this can make. */
    static final boolean HERE = LANES == 8 || LANES == 16;

    private static final MethodHandle LOAD_BYTES = Loads.LOAD_BYTES;
    private static final MethodHandle LOAD_PAIRS = Loads.LOAD_PAIRS;

    /** A byte of a block of 32 holds two weights of four bits, half a block apart. */
    private static final int HALF = 16;

    /** The bits of half precision are, in single precision, a number that many times too small; the product is exact. */
    private static final float UP = 0x1p112f;

    /** From here on they are no number. */
    private static final int NONE = 0x7c00;

    private Unpacking() {}

    /** Unpacks {@code count} weights, a whole number of blocks. */
    static void unpack(Window w, Packing packing, int from, int count, float[] target, int to) throws Throwable {
        switch (packing) {
            case BF16 -> bf16(w, from, count, target, to);
            case Q8_0 -> q80(w, from, count, target, to);
            case Q4_0 -> q40(w, from, count, target, to);
            case Q4_1 -> q41(w, from, count, target, to);
            case F32 -> throw new IllegalArgumentException("nothing is packed");
        }
    }

    /**
     * The half-precision number in two bytes; a signalling NaN becomes quiet. (The JDK has this from version 20 on; the room that
     * reads files has its own, as this one is compiled before all others.)
     */
    static float half(ByteBuffer source, int at) {
        int bits = source.getShort(at);
        int sign = (bits & 0x8000) << 16;
        int magnitude = bits & 0x7fff;
        if (magnitude < NONE) {
            return Float.intBitsToFloat(sign | Float.floatToRawIntBits(Float.intBitsToFloat(magnitude << 13) * UP));
        }
        return Float.intBitsToFloat(sign | 0x7f800000 | magnitude << 13 | (magnitude == NONE ? 0 : 0x400000));
    }

    /** The upper half of single precision in two bytes. */
    static float brief(ByteBuffer source, int at) {
        return Float.intBitsToFloat(source.getShort(at) << 16);
    }

    /** A vector's worth of bytes, with their signs: JDK 17 has a fault in extending by zeros. */
    static IntVector bytes(Object memory, int at) throws Throwable {
        return (IntVector)
                ((ByteVector) LOAD_BYTES.invokeExact(memory, (long) at)).convertShape(VectorOperators.B2I, INTS, 0);
    }

    static FloatVector briefs(Object memory, int at) throws Throwable {
        ByteVector stored = (ByteVector) LOAD_PAIRS.invokeExact(memory, (long) at);
        IntVector bits = (IntVector) stored.reinterpretAsShorts().convertShape(VectorOperators.S2I, INTS, 0);
        return bits.lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats();
    }

    static FloatVector floats(IntVector whole) {
        return (FloatVector) whole.convertShape(VectorOperators.I2F, FLOATS, 0);
    }

    /** The lower four bits of each. */
    static IntVector low(IntVector both) {
        return both.and(15);
    }

    /** The upper four bits of each. */
    static IntVector high(IntVector both) {
        return both.lanewise(VectorOperators.LSHR, 4).and(15);
    }

    private static void bf16(Window w, int from, int count, float[] target, int to) throws Throwable {
        int i = 0;
        for (; i <= count - LANES; i += LANES) {
            briefs(w.memory, from + 2 * i).intoArray(target, to + i);
        }
        for (; i < count; i++) {
            target[to + i] = brief(w.raw, from + 2 * i);
        }
    }

    private static void q80(Window w, int from, int count, float[] target, int to) throws Throwable {
        for (int at = from, out = to; out < to + count; at += 34, out += 32) {
            float d = half(w.raw, at);
            for (int i = 0; i < 2 * HALF; i += LANES) {
                floats(bytes(w.memory, at + 2 + i)).mul(d).intoArray(target, out + i);
            }
        }
    }

    private static void q40(Window w, int from, int count, float[] target, int to) throws Throwable {
        for (int at = from, out = to; out < to + count; at += 18, out += 32) {
            float d = half(w.raw, at);
            for (int i = 0; i < HALF; i += LANES) {
                IntVector both = bytes(w.memory, at + 2 + i);
                floats(low(both).sub(8)).mul(d).intoArray(target, out + i);
                floats(high(both).sub(8)).mul(d).intoArray(target, out + HALF + i);
            }
        }
    }

    private static void q41(Window w, int from, int count, float[] target, int to) throws Throwable {
        for (int at = from, out = to; out < to + count; at += 20, out += 32) {
            FloatVector d = FloatVector.broadcast(FLOATS, half(w.raw, at));
            FloatVector m = FloatVector.broadcast(FLOATS, half(w.raw, at + 2));
            for (int i = 0; i < HALF; i += LANES) {
                IntVector both = bytes(w.memory, at + 4 + i);
                floats(low(both)).fma(d, m).intoArray(target, out + i);
                floats(high(both)).fma(d, m).intoArray(target, out + HALF + i);
            }
        }
    }
}
