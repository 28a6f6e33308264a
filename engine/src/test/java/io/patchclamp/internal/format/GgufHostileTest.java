package io.patchclamp.internal.format;

import java.nio.ByteBuffer;
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

import static io.patchclamp.internal.format.GgufBytes.i32;
import static io.patchclamp.internal.format.GgufBytes.i64;
import static io.patchclamp.internal.format.GgufBytes.string;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Broken and hostile GGUF files: each is one error that says what is wrong. */
class GgufHostileTest {
    private static final byte[] BAD_UTF8 = {2, 0, 0, 0, 0, 0, 0, 0, (byte) 0xc3, 0x28};

    @TempDir
    Path folder;

    private static GgufBytes gguf() {
        return new GgufBytes();
    }

    /** Two tensors of 64 weights in Q4_1 (40 bytes, so 64 with padding) and F32 (256 bytes). */
    private static GgufBytes good() {
        return gguf().text("general.architecture", "llama")
                .texts("tokens", "a", "b", "ccc")
                .floats("scores", 0, 1, 2)
                .tensor("a", 3, 0, 64)
                .tensor("b", 0, 64, 32, 2)
                .data(320);
    }

    static Stream<Arguments> mutations() {
        long huge = 1L << 60;
        byte[] nested = {};
        for (int i = 0; i < 6; i++) {
            nested = join(i32(9), i64(1), nested);
        }
        return Stream.of(
                broken("nothing", new byte[0], "is empty (0 bytes), not a GGUF file."),
                broken("three bytes", new byte[] {'G', 'G', 'U'}, "begins with 'GGU', not 'GGUF'."),
                broken(
                        "only the magic",
                        Arrays.copyOf(good().bytes(), 4),
                        "should hold the version (4 bytes) at byte 4, but has only 0"),
                broken(
                        "cut in the counts",
                        Arrays.copyOf(good().bytes(), 20),
                        "should hold the number of metadata pairs (8 bytes) at byte 16"),
                broken(
                        "zip",
                        new byte[] {'P', 'K', 3, 4, 0, 0, 0, 0, 0},
                        "50 4b 03 04 00 00 00 00, not 'GGUF' (it is a zip archive"),
                broken("ggml", gguf().magic(0x67676a74).bytes(), "(it is a GGML file from before GGUF)"),
                broken(
                        "git-lfs pointer",
                        "version https://git-lfs.github.com/spec/v1\noid sha256:00\n".getBytes(StandardCharsets.UTF_8),
                        "begins with 'version ', not 'GGUF' (it is a git-lfs pointer, not the weights themselves).\nTry: git lfs pull"),
                broken("web page", "<!doctype html>".getBytes(StandardCharsets.UTF_8), "(it is a web page)"),
                broken(
                        "version 1",
                        gguf().version(1).bytes(),
                        "is GGUF version 1; we read 2 and 3.\nTry: a newer copy"),
                broken("version 4", gguf().version(4).bytes(), "is GGUF version 4; we read 2 and 3."),
                broken("version 0", gguf().version(0).bytes(), "is GGUF version 0; we read 2 and 3."),
                broken("version -1", gguf().version(-1).bytes(), "is GGUF version 4294967295; we read 2 and 3."),
                broken("big-endian", gguf().version(3 << 24).bytes(), "is a big-endian GGUF file (version 3)."),
                broken(
                        "2^60 tensors",
                        gguf().counts(huge, 0).bytes(),
                        "claims 1152921504606846976 tensors (32 bytes each, or more) at byte 24, but has only 0 bytes after it."),
                broken("-1 tensors", gguf().counts(-1, 0).bytes(), "claims 18446744073709551615 tensors"),
                broken(
                        "2^60 pairs",
                        gguf().counts(0, huge).bytes(),
                        "claims 1152921504606846976 metadata pairs (13 bytes each"),
                broken("-1 pairs", gguf().counts(0, -1).bytes(), "claims 18446744073709551615 metadata pairs"),
                broken(
                        "2^60 bytes of key",
                        gguf().raw(i64(huge), new byte[20]).bytes(),
                        "claims 1152921504606846976 bytes of text for key 0 at byte 32"),
                broken(
                        "-1 bytes of key",
                        gguf().raw(i64(-1), new byte[20]).bytes(),
                        "claims 18446744073709551615 bytes of text for key 0"),
                broken(
                        "70000 bytes of key",
                        gguf().raw(i64(70000), new byte[70010]).bytes(),
                        "Key 0 is 70000 bytes long (65535 are allowed)"),
                broken(
                        "key not UTF-8",
                        gguf().raw(BAD_UTF8, i32(0), new byte[1]).bytes(),
                        "Key 0 is not UTF-8"),
                broken(
                        "text not UTF-8",
                        gguf().raw(string("k"), i32(8), BAD_UTF8).bytes(),
                        "Key 'k' is not UTF-8"),
                broken(
                        "2^60 bytes of text",
                        gguf().raw(string("k"), i32(8), i64(huge)).bytes(),
                        "claims 1152921504606846976 bytes of text for key 'k'"),
                broken(
                        "17 MB of text",
                        gguf().text("k", "x".repeat(17 << 20)).bytes(),
                        "Key 'k' is 17825792 bytes long (16777216 are allowed)"),
                broken(
                        "unknown value type",
                        gguf().raw(string("k"), i32(13), i64(0)).bytes(),
                        "Key 'k' has the unknown type 13 (0 to 12 are known)"),
                broken(
                        "value type -1",
                        gguf().raw(string("k"), i32(-1), i64(0)).bytes(),
                        "Key 'k' has the unknown type 4294967295"),
                broken(
                        "unknown element type",
                        gguf().array("k", 99, 1, i64(0)).bytes(),
                        "Key 'k' has the unknown type 99"),
                broken(
                        "truth value 2",
                        gguf().raw(string("k"), i32(7), new byte[] {2}).bytes(),
                        "Key 'k' is a truth value and holds 2, not 0 or 1"),
                broken(
                        "2^60 elements",
                        gguf().array("k", 6, huge, i64(0)).bytes(),
                        "claims 1152921504606846976 elements for key 'k' (4 bytes each, or more)"),
                broken(
                        "-1 elements",
                        gguf().array("k", 0, -1, i64(0)).bytes(),
                        "claims 18446744073709551615 elements for key 'k'"),
                broken(
                        "2^60 texts",
                        gguf().array("k", 8, huge, i64(0)).bytes(),
                        "claims 1152921504606846976 elements for key 'k' (8 bytes each"),
                broken(
                        "2^60 lists",
                        gguf().array("k", 9, huge, i64(0), i64(0)).bytes(),
                        "claims 1152921504606846976 elements for key 'k' (12 bytes each"),
                broken(
                        "lists too deep",
                        gguf().array("k", 9, 1, nested, i64(0), i64(0)).bytes(),
                        "Key 'k' nests lists more than 4 deep"),
                broken("a key twice", gguf().u32("k", 1).u32("k", 1).bytes(), "Key 'k' appears twice in"),
                broken(
                        "pairs cut",
                        Arrays.copyOf(gguf().text("k", "hello world").bytes(), 50),
                        "claims 11 bytes of text for key 'k' at byte 45, but has only 5 bytes after it."),
                broken(
                        "alignment 0",
                        good().u32("general.alignment", 0).bytes(),
                        "'general.alignment' in '%s' should be a power of two, and is 0."),
                broken(
                        "alignment 24",
                        good().u32("general.alignment", 24).bytes(),
                        "should be a power of two, and is 24."),
                broken(
                        "alignment a text",
                        good().text("general.alignment", "32").bytes(),
                        "should be a power of two, and is the text '32'."),
                broken(
                        "alignment 2^31",
                        good().u32("general.alignment", 1L << 31).bytes(),
                        "Tensor 'b' has the offset 64, not a multiple of the alignment 2147483648"),
                broken("a tensor twice", good().tensor("a", 0, 0, 1).bytes(), "Tensor 'a' appears twice in"),
                broken(
                        "name not UTF-8",
                        gguf().rawTensor(BAD_UTF8, new byte[60]).bytes(),
                        "The name of tensor 0 is not UTF-8"),
                broken(
                        "2^60 bytes of name",
                        gguf().rawTensor(i64(huge), new byte[60]).bytes(),
                        "bytes of text for the name of tensor 0"),
                broken(
                        "0 dimensions",
                        gguf().tensor("t", 0, 0).data(4).bytes(),
                        "Tensor 't' has 0 dimensions (1 to 4 are allowed)"),
                broken(
                        "5 dimensions",
                        gguf().tensor("t", 0, 0, 1, 1, 1, 1, 1).data(4).bytes(),
                        "Tensor 't' has 5 dimensions (1 to 4 are allowed)"),
                broken(
                        "2^32-1 dimensions",
                        gguf().rawTensor(string("t"), i32(-1), new byte[60]).bytes(),
                        "Tensor 't' has 4294967295 dimensions"),
                broken(
                        "length 0",
                        gguf().tensor("t", 0, 0, 4, 0).data(4).bytes(),
                        "Tensor 't' has a dimension of length 0"),
                broken(
                        "length 2^63",
                        gguf().tensor("t", 0, 0, 4, Long.MIN_VALUE).data(4).bytes(),
                        "Tensor 't' has a dimension of length 9223372036854775808"),
                broken(
                        "2^70 weights",
                        gguf().tensor("t", 0, 0, 1L << 35, 1L << 35).data(4).bytes(),
                        "Tensor 't' has more weights than fit 63 bits"),
                broken(
                        "2^64 weights",
                        gguf().tensor("t", 0, 0, 1L << 32, 1L << 32).data(4).bytes(),
                        "Tensor 't' has more weights than fit 63 bits"),
                broken(
                        "2^64 bytes",
                        gguf().tensor("t", 0, 0, 1L << 31, 1L << 31).data(4).bytes(),
                        "Tensor 't' has more bytes than fit 63 bits (4611686018427387904 weights of F32)"),
                broken(
                        "2^60 weights",
                        gguf().tensor("t", 0, 0, huge).data(64).bytes(),
                        "Tensor 't' in '%s' should take 4611686018427387904 bytes from byte 64 on, but the file has 128 bytes."),
                broken(
                        "unknown type",
                        gguf().tensor("t", 4, 0, 32).data(64).bytes(),
                        "Tensor 't' has the unknown type 4"),
                broken(
                        "type -1",
                        gguf().tensor("t", -1, 0, 32).data(64).bytes(),
                        "Tensor 't' has the unknown type 4294967295"),
                broken(
                        "row of half a block",
                        gguf().tensor("t", 3, 0, 16, 2).data(64).bytes(),
                        "Tensor 't' has rows of 16 weights, not a multiple of the 32 in a Q4_1 block"),
                broken(
                        "misaligned",
                        gguf().tensor("t", 0, 4, 4).data(64).bytes(),
                        "Tensor 't' has the offset 4, not a multiple of the alignment 32"),
                broken(
                        "offset 2^64-32",
                        gguf().tensor("t", 0, -32, 4).data(64).bytes(),
                        "Tensor 't' has the offset 18446744073709551584, not a multiple"),
                broken(
                        "offset 2^63-32",
                        gguf().tensor("t", 0, Long.MAX_VALUE - 31, 4).data(64).bytes(),
                        "should take 16 bytes from byte 9223372036854775840 on, but the file has 128 bytes."),
                broken(
                        "behind the end",
                        gguf().tensor("t", 0, 64, 4).data(64).bytes(),
                        "Tensor 't' in '%s' should take 16 bytes from byte 128 on, but the file has 128 bytes."),
                broken(
                        "over the end",
                        gguf().tensor("t", 0, 32, 9).data(64).bytes(),
                        "should take 36 bytes from byte 96 on, but the file has 128 bytes."),
                broken(
                        "data cut",
                        Arrays.copyOf(good().bytes(), good().bytes().length - 1),
                        "Tensor 'b' in '%s' should take 256 bytes from byte"),
                broken(
                        "no data",
                        gguf().tensor("t", 0, 0, 4).bytes(),
                        "Tensor 't' in '%s' should take 16 bytes from byte 64 on, but the file has 57 bytes."),
                broken(
                        "overlap",
                        gguf().tensor("t", 0, 0, 9)
                                .tensor("u", 0, 32, 4)
                                .data(64)
                                .bytes(),
                        "Tensor 'u' in '%s' begins at byte 128, inside tensor 't', which ends at byte 132."),
                broken(
                        "same place",
                        gguf().tensor("t", 0, 0, 4)
                                .tensor("u", 0, 0, 4)
                                .data(64)
                                .bytes(),
                        "inside tensor 't', which ends at byte 112."));
    }

    private static byte[] join(byte[]... parts) {
        ByteBuffer all =
                GgufBytes.little(Arrays.stream(parts).mapToInt(p -> p.length).sum());
        for (byte[] part : parts) {
            all.put(part);
        }
        return all.array();
    }

    private static Arguments broken(String name, byte[] bytes, String message) {
        return Arguments.of(name, bytes, message);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mutations")
    void eachFaultIsNamed(String name, byte[] bytes, String message) throws Exception {
        Path path = Files.write(folder.resolve("broken.gguf"), bytes);
        assertThatThrownBy(() -> GgufFile.open(path))
                .isInstanceOf(LoadException.class)
                .hasMessageContaining(message.replace("%s", path.toString()))
                .hasMessageContaining(path.toString())
                .hasMessageContaining("\nTry: ");
    }

    @Test
    void theGoodOneOpens() throws Exception {
        Path path = Files.write(folder.resolve("good.gguf"), good().bytes());
        try (GgufFile file = GgufFile.open(path)) {
            assertThat(file.tensors()).extracting(TensorInfo::toString).containsExactly("a Q4_1 [64]", "b F32 [2, 32]");
        }
    }

    @Test
    void notAFile() throws Exception {
        assertThatThrownBy(() -> GgufFile.open(folder))
                .isInstanceOf(LoadException.class)
                .hasMessageContaining("'" + folder + "' is a directory, not a GGUF file.");
        Path none = folder.resolve("none.gguf");
        assertThatThrownBy(() -> GgufFile.open(none))
                .isInstanceOf(LoadException.class)
                .hasMessageContaining("There is no file '" + none + "'.");
    }

    @Test
    void aTypeWithoutDecoderIsNamedWithItsTensor() throws Exception {
        Path path = Files.write(
                folder.resolve("iq.gguf"),
                gguf().tensor("t", 23, 0, 256).data(160).bytes());
        try (GgufFile file = GgufFile.open(path)) {
            TensorInfo tensor = file.tensors().get(0);
            assertThatThrownBy(() -> file.requireReadable(tensor))
                    .isInstanceOf(LoadException.class)
                    .hasMessage("Tensor 't' in '" + path + "' is stored as IQ4_XS, which Patchclamp does not read.\n"
                            + "Try: a copy of the model in one of " + WeightType.READABLE);
            assertThatThrownBy(() -> file.read(tensor, GgufFileTest.room(256))).isInstanceOf(LoadException.class);
        }
    }

    @Test
    void aFileThatIsCutWhileItIsOpenIsAnErrorAndNoCrash() throws Exception {
        Path path = Files.write(folder.resolve("cut.gguf"), good().bytes());
        try (GgufFile file = GgufFile.open(path)) {
            Files.write(path, Arrays.copyOf(good().bytes(), 320));
            assertThatThrownBy(() -> file.read(file.find("b").orElseThrow(), GgufFileTest.room(64)))
                    .isInstanceOf(LoadException.class)
                    .hasMessageContaining("'" + path + "' ends at byte 320, while reading tensor 'b' (it had ");
        }
    }

    @Test
    void aTensorBehindFourGigabytesIsRead() throws Exception {
        long offset = 5L << 30;
        Path path = Files.write(
                folder.resolve("sparse.gguf"),
                gguf().tensor("far", 0, offset, 4)
                        .tensor("near", 0, 0, 8)
                        .data(32)
                        .bytes());
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            ByteBuffer values = GgufBytes.little(16)
                    .putFloat(1)
                    .putFloat(-2)
                    .putFloat(0.5f)
                    .putFloat(4)
                    .flip();
            channel.write(values, (Files.size(path) - 32) + offset);
        }
        try (GgufFile file = GgufFile.open(path)) {
            ByteBuffer target = GgufFileTest.room(4);
            file.read(file.find("far").orElseThrow(), target);
            assertThat(target.flip().getFloat(4)).isEqualTo(-2);
        }
        Files.delete(path);
    }

    @Test
    void aNameFullOfControlCharactersStaysOnOneLine() throws Exception {
        Path path = Files.write(
                folder.resolve("name.gguf"),
                gguf().tensor("x\n\u001b[31m" + "y".repeat(500), 4, 0, 32).bytes());
        assertThatThrownBy(() -> GgufFile.open(path))
                .hasMessageContaining("Tensor 'x\ufffd\ufffd[31myyyy")
                .satisfies(e -> assertThat(
                                e.getMessage().lines().findFirst().orElseThrow().length())
                        .isLessThan(250 + path.toString().length()));
    }

    @Test
    void aFileDamagedAnywhereOpensOrSaysWhy() throws Exception {
        byte[] good = good().bytes();
        Random random = new Random(20261122);
        Path path = folder.resolve("fuzz.gguf");
        int opened = 0;
        List<String> refused = new ArrayList<>();
        for (int i = 0; i < 4000; i++) {
            byte[] bad = Damage.of(good, random);
            Files.deleteIfExists(path);
            Files.write(path, bad);
            try (GgufFile file = GgufFile.open(path)) {
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
}
