package io.patchclamp.internal.djl;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.BitSet;

/**
 * SentencePiece's table of how characters are written, as a tokenizer.json has it: a trie over bytes and the texts its leaves
 * point into. The library ends the whole process over one that is broken, when it reads it or at the first text that leads
 * beyond its end; so each step that a text can take in it is tried here before.
 */
final class CharacterTable {
    private final int[] units;
    private final byte[] texts;

    private CharacterTable(int[] units, byte[] texts) {
        this.units = units;
        this.texts = texts;
    }

    /** @param text in base 64 */
    static void check(Object text) throws IOException {
        of(text).walk();
    }

    private static CharacterTable of(Object text) throws IOException {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text instanceof String given ? given : "");
        } catch (IllegalArgumentException e) {
            throw broken("it is not in base 64", e);
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        long size = bytes.length < Integer.BYTES ? -1 : Integer.toUnsignedLong(buffer.getInt());
        if (size < Integer.BYTES || size % Integer.BYTES != 0 || size > buffer.remaining()) {
            throw broken("its " + bytes.length + " bytes do not hold what they say", null);
        }
        int[] units = new int[(int) size / Integer.BYTES];
        buffer.asIntBuffer().get(units);
        buffer.position(Integer.BYTES + (int) size);
        byte[] texts = new byte[buffer.remaining()];
        buffer.get(texts);
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(texts));
        } catch (CharacterCodingException e) {
            throw broken("its texts are not UTF-8", e);
        }
        return new CharacterTable(units, texts);
    }

    /** Every way from the root. */
    private void walk() throws IOException {
        BitSet seen = new BitSet();
        ArrayDeque<Integer> open = new ArrayDeque<>();
        open.add(offset(units[0]));
        while (!open.isEmpty()) {
            int node = open.remove();
            if (seen.get(node)) {
                continue;
            }
            seen.set(node);
            for (int b = 1; b < 256; b++) {
                int next = node ^ b;
                int unit = unit(next);
                if ((unit & 0x800000FF) == b) {
                    int below = next ^ offset(unit);
                    if ((unit >>> 8 & 1) == 1) {
                        checkText(unit(below) & 0x7FFFFFFF);
                    }
                    open.add(below);
                }
            }
        }
    }

    private int unit(int at) throws IOException {
        if (at < 0 || at >= units.length) {
            throw broken("a step leads to entry " + Integer.toUnsignedLong(at) + " of " + units.length, null);
        }
        return units[at];
    }

    private static int offset(int unit) {
        return unit >>> 10 << ((unit & 1 << 9) >>> 6);
    }

    private void checkText(int at) throws IOException {
        if (at > texts.length || at < texts.length && (texts[at] & 0xC0) == 0x80) {
            throw broken("a leaf points to byte " + at + " of " + texts.length + " of its texts", null);
        }
    }

    private static IOException broken(String why, Exception cause) {
        return new IOException("the table of a Precompiled normalizer is broken: " + why, cause);
    }
}
