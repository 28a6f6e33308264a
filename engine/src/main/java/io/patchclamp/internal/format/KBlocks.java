package io.patchclamp.internal.format;

/** Blocks of 256 weights that share two half-precision scales, with small scales for each 16 or 32 of them. */
final class KBlocks {
    private KBlocks() {}

    /** 16 × (scale, minimum: 4 bits each), 64 × four weights of 2 bits, d, dmin. */
    static void q2(byte[] source, int count, float[] target) {
        for (int at = 0, out = 0; out < count; at += 84, out += 256) {
            float d = Decoder.half(source, at + 80);
            float min = Decoder.half(source, at + 82);
            for (int group = 0; group < 16; group++) {
                int scales = source[at + group];
                float dl = d * (scales & 15);
                float ml = min * (scales >> 4 & 15);
                int from = at + 16 + (group >> 3) * 32 + (group & 1) * 16;
                int shift = group & 6;
                for (int i = 0; i < 16; i++) {
                    target[out + group * 16 + i] = dl * (source[from + i] >> shift & 3) - ml;
                }
            }
        }
    }

    /** 32 × eight high bits (a 0 stands for −4), 64 × four weights of 2 bits, 16 scales of 6 bits, d. */
    static void q3(byte[] source, int count, float[] target) {
        for (int at = 0, out = 0; out < count; at += 110, out += 256) {
            float d = Decoder.half(source, at + 108);
            for (int group = 0; group < 16; group++) {
                int low = source[at + 96 + (group & 7)] >> (group & 8) / 2 & 15;
                int high = source[at + 104 + (group & 3)] >> (group >> 2) * 2 & 3;
                float dl = d * ((low | high << 4) - 32);
                int mask = at + (group & 1) * 16;
                int from = at + 32 + (group >> 3) * 32 + (group & 1) * 16;
                int shift = group & 6;
                int bit = group >> 1;
                for (int i = 0; i < 16; i++) {
                    int q = (source[from + i] >> shift & 3) - (~source[mask + i] >> bit & 1) * 4;
                    target[out + group * 16 + i] = dl * q;
                }
            }
        }
    }

    /** d, dmin, 8 × (scale, minimum: 6 bits each) in 12 bytes, 128 × two weights of 4 bits. */
    static void q4(byte[] source, int count, float[] target) {
        for (int at = 0, out = 0; out < count; at += 144, out += 256) {
            float d = Decoder.half(source, at);
            float min = Decoder.half(source, at + 2);
            for (int pair = 0; pair < 4; pair++) {
                float d0 = d * scale(source, at + 4, 2 * pair);
                float m0 = min * minimum(source, at + 4, 2 * pair);
                float d1 = d * scale(source, at + 4, 2 * pair + 1);
                float m1 = min * minimum(source, at + 4, 2 * pair + 1);
                int from = at + 16 + pair * 32;
                int to = out + pair * 64;
                for (int i = 0; i < 32; i++) {
                    int q = source[from + i];
                    target[to + i] = d0 * (q & 15) - m0;
                    target[to + 32 + i] = d1 * (q >> 4 & 15) - m1;
                }
            }
        }
    }

    /** As {@link #q4}, with 32 × eight high bits before the low ones. */
    static void q5(byte[] source, int count, float[] target) {
        for (int at = 0, out = 0; out < count; at += 176, out += 256) {
            float d = Decoder.half(source, at);
            float min = Decoder.half(source, at + 2);
            for (int pair = 0; pair < 4; pair++) {
                float d0 = d * scale(source, at + 4, 2 * pair);
                float m0 = min * minimum(source, at + 4, 2 * pair);
                float d1 = d * scale(source, at + 4, 2 * pair + 1);
                float m1 = min * minimum(source, at + 4, 2 * pair + 1);
                int high = at + 16;
                int from = at + 48 + pair * 32;
                int to = out + pair * 64;
                int bit = 2 * pair;
                for (int i = 0; i < 32; i++) {
                    int q = source[from + i];
                    int h = source[high + i] >> bit;
                    target[to + i] = d0 * (q & 15 | (h & 1) << 4) - m0;
                    target[to + 32 + i] = d1 * (q >> 4 & 15 | (h & 2) << 3) - m1;
                }
            }
        }
    }

    /** 128 × two low halves, 64 × four high pairs of bits, 16 signed scales of 8 bits, d. */
    static void q6(byte[] source, int count, float[] target) {
        for (int at = 0, out = 0; out < count; at += 210, out += 256) {
            float d = Decoder.half(source, at + 208);
            for (int group = 0; group < 16; group++) {
                float dl = d * source[at + 192 + group];
                int half = group >> 3;
                int within = group & 7;
                int low = at + half * 64 + (within & 3) * 16;
                int lowShift = within & 4;
                int high = at + 128 + half * 32 + (within & 1) * 16;
                int highShift = within & 6;
                for (int i = 0; i < 16; i++) {
                    int q = source[low + i] >> lowShift & 15 | (source[high + i] >> highShift & 3) << 4;
                    target[out + group * 16 + i] = dl * (q - 32);
                }
            }
        }
    }

    private static int scale(byte[] source, int at, int i) {
        return i < 4 ? source[at + i] & 63 : source[at + 4 + i] & 15 | (source[at + i - 4] & 0xc0) >> 2;
    }

    private static int minimum(byte[] source, int at, int i) {
        return i < 4 ? source[at + 4 + i] & 63 : source[at + 4 + i] >> 4 & 15 | (source[at + i] & 0xc0) >> 2;
    }
}
