package io.patchclamp.internal.format;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** One metadata value of a GGUF file. */
final class GgufValue {
    private static final int MAX_DEPTH = 4;
    private static final int MAX_TEXT = 16 << 20;
    private static final int STRING = 8;
    private static final int ARRAY = 9;

    private GgufValue() {}

    static Object read(GgufCursor in, String what) {
        int type = in.i32("the type of " + what);
        return type == ARRAY ? array(in, what, 1) : scalar(in, type, what);
    }

    private static Object scalar(GgufCursor in, int type, String what) {
        return switch (type) {
            case 0 -> in.i8(what) & 0xff;
            case 1 -> (int) in.i8(what);
            case 2 -> in.i16(what) & 0xffff;
            case 3 -> (int) in.i16(what);
            case 4 -> in.u32(what);
            case 5 -> in.i32(what);
            case 6 -> Float.intBitsToFloat(in.i32(what));
            case 7 -> flag(in, what);
            case STRING -> in.text(what, MAX_TEXT);
            case 10 -> unsigned(in.u64(what));
            case 11 -> in.u64(what);
            case 12 -> Double.longBitsToDouble(in.u64(what));
            default -> throw unknown(in, type, what);
        };
    }

    private static RuntimeException unknown(GgufCursor in, int type, String what) {
        return in.fault(
                what + " has the unknown type " + Integer.toUnsignedString(type) + " (0 to 12 are known) in", "");
    }

    private static boolean flag(GgufCursor in, String what) {
        byte value = in.i8(what);
        if (value != 0 && value != 1) {
            throw in.fault(what + " is a truth value and holds " + value + ", not 0 or 1, in", "");
        }
        return value == 1;
    }

    private static Object unsigned(long bits) {
        if (bits >= 0) {
            return bits;
        }
        return new BigInteger(Long.toUnsignedString(bits));
    }

    private static Object array(GgufCursor in, String what, int depth) {
        if (depth > MAX_DEPTH) {
            throw in.fault(what + " nests lists more than " + MAX_DEPTH + " deep in", "");
        }
        int type = in.i32("the element type of " + what);
        long claimed = in.u64("the length of " + what);
        int each =
                switch (type) {
                    case 0, 1, 7 -> 1;
                    case 2, 3 -> 2;
                    case 4, 5, 6 -> 4;
                    case STRING, 10, 11, 12 -> 8;
                    case ARRAY -> 12;
                    default -> throw unknown(in, type, what);
                };
        in.requireRoom(claimed, each, "elements for " + what);
        int n = (int) claimed;
        return switch (type) {
            case 1 -> bytes(in, n, what);
            case 0, 2, 3, 5 -> ints(in, type, n, what);
            case 4, 10, 11 -> longs(in, type, n, what);
            case 6 -> floats(in, n, what);
            case 12 -> doubles(in, n, what);
            case 7 -> flags(in, n, what);
            default -> list(in, type, n, what, depth);
        };
    }

    private static List<Object> list(GgufCursor in, int type, int n, String what, int depth) {
        List<Object> list = new ArrayList<>(n);
        for (int i = 0; i < n; i++) {
            list.add(type == STRING ? in.text(what, MAX_TEXT) : array(in, what, depth + 1));
        }
        return Collections.unmodifiableList(list);
    }

    private static byte[] bytes(GgufCursor in, int n, String what) {
        byte[] values = new byte[n];
        for (int i = 0; i < n; i++) {
            values[i] = in.i8(what);
        }
        return values;
    }

    private static int[] ints(GgufCursor in, int type, int n, String what) {
        int[] values = new int[n];
        for (int i = 0; i < n; i++) {
            values[i] = (Integer) scalar(in, type, what);
        }
        return values;
    }

    private static long[] longs(GgufCursor in, int type, int n, String what) {
        long[] values = new long[n];
        for (int i = 0; i < n; i++) {
            values[i] = type == 4 ? in.u32(what) : in.u64(what);
        }
        return values;
    }

    private static float[] floats(GgufCursor in, int n, String what) {
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = Float.intBitsToFloat(in.i32(what));
        }
        return values;
    }

    private static double[] doubles(GgufCursor in, int n, String what) {
        double[] values = new double[n];
        for (int i = 0; i < n; i++) {
            values[i] = Double.longBitsToDouble(in.u64(what));
        }
        return values;
    }

    private static boolean[] flags(GgufCursor in, int n, String what) {
        boolean[] values = new boolean[n];
        for (int i = 0; i < n; i++) {
            values[i] = flag(in, what);
        }
        return values;
    }
}
