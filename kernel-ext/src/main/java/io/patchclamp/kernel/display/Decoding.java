package io.patchclamp.kernel.display;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Bytes to characters, keeping the beginning of a character until its end arrives. */
final class Decoding {
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private byte[] left = new byte[0];

    void decode(byte[] bytes, int offset, int length, StringBuilder to) {
        if (left.length == 0 && isAscii(bytes, offset, length)) {
            to.append(new String(bytes, offset, length, StandardCharsets.ISO_8859_1));
            return;
        }
        ByteBuffer in = ByteBuffer.allocate(left.length + length);
        in.put(left).put(bytes, offset, length).flip();
        CharBuffer chars = CharBuffer.allocate(in.remaining() + 1);
        decoder.decode(in, chars, false);
        left = new byte[in.remaining()];
        in.get(left);
        to.append(chars.flip());
    }

    private static boolean isAscii(byte[] bytes, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            if (bytes[i] < 0) {
                return false;
            }
        }
        return true;
    }
}
