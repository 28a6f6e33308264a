package io.patchclamp.internal.format;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;

/**
 * An array to be written, whose numbers are made while they are written.
 *
 * @param name the name it is found under
 * @param type {@link WeightType#F32}, {@link WeightType#F16} or {@link WeightType#I64}
 * @param shape its dimensions, outermost first
 * @param content its numbers, row-major, little-endian
 */
public record StoredArray(String name, WeightType type, long[] shape, Content content) {
    /** Writes all numbers; the same ones each time, for some formats need a checksum before. */
    @FunctionalInterface
    public interface Content {
        /** Writes as many bytes as shape and type say. */
        void writeTo(OutputStream out) throws IOException;
    }

    public StoredArray {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(content, "content");
        shape = shape.clone();
        if (type != WeightType.F32 && type != WeightType.F16 && type != WeightType.I64) {
            throw new IllegalArgumentException(type + " is not written");
        }
    }

    /** A copy of the dimensions. */
    @Override
    public long[] shape() {
        return shape.clone();
    }

    /** How many bytes the numbers take. */
    public long bytes() {
        long bytes = type.blockBytes();
        for (long d : shape) {
            bytes = Math.multiplyExact(bytes, d);
        }
        return bytes;
    }

    /** Writes the numbers, and makes sure that there were as many as promised. */
    void write(OutputStream out) throws IOException {
        long[] written = {0};
        content.writeTo(new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                out.write(b);
                written[0]++;
            }

            @Override
            public void write(byte[] bytes, int from, int count) throws IOException {
                out.write(bytes, from, count);
                written[0] += count;
            }
        });
        if (written[0] != bytes()) {
            throw new IllegalStateException("array '" + name + "' wrote " + written[0] + " bytes of " + bytes());
        }
    }
}
