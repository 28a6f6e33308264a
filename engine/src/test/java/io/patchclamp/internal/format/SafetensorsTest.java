package io.patchclamp.internal.format;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import io.patchclamp.fault.LoadException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Safetensors files good and broken. {@code make_safetensors.py} beside the fixture made the good one. */
class SafetensorsTest {
    private static final Path GOOD = GgufFileTest.resource("/format/small.safetensors");

    @TempDir
    Path folder;

    private static byte[] file(String header, int dataBytes) {
        return file(header.getBytes(StandardCharsets.UTF_8), dataBytes);
    }

    private static byte[] file(byte[] header, int dataBytes) {
        return claimed(header.length, header, dataBytes);
    }

    private static byte[] claimed(long length, byte[] header, int dataBytes) {
        return GgufBytes.little(8 + header.length + dataBytes)
                .putLong(length)
                .put(header)
                .array();
    }

    private static String tensor(String name, String dtype, String shape, String offsets) {
        return "\"" + name + "\":{\"dtype\":\"" + dtype + "\",\"shape\":" + shape + ",\"data_offsets\":" + offsets
                + "}";
    }

    private static byte[] one(String dtype, String shape, String offsets, int dataBytes) {
        return file("{" + tensor("t", dtype, shape, offsets) + "}", dataBytes);
    }

    @Test
    void everyTypeExpandsBitForBitAsInPython() throws Exception {
        byte[] expected = Files.readAllBytes(GgufFileTest.resource("/format/small.f32"));
        ByteBuffer all = GgufFileTest.room(expected.length / Float.BYTES);
        try (SafetensorsFile file = SafetensorsFile.open(GOOD)) {
            assertThat(file.metadata()).containsEntry("format", "pt").containsEntry("note", "naïve 北京");
            for (String name : List.of("f32", "f16", "bf16", "scalar")) {
                file.read(file.find(name).orElseThrow(), all);
            }
            assertThat(file.find("f32").orElseThrow().shape()).containsExactly(3, 5, 7);
            assertThat(file.find("none").orElseThrow().shape()).containsExactly(0, 4);
            assertThat(file.find("scalar").orElseThrow().rows()).isEqualTo(1);
            file.read(file.find("none").orElseThrow(), all);
            TensorInfo ids = file.find("i64").orElseThrow();
            assertThatThrownBy(() -> file.requireReadable(ids))
                    .isInstanceOf(LoadException.class)
                    .hasMessageContaining(
                            "Tensor 'i64' in '" + GOOD + "' is stored as I64, which Patchclamp does not read.");
        }
        ByteBuffer wanted = ByteBuffer.wrap(expected).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(all.hasRemaining()).isFalse();
        for (int i = 0; i < expected.length; i += Float.BYTES) {
            assertThat(Float.floatToIntBits(all.getFloat(i)))
                    .as("weight %d", i / Float.BYTES)
                    .isEqualTo(Float.floatToIntBits(wanted.getFloat(i)));
        }
    }

    @Test
    void rowsReadInPartsAreTheWhole() {
        try (SafetensorsFile file = SafetensorsFile.open(GOOD)) {
            for (String name : List.of("f32", "f16", "bf16")) {
                TensorInfo tensor = file.find(name).orElseThrow();
                ByteBuffer whole = GgufFileTest.room(tensor.count());
                file.read(tensor, whole);
                ByteBuffer parts = GgufFileTest.room(tensor.count());
                for (long row = 0; row < tensor.rows(); row++) {
                    file.readRows(tensor, row, 1, parts);
                }
                assertThat(parts.flip()).isEqualTo(whole.flip());
            }
        }
    }

    static Stream<Arguments> mutations() {
        String ok = tensor("t", "F32", "[2]", "[0,8]");
        return Stream.of(
                broken("nothing", new byte[0], "is empty (0 bytes), not a safetensors file."),
                broken("seven bytes", new byte[7], "has 7 bytes; a safetensors file begins with 8 bytes that tell"),
                broken(
                        "only a length",
                        claimed(2, new byte[0], 0),
                        "claims a header of 2 bytes, but has 0 bytes after that claim."),
                broken(
                        "2^60 bytes of header",
                        claimed(1L << 60, new byte[0], 9),
                        "claims a header of 1152921504606846976 bytes, but has 9 bytes after"),
                broken(
                        "-1 bytes of header",
                        claimed(-1, new byte[0], 9),
                        "claims a header of 18446744073709551615 bytes"),
                broken(
                        "header cut",
                        Arrays.copyOf(file("{" + ok + "}", 8), 40),
                        "bytes, but has 32 bytes after that claim"),
                broken("0 bytes of header", claimed(0, new byte[0], 9), "(0 bytes) does not begin with '{'."),
                broken(
                        "33 MB of header",
                        file("{" + " ".repeat(33 << 20) + "}", 0),
                        "has a header of 34603010 bytes; we read up to 33554432."),
                broken(
                        "git-lfs pointer",
                        "version https://git-lfs.github.com/spec/v1\n".getBytes(StandardCharsets.UTF_8),
                        "(it is a git-lfs pointer, not the weights themselves).\nTry: git lfs pull"),
                broken("gguf", new GgufBytes().tensor("t", 0, 0, 4).data(64).bytes(), "(it is a GGUF file)"),
                broken("a list", file("[1,2]", 0), "(5 bytes) does not begin with '{'."),
                broken(
                        "not UTF-8",
                        file(new byte[] {'{', '"', (byte) 0xc3, 0x28, '"', ':', '1', '}'}, 0),
                        "The header of '%s' is not UTF-8."),
                broken("not JSON", file("{\"t\":}", 0), "The header of '%s' is not the JSON we expect: "),
                broken("JSON cut", file("{\"t\":{", 0), "is not the JSON we expect: it ends too early, at $.t."),
                broken("more after the JSON", file("{} {}", 0), "is not the JSON we expect: "),
                broken("a comment", file("{/* */}", 0), "is not the JSON we expect: "),
                broken("too deep", file("{\"t\":" + "[".repeat(100000) + "}", 0), "is not the JSON we expect: "),
                broken(
                        "a tensor twice",
                        file("{" + ok + "," + ok + "}", 8),
                        "is not the JSON we expect: the key 't' appears twice."),
                broken(
                        "a member twice",
                        file("{\"t\":{\"dtype\":\"F32\",\"dtype\":\"F32\"}}", 8),
                        "the key 'dtype' appears twice."),
                broken(
                        "metadata a list",
                        file("{\"__metadata__\":[]}", 0),
                        "'__metadata__' of '%s' should be an object, and is a list."),
                broken(
                        "metadata a number",
                        file("{\"__metadata__\":{\"a\":1}}", 0),
                        "should map texts to texts, and maps 'a' to 1."),
                broken(
                        "tensor a number",
                        file("{\"t\":3}", 0),
                        "Tensor 't' in '%s' should be described by an object, and is by 3."),
                broken(
                        "no dtype",
                        file("{\"t\":{\"shape\":[],\"data_offsets\":[0,4]}}", 4),
                        "Tensor 't' in '%s' needs a 'dtype' that is a text, and has nothing."),
                broken("unknown dtype", one("Q7", "[2]", "[0,8]", 8), "Tensor 't' in '%s' has the unknown dtype 'Q7'."),
                broken(
                        "no shape",
                        file("{\"t\":{\"dtype\":\"F32\",\"data_offsets\":[0,4]}}", 4),
                        "'shape' of tensor 't' in '%s' should be a list of whole numbers, and is nothing."),
                broken(
                        "negative shape",
                        one("F32", "[-2]", "[0,8]", 8),
                        "'shape' of tensor 't' in '%s' should hold whole numbers from 0 to 2^63 - 1, and holds -2."),
                broken("broken shape", one("F32", "[2.0]", "[0,8]", 8), "and holds 2.0."),
                broken("text in shape", one("F32", "[\"2\"]", "[0,8]", 8), "and holds the text '2'."),
                broken(
                        "2^64 in shape",
                        one("F32", "[18446744073709551616]", "[0,8]", 8),
                        "and holds 1.8446744073709552E19."),
                broken(
                        "1000 dimensions",
                        one("F32", "[" + "1,".repeat(999) + "1]", "[0,4]", 4),
                        "'shape' of tensor 't' in '%s' has 1000 numbers; 16 are the most."),
                broken(
                        "one offset",
                        one("F32", "[2]", "[8]", 8),
                        "Tensor 't' in '%s' has 1 data_offsets, not 2 (begin and end)."),
                broken(
                        "three offsets",
                        one("F32", "[2]", "[0,4,8]", 8),
                        "'data_offsets' of tensor 't' in '%s' has 3 numbers; 2 are the most."),
                broken("negative offset", one("F32", "[2]", "[-8,0]", 8), "and holds -8."),
                broken(
                        "begin after end",
                        one("F32", "[2]", "[8,0]", 8),
                        "Tensor 't' in '%s' claims bytes 8 to 0 of the data, which has 8 bytes in this file."),
                broken(
                        "behind the end",
                        one("F32", "[2]", "[8,16]", 8),
                        "Tensor 't' in '%s' claims bytes 8 to 16 of the data, which has 8 bytes"),
                broken(
                        "data cut",
                        one("F32", "[2]", "[0,8]", 7),
                        "Tensor 't' in '%s' claims bytes 0 to 8 of the data, which has 7 bytes in this file.\nTry: fetch"),
                broken(
                        "offset 2^63-1",
                        one("F32", "[2]", "[0,9223372036854775807]", 8),
                        "claims bytes 0 to 9223372036854775807"),
                broken(
                        "too few bytes",
                        one("F32", "[2]", "[0,4]", 4),
                        "has the shape [2] of F32, which takes 8 bytes, but its data_offsets [0, 4] span 4."),
                broken(
                        "2^64 weights",
                        one("F32", "[4294967296,4294967296]", "[0,0]", 0),
                        "which takes more than 2^63 bytes, but its data_offsets [0, 0] span 0."),
                broken(
                        "2^62 weights",
                        one("F32", "[4611686018427387904]", "[0,0]", 0),
                        "which takes more than 2^63 bytes"),
                broken(
                        "overlap",
                        file("{" + ok + "," + tensor("u", "F32", "[2]", "[4,12]") + "}", 12),
                        "Tensor 'u' in '%s' begins at byte 4 of the data, inside tensor 't', which ends at byte 8."),
                broken(
                        "same place",
                        file("{" + ok + "," + tensor("u", "F32", "[2]", "[0,8]") + "}", 8),
                        "inside tensor 't', which ends at byte 8."),
                broken(
                        "a hole",
                        file("{" + ok + "," + tensor("u", "F32", "[2]", "[12,20]") + "}", 20),
                        "Tensor 'u' in '%s' begins at byte 12 of the data, after a hole: tensor 't' ends at byte 8."),
                broken(
                        "a hole at the start",
                        one("F32", "[2]", "[4,12]", 12),
                        "after a hole: the header ends at byte 0."),
                broken("more after the data", one("F32", "[2]", "[0,8]", 12), "bytes, but its tensors end at byte "));
    }

    private static Arguments broken(String name, byte[] bytes, String message) {
        return Arguments.of(name, bytes, message);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mutations")
    void eachFaultIsNamed(String name, byte[] bytes, String message) throws Exception {
        Path path = Files.write(folder.resolve("broken.safetensors"), bytes);
        assertThatThrownBy(() -> SafetensorsFile.open(path))
                .isInstanceOf(LoadException.class)
                .hasMessageContaining(message.replace("%s", path.toString()))
                .hasMessageContaining(path.toString())
                .hasMessageContaining("\nTry: ")
                .satisfies(e -> assertThat(e.getMessage().length()).isLessThan(700));
    }

    @Test
    void anEmptyOneIsAFile() throws Exception {
        Path path = Files.write(folder.resolve("none.safetensors"), file("{}      ", 0));
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            assertThat(file.tensors()).isEmpty();
        }
    }

    @Test
    void aTensorBehindFourGigabytesIsRead() throws Exception {
        long far = 5L << 30;
        String header = "{" + tensor("near", "U8", "[" + far + "]", "[0," + far + "]") + ","
                + tensor("far", "F32", "[2]", "[" + far + "," + (far + 8) + "]") + "}";
        Path path = Files.write(folder.resolve("sparse.safetensors"), file(header, 0));
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            channel.write(GgufBytes.little(8).putFloat(3).putFloat(-2).flip(), channel.size() + far);
        }
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            ByteBuffer target = GgufFileTest.room(2);
            file.read(file.find("far").orElseThrow(), target);
            assertThat(target.flip().getFloat(4)).isEqualTo(-2);
        }
        Files.delete(path);
    }

    @Test
    void aFileDamagedAnywhereOpensOrSaysWhy() throws Exception {
        byte[] good = Files.readAllBytes(GOOD);
        byte[] head = Arrays.copyOf(good, 440);
        Random random = new Random(20261122);
        Path path = folder.resolve("fuzz.safetensors");
        int opened = 0;
        List<String> refused = new ArrayList<>();
        for (int i = 0; i < 4000; i++) {
            // mostly the header is hit, where the faults are
            byte[] bad = Damage.of(i % 4 == 0 ? good : head, random);
            if (i % 4 != 0) {
                int rest = good.length - head.length;
                byte[] whole = Arrays.copyOf(bad, bad.length + rest);
                System.arraycopy(good, head.length, whole, bad.length, rest);
                bad = whole;
            }
            Files.deleteIfExists(path);
            Files.write(path, bad);
            try (SafetensorsFile file = SafetensorsFile.open(path)) {
                opened++;
                for (TensorInfo t : file.tensors()) {
                    if (t.type().readable()) {
                        file.read(t, GgufFileTest.room(t.count()));
                    }
                }
            } catch (LoadException e) {
                refused.add(e.getMessage());
            }
        }
        assertThat(opened).isGreaterThan(100);
        assertThat(refused.size()).isGreaterThan(1000);
        assertThat(refused).allMatch(m -> m.contains(path.toString()) && m.contains("\nTry: "));
    }

    // ---- folders

    private void index(String json) throws Exception {
        Files.writeString(folder.resolve(SafetensorsCheckpoint.INDEX), json);
    }

    @Test
    void shardsAreOneCheckpoint() throws Exception {
        Files.write(folder.resolve("a.safetensors"), file("{" + tensor("x", "F32", "[2]", "[0,8]") + "}", 8));
        byte[] second = file("{" + tensor("y", "F32", "[1,2]", "[0,8]") + "}", 8);
        GgufBytes.little(8).putFloat(7).putFloat(8).flip().get(second, second.length - 8, 8);
        Files.write(folder.resolve("b.safetensors"), second);
        index("{\"metadata\":{\"total_size\":16},\"weight_map\":{\"y\":\"b.safetensors\",\"x\":\"a.safetensors\"}}");
        try (SafetensorsCheckpoint checkpoint = SafetensorsCheckpoint.open(folder)) {
            assertThat(checkpoint.tensors()).extracting(TensorInfo::name).containsExactly("y", "x");
            ByteBuffer target = GgufFileTest.room(2);
            checkpoint.read(checkpoint.find("y").orElseThrow(), target);
            assertThat(target.flip().getFloat(4)).isEqualTo(8);
        }
    }

    @Test
    void theSingleFileComesBeforeTheIndex() throws Exception {
        Files.copy(GOOD, folder.resolve(SafetensorsCheckpoint.SINGLE));
        index("broken");
        try (SafetensorsCheckpoint checkpoint = SafetensorsCheckpoint.open(folder)) {
            assertThat(checkpoint.find("f16")).isPresent();
        }
    }

    @ParameterizedTest
    @MethodSource("indexes")
    void eachFaultOfAnIndexIsNamed(String json, String message) throws Exception {
        Files.write(folder.resolve("a.safetensors"), file("{" + tensor("x", "F32", "[2]", "[0,8]") + "}", 8));
        index(json);
        assertThatThrownBy(() -> SafetensorsCheckpoint.open(folder))
                .isInstanceOf(LoadException.class)
                .hasMessageContaining(message)
                .hasMessageContaining(
                        folder.resolve(SafetensorsCheckpoint.INDEX).toString())
                .hasMessageContaining("\nTry: ");
    }

    static Stream<Arguments> indexes() {
        return Stream.of(
                Arguments.of("", "is empty (0 bytes), not a JSON file."),
                Arguments.of("[]", "is not the JSON we expect: it is no object ({…})."),
                Arguments.of("{}", "should hold an object 'weight_map' from tensor to shard, and does not."),
                Arguments.of("{\"weight_map\":[]}", "should hold an object 'weight_map'"),
                Arguments.of(
                        "{\"weight_map\":{\"x\":3}}",
                        "says that tensor 'x' is in '3', which is no plain file name in the same folder."),
                Arguments.of(
                        "{\"weight_map\":{\"x\":\"../a.safetensors\"}}",
                        "is in '../a.safetensors', which is no plain file name"),
                Arguments.of(
                        "{\"weight_map\":{\"x\":\"/etc/passwd\"}}", "is in '/etc/passwd', which is no plain file name"),
                Arguments.of("{\"weight_map\":{\"x\":\"..\"}}", "is in '..', which is no plain file name"),
                Arguments.of("{\"weight_map\":{\"x\":\"\"}}", "is in '', which is no plain file name"),
                Arguments.of("{\"weight_map\":{\"x\":\"a\\\\b\"}}", "is in 'a\\b', which is no plain file name"),
                Arguments.of("{\"weight_map\":{\"x\":\"a\\u0000b\"}}", "which is no plain file name"),
                Arguments.of(
                        "{\"weight_map\":{\"w\":\"a.safetensors\",\"x\":\"c.safetensors\"}}",
                        "names the shard 'c.safetensors', which is not there (1 of 2 were found before it)."),
                Arguments.of(
                        "{\"weight_map\":{\"z\":\"a.safetensors\"}}",
                        "says that tensor 'z' is in 'a.safetensors', which holds 1 tensors and not this one."));
    }

    @Test
    void aFolderWithoutWeightsIsSaid() {
        assertThatThrownBy(() -> SafetensorsCheckpoint.open(folder))
                .isInstanceOf(LoadException.class)
                .hasMessage(
                        "There is neither 'model.safetensors' nor 'model.safetensors.index.json' in '" + folder + "'.\n"
                                + "Try: a folder as transformers' save_pretrained makes it; pytorch_model.bin is not read");
        assertThatThrownBy(() -> SafetensorsCheckpoint.open(folder.resolve("none")))
                .isInstanceOf(LoadException.class)
                .hasMessageContaining("There is no folder '" + folder.resolve("none") + "'.");
    }
}
