package io.patchclamp.internal.vector;

import java.util.Arrays;
import java.util.Optional;

/** How the numbers of a matrix lie in memory: in single precision, or a few bytes for a block of them, as files store them. */
public enum Packing {
    F32(1, 4),
    BF16(1, 2),
    Q8_0(32, 34),
    Q4_0(32, 18),
    Q4_1(32, 20);

    final int block;
    final int bytes;

    Packing(int block, int bytes) {
        this.block = block;
        this.bytes = bytes;
    }

    /** The one that a file's type of this name is read as where it lies; empty if its numbers have to be expanded first. */
    public static Optional<Packing> named(String type) {
        return Arrays.stream(values()).filter(p -> p.name().equals(type)).findFirst();
    }

    /** How many bytes so many numbers take, which are whole blocks. */
    public int bytes(int numbers) {
        return numbers / block * bytes;
    }
}
