package io.patchclamp.internal.vector;

import java.util.Random;

/** Stored numbers one by one, as the formats' specification has them. */
final class OneByOne {
    private OneByOne() {}

    /** Decodes, after scales that are no number have been made some: weights are numbers, and sums with others have no one answer. */
    static void decode(Packing packing, byte[] stored, float[] out, Random random) {
        for (int i = 0; i < out.length; i++) {
            int block = i / packing.block * packing.bytes;
            int k = i % packing.block;
            if (k == 0 && packing != Packing.BF16) {
                tame(stored, block, random);
                if (packing == Packing.Q4_1) {
                    tame(stored, block + 2, random);
                }
            }
            if (packing == Packing.BF16) {
                stored[block + 1] = (byte) (stored[block + 1] & 0x80 | 0x3e);
            }
            out[i] = switch (packing) {
                case BF16 -> Float.intBitsToFloat(bits(stored, block) << 16);
                case Q8_0 -> half(stored, block) * stored[block + 2 + k];
                case Q4_0 -> half(stored, block) * (nibble(stored, block + 2, k) - 8);
                case Q4_1 -> half(stored, block) * nibble(stored, block + 4, k) + half(stored, block + 2);
                case F32 -> throw new IllegalArgumentException();
            };
        }
    }

    /** Every third is so small that it has no leading one. */
    private static void tame(byte[] stored, int at, Random random) {
        int exponent = random.nextInt(3) == 0 ? 0 : 8 + random.nextInt(8);
        stored[at + 1] = (byte) (stored[at + 1] & 0x83 | exponent << 2);
    }

    private static int bits(byte[] stored, int at) {
        return stored[at] & 0xff | (stored[at + 1] & 0xff) << 8;
    }

    private static int nibble(byte[] stored, int from, int k) {
        return k < 16 ? stored[from + k] & 15 : stored[from + k - 16] >> 4 & 15;
    }

    private static float half(byte[] stored, int at) {
        int bits = bits(stored, at);
        int exponent = bits >> 10 & 31;
        double magnitude =
                exponent == 0 ? (bits & 1023) * Math.pow(2, -24) : (1024 + (bits & 1023)) * Math.pow(2, exponent - 25);
        return (float) ((bits & 0x8000) == 0 ? magnitude : -magnitude);
    }
}
