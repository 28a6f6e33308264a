package io.patchclamp.internal.format;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

import io.patchclamp.fault.LoadException;

/**
 * Reads a GGUF header from front to back. No length that the file claims is believed before it is compared with what the
 * file has left, and with what any header may take.
 */
final class GgufCursor {
    /** The largest header we read: the largest vocabularies known take a tenth of it. */
    static final long MAX_HEADER = 32L << 20;

    private static final char REPLACEMENT = '\uFFFD';

    private final FileBytes file;
    private final ByteBuffer buffer =
            ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN).limit(0);
    private long bufferEnd;

    GgufCursor(FileBytes file) {
        this.file = file;
    }

    /** How many bytes were read. */
    long position() {
        return bufferEnd - buffer.remaining();
    }

    private long left() {
        return Math.min(file.size(), MAX_HEADER) - position();
    }

    /** Fails unless there is room for so many things of at least this size. */
    void requireRoom(long count, long each, String what) {
        if (count < 0 || count > left() / each) {
            throw tooMuch(
                    "claims " + Long.toUnsignedString(count) + " " + what + " (" + each + " bytes each, or more)");
        }
    }

    private LoadException tooMuch(String what) {
        boolean cut = file.size() <= MAX_HEADER;
        return new LoadException(
                "'" + file.path() + "' " + what + " at byte " + position() + ", but "
                        + (cut
                                ? "has only " + left() + " bytes after it."
                                : "a header longer than " + MAX_HEADER + " bytes is not read (" + left()
                                        + " are left)."),
                "fetch the file again; it is cut short, damaged or hostile");
    }

    /** An error at this place: {@code problem} ends in "in", then comes the file. */
    LoadException fault(String problem, String advice) {
        return new LoadException(
                Character.toUpperCase(problem.charAt(0)) + problem.substring(1) + " '" + file.path()
                        + "' (header, before byte " + position() + ").",
                advice.isEmpty() ? "fetch the file again; it is damaged or hostile" : advice);
    }

    private void need(int bytes, String what) {
        if (buffer.remaining() >= bytes) {
            return;
        }
        if (left() < bytes) {
            throw tooMuch("should hold " + what + " (" + bytes + " bytes)");
        }
        buffer.compact();
        int more = (int) Math.min(buffer.remaining(), file.size() - bufferEnd);
        buffer.limit(buffer.position() + more);
        file.read(bufferEnd, buffer, what);
        bufferEnd += more;
        buffer.flip();
    }

    byte i8(String what) {
        need(1, what);
        return buffer.get();
    }

    short i16(String what) {
        need(2, what);
        return buffer.getShort();
    }

    int i32(String what) {
        need(4, what);
        return buffer.getInt();
    }

    long u32(String what) {
        return Integer.toUnsignedLong(i32(what));
    }

    /** 64 bits, which the caller must take as unsigned: a negative one is larger than any file. */
    long u64(String what) {
        need(8, what);
        return buffer.getLong();
    }

    /** A text behind its length. */
    String text(String what, int longest) {
        // A vocabulary is a hundred thousand texts: what an error would say is put together only for one.
        long length = buffer.remaining() >= Long.BYTES ? buffer.getLong() : u64("the length of " + what);
        if (length < 0 || length > left()) {
            throw tooMuch("claims " + Long.toUnsignedString(length) + " bytes of text for " + what);
        }
        if (length > longest) {
            throw fault(what + " is " + length + " bytes long (" + longest + " are allowed) in", "");
        }
        if (length <= buffer.remaining()) {
            int at = buffer.position();
            buffer.position(at + (int) length);
            return utf8(buffer.array(), at, (int) length, what);
        }
        byte[] bytes = new byte[(int) length];
        for (int done = 0; done < bytes.length; ) {
            need(1, what);
            int n = Math.min(buffer.remaining(), bytes.length - done);
            buffer.get(bytes, done, n);
            done += n;
        }
        return utf8(bytes, 0, bytes.length, what);
    }

    private String utf8(byte[] bytes, int from, int length, String what) {
        String text = new String(bytes, from, length, StandardCharsets.UTF_8);
        // The replacement stands for what is no UTF-8, or for itself.
        if (text.indexOf(REPLACEMENT) >= 0) {
            try {
                StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, from, length));
            } catch (CharacterCodingException e) {
                throw fault(what + " is not UTF-8 in", "");
            }
        }
        return text;
    }
}
