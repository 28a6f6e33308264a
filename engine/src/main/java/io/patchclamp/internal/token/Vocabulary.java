package io.patchclamp.internal.token;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** The tokens of a model: how each is written in its file, the bytes it stands for, and whether it is a special one. */
public final class Vocabulary {
    private final String[] written;
    private final byte[][] bytes;
    private final BitSet special;

    /**
     * A vocabulary. An id that no token has is written as null.
     *
     * @param written each token as the file writes it
     * @param bytes what each stands for; a special token's own text
     * @param special ids of the special ones
     */
    public Vocabulary(List<String> written, List<byte[]> bytes, BitSet special) {
        this.written = written.toArray(new String[0]);
        this.bytes = bytes.toArray(new byte[0][]);
        this.special = (BitSet) special.clone();
        if (this.written.length != this.bytes.length) {
            throw new IllegalArgumentException(this.written.length + " tokens, but bytes for " + this.bytes.length);
        }
    }

    /**
     * How many ids there are.
     *
     * @return one more than the largest
     */
    public int size() {
        return written.length;
    }

    /**
     * Whether a token has this id.
     *
     * @param id any number
     * @return false also where the file leaves a gap
     */
    public boolean has(int id) {
        return id >= 0 && id < written.length && written[id] != null;
    }

    /**
     * A token as its file writes it.
     *
     * @param id an id that {@link #has a token}
     * @return such as {@code ĠParis}
     */
    public String written(int id) {
        return written[id];
    }

    /**
     * What a token stands for.
     *
     * @param id an id that {@link #has a token}
     * @return its bytes, not to be written to
     */
    public byte[] bytes(int id) {
        return bytes[id];
    }

    /**
     * Finds a token that is not special by what it stands for.
     *
     * @param sought its bytes
     * @return the smallest such id
     */
    public OptionalInt find(byte[] sought) {
        return IntStream.range(0, bytes.length)
                .filter(id -> has(id) && !special.get(id) && Arrays.equals(bytes[id], sought))
                .findFirst();
    }

    /**
     * Whether a token is a special one.
     *
     * @param id an id that {@link #has a token}
     * @return true for marks
     */
    public boolean isSpecial(int id) {
        return special.get(id);
    }
}
