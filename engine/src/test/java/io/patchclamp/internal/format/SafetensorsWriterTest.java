package io.patchclamp.internal.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.patchclamp.fault.CancelledException;
import io.patchclamp.fault.SaveException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SafetensorsWriterTest {
    @TempDir
    Path folder;

    private static StoredArray floats(String name, float... numbers) {
        ByteBuffer bytes = GgufBytes.little(Float.BYTES * numbers.length);
        bytes.asFloatBuffer().put(numbers);
        return new StoredArray(name, WeightType.F32, new long[] {numbers.length}, out -> out.write(bytes.array()));
    }

    @Test
    void theHeaderIsPaddedAndWiderTypesComeFirst() throws IOException {
        Path path = folder.resolve("x.safetensors");
        StoredArray ids = new StoredArray("ids", WeightType.I64, new long[] {1}, out -> out.write(new byte[8]));
        SafetensorsWriter.write(path, Map.of("note", "naïve"), List.of(floats("a", 1, 2, 3), ids));
        byte[] bytes = Files.readAllBytes(path);
        long header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
        assertThat(header % 8).isZero();
        assertThat(new String(bytes, 8, (int) header, StandardCharsets.UTF_8).stripTrailing())
                .isEqualTo("{\"__metadata__\":{\"note\":\"naïve\"},"
                        + "\"ids\":{\"dtype\":\"I64\",\"shape\":[1],\"data_offsets\":[0,8]},"
                        + "\"a\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[8,20]}}");
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            assertThat(file.metadata()).containsExactly(Map.entry("note", "naïve"));
            assertThat(file.find("a").orElseThrow().offset() % 8).isZero();
        }
    }

    @Test
    void aFaultWhileWritingLeavesTheOldFileAndNothingElse() throws IOException {
        Path path = Files.writeString(folder.resolve("x.safetensors"), "old");
        StoredArray broken = new StoredArray("a", WeightType.F32, new long[] {1}, out -> {
            throw new IOException("No space left on device");
        });
        assertThatThrownBy(() -> SafetensorsWriter.write(path, Map.of(), List.of(broken)))
                .isInstanceOf(SaveException.class)
                .hasMessageMatching(
                        "(?s)'.*x\\.safetensors' cannot be written: No space left on device \\(\\d+ bytes are free"
                                + " there\\)\\.\nTry: free some space, or another disk");
        StoredArray less = new StoredArray("a", WeightType.F32, new long[] {2}, out -> out.write(new byte[4]));
        assertThatThrownBy(() -> SafetensorsWriter.write(path, Map.of(), List.of(less)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("array 'a' wrote 4 bytes of 8");
        assertThat(path).hasContent("old");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(path);
        }
    }

    @Test
    void anInterruptStopsAReader() {
        Path path = folder.resolve("x.safetensors");
        SafetensorsWriter.write(path, Map.of(), List.of(floats("a", 1, 2, 3)));
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> file.read(file.find("a").orElseThrow(), GgufFileTest.room(3)))
                    .isInstanceOf(CancelledException.class)
                    .hasMessageContaining("Reading tensor 'a' from '" + path + "' was interrupted.");
            assertThat(Thread.interrupted()).isTrue();
        }
    }
}
