package io.patchclamp.internal.format;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Single precision rounded to half precision, to the nearest, ties to even. (The JDK has this from version 20 on.) */
public final class Halves {
    /** The largest number there is; from 65520 on one is rounded to infinity. */
    public static final float LARGEST = 65504;

    private static final int OVERFLOW = 0x477ff000;
    private static final int LEAST_NORMAL = 0x38800000;
    private static final int REBIAS = 0x38000000;

    private Halves() {}

    /** The 16 bits of a number. Infinite stays infinite, NaN stays NaN. */
    public static int of(float x) {
        int bits = Float.floatToRawIntBits(x);
        int sign = bits >>> 16 & 0x8000;
        int size = bits & 0x7fffffff;
        if (size > 0x7f800000) {
            return sign | 0x7e00;
        }
        if (size >= OVERFLOW) {
            return sign | 0x7c00;
        }
        if (size < LEAST_NORMAL) {
            return sign | (int) Math.rint(Float.intBitsToFloat(size) * 0x1p24);
        }
        return sign | (size + 0xfff + (size >> 13 & 1) - REBIAS) >> 13;
    }

    /** The number with these 16 bits. */
    public static float toFloat(int bits) {
        return Decoder.half(bits);
    }

    /** Takes little-endian single precision, whole numbers at a time, and passes it on as half precision. */
    public static OutputStream over(OutputStream out) {
        return new OutputStream() {
            @Override
            public void write(int b) {
                throw new UnsupportedOperationException("whole numbers only");
            }

            @Override
            public void write(byte[] bytes, int from, int count) throws IOException {
                ByteBuffer single = ByteBuffer.wrap(bytes, from, count).order(ByteOrder.LITTLE_ENDIAN);
                ByteBuffer half = ByteBuffer.allocate(count / 2).order(ByteOrder.LITTLE_ENDIAN);
                while (single.hasRemaining()) {
                    half.putShort((short) of(single.getFloat()));
                }
                out.write(half.array());
            }
        };
    }
}
