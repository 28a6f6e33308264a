package io.patchclamp.internal.token;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The 256 printable characters that byte-level vocabularies write bytes with: {@code Ġ} for a space and so on. */
public final class ByteAlphabet {
    private static final int BYTES = 256;
    private static final char[] TO_CHAR = new char[BYTES];
    private static final short[] TO_BYTE = new short[2 * BYTES];

    static {
        Arrays.fill(TO_BYTE, (short) -1);
        char spare = BYTES;
        for (int b = 0; b < BYTES; b++) {
            boolean printable = b >= '!' && b <= '~' || b >= 0xA1 && b <= 0xAC || b >= 0xAE;
            TO_CHAR[b] = printable ? (char) b : spare++;
            TO_BYTE[TO_CHAR[b]] = (short) b;
        }
    }

    private ByteAlphabet() {}

    /**
     * The character a byte is written with.
     *
     * @param value 0 to 255
     * @return its character
     */
    static char character(int value) {
        return TO_CHAR[value];
    }

    /**
     * Reads a token back. One with a character outside the alphabet stands for its own text, all of it.
     *
     * @param written as in the vocabulary
     * @return its bytes
     */
    public static byte[] bytes(String written) {
        byte[] bytes = new byte[written.length()];
        for (int i = 0; i < bytes.length; i++) {
            char c = written.charAt(i);
            if (c >= TO_BYTE.length || TO_BYTE[c] < 0) {
                return written.getBytes(StandardCharsets.UTF_8);
            }
            bytes[i] = (byte) TO_BYTE[c];
        }
        return bytes;
    }

    /**
     * Writes bytes in the alphabet.
     *
     * @param bytes any bytes
     * @return one character a byte
     */
    public static String written(byte[] bytes) {
        char[] chars = new char[bytes.length];
        for (int i = 0; i < chars.length; i++) {
            chars[i] = TO_CHAR[bytes[i] & 0xFF];
        }
        return new String(chars);
    }
}
