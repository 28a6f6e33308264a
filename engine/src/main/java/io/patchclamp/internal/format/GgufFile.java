package io.patchclamp.internal.format;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.patchclamp.fault.LoadException;

/**
 * A GGUF file, version 2 or 3, little-endian.
 *
 * <p>Source: the GGUF specification of the {@code ggml} project and its reader {@code gguf.cpp}. Where a file breaks the
 * specification we refuse it, except that tensors may have gaps between them and may come in any order.
 */
public final class GgufFile extends SingleFile {
    private final Map<String, Object> metadata;

    private GgufFile(FileBytes file, GgufHeader header) {
        super(file, header.tensors());
        this.metadata = header.metadata();
    }

    /**
     * Opens a file and reads its header.
     *
     * @param path the file
     * @return the file, to be closed
     * @throws LoadException if it is missing, or no GGUF file, or breaks the format, or is cut short
     */
    public static GgufFile open(Path path) {
        FileBytes file = FileBytes.open(path, "GGUF file");
        try {
            return new GgufFile(file, GgufHeader.read(file));
        } catch (RuntimeException | Error e) {
            file.close();
            throw e;
        }
    }

    /**
     * What the file says about itself, in its order. A value is a {@link String}, a {@link Boolean}, a {@link Number}
     * ({@link Integer} up to 32 bits signed and 16 unsigned, {@link Long} above, {@link java.math.BigInteger} for 64
     * unsigned bits beyond it, {@link Float}, {@link Double}), or an array: {@code List<String>}, {@code int[]},
     * {@code long[]}, {@code float[]}, {@code double[]}, {@code boolean[]}, {@code byte[]} for 8 bits signed, or a
     * {@code List} of arrays.
     */
    public Map<String, Object> metadata() {
        return metadata;
    }

    /** A text from the metadata; an error if the key holds something else. */
    public Optional<String> text(String key) {
        return value(key, String.class, "a text");
    }

    /** A truth value from the metadata; an error if the key holds something else. */
    public Optional<Boolean> flag(String key) {
        return value(key, Boolean.class, "a truth value");
    }

    /** A number from the metadata; an error if the key holds something else. */
    public Optional<Number> number(String key) {
        return value(key, Number.class, "a number");
    }

    /** A whole number of 31 bits from the metadata; an error if the key holds something else. */
    public Optional<Integer> integer(String key) {
        return number(key).map(n -> {
            if (n instanceof Float
                    || n instanceof Double
                    || n instanceof java.math.BigInteger
                    || n.longValue() != n.intValue()) {
                throw wrong(key, "a whole number below 2147483648", n.toString());
            }
            return n.intValue();
        });
    }

    /** A list of texts from the metadata; an error if the key holds something else. */
    @SuppressWarnings("unchecked")
    public Optional<List<String>> texts(String key) {
        Optional<List<?>> list = value(key, List.class, "a list of texts").map(l -> (List<?>) l);
        list.filter(l -> !l.isEmpty() && !(l.get(0) instanceof String)).ifPresent(l -> {
            throw wrong(key, "a list of texts", "a list of lists");
        });
        return list.map(l -> (List<String>) l);
    }

    /** A list of whole numbers from the metadata; an error if the key holds something else. */
    public Optional<int[]> integers(String key) {
        return value(key, int[].class, "a list of whole numbers of 32 bits");
    }

    /** A list of single-precision numbers from the metadata; an error if the key holds something else. */
    public Optional<float[]> floats(String key) {
        return value(key, float[].class, "a list of single-precision numbers");
    }

    private <T> Optional<T> value(String key, Class<T> type, String expected) {
        Object value = metadata.get(key);
        if (value != null && !type.isInstance(value)) {
            throw wrong(key, expected, GgufHeader.describe(value));
        }
        return Optional.ofNullable(value).map(type::cast);
    }

    private LoadException wrong(String key, String expected, String got) {
        return new LoadException(
                "Key '" + key + "' in '" + path() + "' should hold " + expected + ", and holds " + got + ".",
                "a copy of the model that another converter made");
    }
}
