package io.patchclamp.internal.format;

/**
 * Stored blocks to single precision, bit for bit as the {@code gguf} Python package does it: each product and each sum is
 * rounded on its own (Java never fuses them).
 */
final class Decoder {
    private Decoder() {}

    /** Decodes {@code count} weights, a whole number of blocks, from the start of the source to the start of the target. */
    static void decode(WeightType type, byte[] source, int count, float[] target) {
        switch (type) {
            case F16 -> f16(source, count, target);
            case BF16 -> bf16(source, count, target);
            case Q4_0 -> q40(source, count, target);
            case Q4_1 -> q41(source, count, target);
            case Q5_0 -> q50(source, count, target);
            case Q5_1 -> q51(source, count, target);
            case Q8_0 -> q80(source, count, target);
            case Q2_K -> KBlocks.q2(source, count, target);
            case Q3_K -> KBlocks.q3(source, count, target);
            case Q4_K -> KBlocks.q4(source, count, target);
            case Q5_K -> KBlocks.q5(source, count, target);
            case Q6_K -> KBlocks.q6(source, count, target);
            default -> throw new IllegalArgumentException("no decoder for " + type);
        }
    }

    /** The half-precision number in two bytes. (The JDK has this from version 20 on.) */
    static float half(byte[] source, int at) {
        return half((source[at] & 0xff) | (source[at + 1] & 0xff) << 8);
    }

    /** The half-precision number with these 16 bits. A signalling NaN becomes quiet, as in hardware. */
    static float half(int bits) {
        int sign = (bits & 0x8000) << 16;
        int magnitude = bits & 0x7fff;
        if (magnitude >= 0x7c00) {
            int mantissa = magnitude & 0x3ff;
            return Float.intBitsToFloat(sign | 0x7f800000 | mantissa << 13 | (mantissa == 0 ? 0 : 0x400000));
        }
        if (magnitude >= 0x400) {
            return Float.intBitsToFloat(sign | ((magnitude << 13) + 0x38000000));
        }
        return Float.intBitsToFloat(sign | Float.floatToRawIntBits(magnitude * 0x1p-24f));
    }

    private static void f16(byte[] source, int count, float[] target) {
        for (int i = 0; i < count; i++) {
            target[i] = half(source, 2 * i);
        }
    }

    private static void bf16(byte[] source, int count, float[] target) {
        for (int i = 0; i < count; i++) {
            target[i] = Float.intBitsToFloat((source[2 * i] & 0xff) << 16 | source[2 * i + 1] << 24);
        }
    }

    private static void q40(byte[] source, int count, float[] target) {
        for (int at = 0, out = 0; out < count; at += 18, out += 32) {
            float d = half(source, at);
            for (int i = 0; i < 16; i++) {
                int q = source[at + 2 + i];
                target[out + i] = d * ((q & 15) - 8);
                target[out + 16 + i] = d * ((q >> 4 & 15) - 8);
            }
        }
    }

    private static void q41(byte[] source, int count, float[] target) {
        for (int at = 0, out = 0; out < count; at += 20, out += 32) {
            float d = half(source, at);
            float m = half(source, at + 2);
            for (int i = 0; i < 16; i++) {
                int q = source[at + 4 + i];
                target[out + i] = d * (q & 15) + m;
                target[out + 16 + i] = d * (q >> 4 & 15) + m;
            }
        }
    }

    private static void q50(byte[] source, int count, float[] target) {
        for (int at = 0, out = 0; out < count; at += 22, out += 32) {
            float d = half(source, at);
            int high = int32(source, at + 2);
            for (int i = 0; i < 16; i++) {
                int q = source[at + 6 + i];
                target[out + i] = d * ((q & 15 | (high >>> i & 1) << 4) - 16);
                target[out + 16 + i] = d * ((q >> 4 & 15 | (high >>> i + 16 & 1) << 4) - 16);
            }
        }
    }

    private static void q51(byte[] source, int count, float[] target) {
        for (int at = 0, out = 0; out < count; at += 24, out += 32) {
            float d = half(source, at);
            float m = half(source, at + 2);
            int high = int32(source, at + 4);
            for (int i = 0; i < 16; i++) {
                int q = source[at + 8 + i];
                target[out + i] = d * (q & 15 | (high >>> i & 1) << 4) + m;
                target[out + 16 + i] = d * (q >> 4 & 15 | (high >>> i + 16 & 1) << 4) + m;
            }
        }
    }

    private static void q80(byte[] source, int count, float[] target) {
        for (int at = 0, out = 0; out < count; at += 34, out += 32) {
            float d = half(source, at);
            for (int i = 0; i < 32; i++) {
                target[out + i] = source[at + 2 + i] * d;
            }
        }
    }

    private static int int32(byte[] source, int at) {
        return source[at] & 0xff | (source[at + 1] & 0xff) << 8 | (source[at + 2] & 0xff) << 16 | source[at + 3] << 24;
    }
}
