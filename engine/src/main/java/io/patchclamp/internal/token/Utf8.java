package io.patchclamp.internal.token;

import java.nio.charset.StandardCharsets;

/** Bytes to text as Rust's {@code from_utf8_lossy} does it, which for surrogates written as bytes is not the JDK's way. */
public final class Utf8 {
    private static final char REPLACEMENT = '\uFFFD';

    private Utf8() {}

    /**
     * Reads bytes as text. Each longest stretch that could have begun a character becomes one {@code U+FFFD}.
     *
     * @param bytes any bytes
     * @return their text
     */
    public static String lossy(byte[] bytes) {
        StringBuilder text = new StringBuilder(bytes.length);
        walk(bytes, new Reader() {
            @Override
            public void character(int codePoint) {
                text.appendCodePoint(codePoint);
            }

            @Override
            public void wrong(int offset, int length) {
                text.append(REPLACEMENT);
            }
        });
        return text.toString();
    }

    /**
     * Walks over bytes character by character.
     *
     * @param bytes any bytes
     * @param reader told what is there, in order
     */
    public static void walk(byte[] bytes, Reader reader) {
        int at = 0;
        while (at < bytes.length) {
            int length = length(bytes, at);
            if (length > 0) {
                reader.character(codePoint(bytes, at, length));
                at += length;
            } else {
                reader.wrong(at, -length);
                at -= length;
            }
        }
    }

    /** What {@link #walk} finds. */
    public interface Reader {
        /**
         * A character.
         *
         * @param codePoint which
         */
        void character(int codePoint);

        /**
         * Bytes that are none.
         *
         * @param offset of the first
         * @param length how many that could have begun one character
         */
        void wrong(int offset, int length);
    }

    /**
     * Whether bytes are text, whole.
     *
     * @param bytes any bytes
     * @return false if a character is cut or broken
     */
    static boolean isText(byte[] bytes) {
        int at = 0;
        while (at < bytes.length && length(bytes, at) > 0) {
            at += length(bytes, at);
        }
        return at == bytes.length;
    }

    /**
     * A text without lone surrogates: each becomes {@code U+FFFD}, so that no position moves.
     *
     * @param text any text
     * @return the same text if there are none
     */
    public static String wellFormed(String text) {
        StringBuilder repaired = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Character.isSurrogate(c)) {
                continue;
            }
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
                continue;
            }
            if (repaired == null) {
                repaired = new StringBuilder(text);
            }
            repaired.setCharAt(i, REPLACEMENT);
        }
        return repaired == null ? text : repaired.toString();
    }

    /** The length of the character at {@code at}; negative, the length of what cannot be read, if it is none. */
    private static int length(byte[] bytes, int at) {
        int lead = bytes[at] & 0xFF;
        if (lead < 0x80) {
            return 1;
        }
        int need = lead >= 0xC2 && lead <= 0xDF
                ? 2
                : lead >= 0xE0 && lead <= 0xEF ? 3 : lead >= 0xF0 && lead <= 0xF4 ? 4 : 0;
        if (need == 0) {
            return -1;
        }
        int low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
        int high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
        for (int i = 1; i < need; i++) {
            int next = at + i < bytes.length ? bytes[at + i] & 0xFF : -1;
            if (next < low || next > high) {
                return -i;
            }
            low = 0x80;
            high = 0xBF;
        }
        return need;
    }

    private static int codePoint(byte[] bytes, int at, int length) {
        return new String(bytes, at, length, StandardCharsets.UTF_8).codePointAt(0);
    }
}
