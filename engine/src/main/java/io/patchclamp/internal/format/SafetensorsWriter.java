package io.patchclamp.internal.format;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.patchclamp.internal.json.Json;

/** Writes arrays as a safetensors file; wider types come first, so that each array begins at a multiple of its width. */
public final class SafetensorsWriter {
    private static final int ALIGNMENT = 8;

    private SafetensorsWriter() {}

    /**
     * Writes a file, whole or not at all.
     *
     * @param file the file; one that is there is replaced
     * @param metadata texts under names, kept as {@code __metadata__}
     * @param arrays what to write; each name once
     * @throws io.patchclamp.fault.SaveException if it cannot be written
     */
    public static void write(Path file, Map<String, String> metadata, List<StoredArray> arrays) {
        AtomicFile.write(file, out -> writeTo(out, metadata, arrays));
    }

    /** As {@link #write}, into a stream. */
    public static void writeTo(OutputStream out, Map<String, String> metadata, List<StoredArray> arrays)
            throws IOException {
        List<StoredArray> sorted = new ArrayList<>(arrays);
        sorted.sort(Comparator.comparingInt(a -> -a.type().blockBytes()));
        Map<String, Object> header = new LinkedHashMap<>();
        if (!metadata.isEmpty()) {
            header.put(SafetensorsHeader.METADATA, metadata);
        }
        long at = 0;
        for (StoredArray array : sorted) {
            long end = at + array.bytes();
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("dtype", array.type().name());
            entry.put("shape", Arrays.stream(array.shape()).boxed().toList());
            entry.put("data_offsets", List.of(at, end));
            if (header.put(array.name(), entry) != null) {
                throw new IllegalArgumentException("'" + array.name() + "' twice");
            }
            at = end;
        }
        byte[] json = Json.write(header).getBytes(StandardCharsets.UTF_8);
        int length = (json.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        byte[] padded = Arrays.copyOf(json, length);
        Arrays.fill(padded, json.length, length, (byte) ' ');
        out.write(ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(length)
                .array());
        out.write(padded);
        for (StoredArray array : sorted) {
            array.write(out);
        }
    }
}
