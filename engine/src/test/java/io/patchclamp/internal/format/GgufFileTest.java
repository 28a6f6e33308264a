package io.patchclamp.internal.format;

import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Good GGUF files. {@code make_quants.py} beside the fixture made it. */
class GgufFileTest {
    private static final Path QUANTS = resource("/format/quants.gguf");

    static Path resource(String name) {
        try {
            return Path.of(GgufFileTest.class.getResource(name).toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    static ByteBuffer room(long weights) {
        return ByteBuffer.allocateDirect((int) weights * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The bits, all NaN alike: which NaN comes out of a sum of two is the processor's choice. */
    private static int[] bits(ByteBuffer buffer, int from, int count) {
        int[] bits = new int[count];
        for (int i = 0; i < count; i++) {
            bits[i] = Float.floatToIntBits(buffer.getFloat((from + i) * Float.BYTES));
        }
        return bits;
    }

    @ParameterizedTest
    @EnumSource(
            value = WeightType.class,
            mode = Mode.MATCH_ANY,
            names = {"F32", "B?F16", "Q[45]_[01]", "Q8_0", "Q[2-6]_K"})
    void everyTypeExpandsBitForBitAsInTheGgufPackage(WeightType type) throws Exception {
        ByteBuffer expected = ByteBuffer.wrap(Files.readAllBytes(resource("/format/quants.f32")))
                .order(ByteOrder.LITTLE_ENDIAN);
        try (GgufFile file = GgufFile.open(QUANTS)) {
            int from = 0;
            for (TensorInfo tensor : file.tensors()) {
                int count = (int) tensor.count();
                if (tensor.type() == type) {
                    ByteBuffer target = room(count);
                    file.read(tensor, target);
                    assertThat(target.hasRemaining()).isFalse();
                    assertThat(bits(target, 0, count)).isEqualTo(bits(expected, from, count));
                    return;
                }
                from += count;
            }
        }
        throw new AssertionError("no " + type + " in the fixture");
    }

    @Test
    void theFixtureHoldsInfinitiesAndNaN() throws Exception {
        ByteBuffer expected = ByteBuffer.wrap(Files.readAllBytes(resource("/format/quants.f32")))
                .order(ByteOrder.LITTLE_ENDIAN);
        int n = expected.capacity() / Float.BYTES;
        int infinite = 0;
        int missing = 0;
        for (int i = 0; i < n; i++) {
            float f = expected.getFloat(i * Float.BYTES);
            infinite += Float.isInfinite(f) ? 1 : 0;
            missing += Float.isNaN(f) ? 1 : 0;
        }
        assertThat(infinite).isGreaterThan(500);
        assertThat(missing).isBetween(500, n / 2);
    }

    @Test
    void halfPrecisionIsRightForEachOfIts65536Values() {
        for (int bits = 0; bits < 65536; bits++) {
            int exponent = bits >> 10 & 31;
            int mantissa = bits & 1023;
            double magnitude =
                    switch (exponent) {
                        case 0 -> mantissa * Math.pow(2, -24);
                        case 31 -> mantissa == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
                        default -> (1024 + mantissa) * Math.pow(2, exponent - 25);
                    };
            float expected = (float) ((bits & 0x8000) == 0 ? magnitude : -magnitude);
            assertThat(Float.floatToIntBits(Decoder.half(bits)))
                    .as("%04x", bits)
                    .isEqualTo(Float.floatToIntBits(expected));
        }
    }

    @Test
    void rowsReadInPartsAreTheWhole() {
        try (GgufFile file = GgufFile.open(QUANTS)) {
            for (TensorInfo tensor : file.tensors()) {
                int count = (int) tensor.count();
                ByteBuffer whole = room(count);
                file.read(tensor, whole);
                ByteBuffer parts = room(count);
                long half = tensor.rows() / 2;
                file.readRows(tensor, 0, half, parts);
                assertThat(parts.position()).isEqualTo((int) (half * tensor.rowLength()) * Float.BYTES);
                file.readRows(tensor, half, tensor.rows() - half, parts);
                assertThat(parts.flip()).isEqualTo(whole.flip());
            }
        }
    }

    @Test
    void aTargetsByteOrderAndKindDoNotMatter() {
        try (GgufFile file = GgufFile.open(QUANTS)) {
            TensorInfo tensor = file.find("Q4_1").orElseThrow();
            ByteBuffer direct = room(tensor.count());
            file.read(tensor, direct);
            ByteBuffer heap =
                    ByteBuffer.allocate((int) tensor.count() * Float.BYTES).order(ByteOrder.BIG_ENDIAN);
            file.read(tensor, heap);
            assertThat(heap.flip()).isEqualTo(direct.flip());
        }
    }

    @Test
    void tooFewRowsOrTooLittleRoomIsSaid() {
        try (GgufFile file = GgufFile.open(QUANTS)) {
            TensorInfo tensor = file.find("Q8_0").orElseThrow();
            assertThatThrownBy(() -> file.readRows(tensor, 4, 3, room(3 * 256)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("rows 4 to 7 of Q8_0 Q8_0 [6, 256], which has 6");
            assertThatThrownBy(() -> file.readRows(tensor, 0, 3, room(3 * 256 - 1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("768 weights of Q8_0 Q8_0 [6, 256] into a buffer with 3068 bytes left");
        }
    }

    @Test
    void dimensionsComeInTheOrderOfTorch() {
        try (GgufFile file = GgufFile.open(QUANTS)) {
            TensorInfo tensor = file.find("Q2_K").orElseThrow();
            assertThat(tensor.shape()).containsExactly(16, 256);
            assertThat(tensor.rows()).isEqualTo(16);
            assertThat(tensor.rowLength()).isEqualTo(256);
            assertThat(tensor.bytes()).isEqualTo(16 * 84);
        }
    }

    @Test
    void metadataKeepsItsTypes() throws Exception {
        Path path = Files.createTempFile("typed", ".gguf");
        try {
            Files.write(
                    path,
                    new GgufBytes()
                            .u8("u8", 200)
                            .text("text", "naïve 北京 😀\n")
                            .u32("u32", 4000000000L)
                            .i32("i32", -7)
                            .f32("f32", 1e-5f)
                            .bool("bool", true)
                            .u64("u64", -1L)
                            .texts("texts", "a", "", "Ġb")
                            .floats("floats", 1.5f, Float.NEGATIVE_INFINITY)
                            .ints("ints", 1, 2, 3)
                            .bytes());
            try (GgufFile file = GgufFile.open(path)) {
                assertThat(file.metadata().keySet())
                        .containsExactly("u8", "text", "u32", "i32", "f32", "bool", "u64", "texts", "floats", "ints");
                assertThat(file.integer("u8")).contains(200);
                assertThat(file.text("text")).contains("naïve 北京 😀\n");
                assertThat(file.number("u32")).contains(4000000000L);
                assertThat(file.integer("i32")).contains(-7);
                assertThat(file.number("f32")).contains(1e-5f);
                assertThat(file.flag("bool")).contains(true);
                assertThat(file.number("u64")).hasToString("Optional[18446744073709551615]");
                assertThat(file.texts("texts")).contains(List.of("a", "", "Ġb"));
                assertThat(file.floats("floats").orElseThrow()).containsExactly(1.5f, Float.NEGATIVE_INFINITY);
                assertThat(file.integers("ints").orElseThrow()).containsExactly(1, 2, 3);
                assertThat(file.text("none")).isEmpty();
                assertThatThrownBy(() -> file.integer("u32"))
                        .hasMessageContaining("Key 'u32' in '" + path
                                + "' should hold a whole number below 2147483648, and holds 4000000000.");
                assertThatThrownBy(() -> file.text("texts"))
                        .hasMessageContaining("should hold a text, and holds a list.");
                assertThatThrownBy(() -> file.integers("text"))
                        .hasMessageContaining(
                                "should hold a list of whole numbers of 32 bits, and holds the text 'naïve");
            }
        } finally {
            Files.delete(path);
        }
    }

    @Test
    void aFileWithoutTensorsIsAFile() throws Exception {
        Path path = Files.createTempFile("bare", ".gguf");
        try {
            Files.write(path, new GgufBytes().version(2).bytes());
            try (GgufFile file = GgufFile.open(path)) {
                assertThat(file.tensors()).isEmpty();
                assertThat(file.metadata()).isEmpty();
            }
        } finally {
            Files.delete(path);
        }
    }

    @Test
    void closingTwiceIsClosingOnceAndReadingAfterItIsSaid() {
        GgufFile file = GgufFile.open(QUANTS);
        TensorInfo tensor = file.tensors().get(0);
        file.close();
        file.close();
        assertThatThrownBy(() -> file.read(tensor, room(tensor.count())))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("'" + QUANTS + "' is closed");
    }
}
