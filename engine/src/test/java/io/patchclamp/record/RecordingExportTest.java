package io.patchclamp.record;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import io.jhdf.HdfFile;
import io.patchclamp.Hearing;
import io.patchclamp.array.NamedArray;
import io.patchclamp.fault.CancelledException;
import io.patchclamp.fault.SaveException;
import io.patchclamp.internal.format.SafetensorsFile;
import io.patchclamp.internal.format.TensorInfo;
import io.patchclamp.internal.json.Json;
import io.patchclamp.model.Site;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Exports, against golden files. {@code check_exports.py} beside those reads them with NumPy, safetensors, h5py and csv.
 * Run with {@code -Dgolden.update=FOLDER} to write new ones.
 */
class RecordingExportTest {
    private static final int SKIPPED = 77;

    @TempDir
    Path folder;

    private static Path golden(String name) {
        try {
            return Path.of(RecordingExportTest.class.getResource("/record").toURI())
                    .resolve(name);
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private Path exported(Recording recording, String name) {
        Path file = folder.resolve(name);
        RecordingExport.write(recording, file);
        return file;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "generated.npz",
                "generated.safetensors",
                "generated.csv",
                "generated.h5",
                "pooled.npz",
                "pooled.csv"
            })
    void bytesAreThoseThatPythonHasRead(String name) throws IOException {
        Path file = exported(name.startsWith("pooled") ? Samples.pooled() : Samples.generated(), name);
        String update = System.getProperty("golden.update");
        if (update != null) {
            Files.copy(file, Path.of(update, name), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
        assertThat(Files.readAllBytes(file)).isEqualTo(Files.readAllBytes(golden(name)));
    }

    @Test
    void pythonReadsWhatWeWrite() throws Exception {
        for (String name : List.of("npz", "safetensors", "csv", "h5")) {
            exported(Samples.generated(), "generated." + name);
            exported(Samples.pooled(), "pooled." + name);
        }
        Process python;
        try {
            python = new ProcessBuilder(
                            System.getenv().getOrDefault("PATCHCLAMP_PYTHON", "python3"),
                            golden("check_exports.py").toString(),
                            folder.toString())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            assumeThat(false).as("no Python here: %s", e.getMessage()).isTrue();
            return;
        }
        String said = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = python.waitFor();
        assumeThat(code).as("Python cannot check: %s", said).isNotEqualTo(SKIPPED);
        assertThat(code).as(said).isZero();
    }

    @Test
    void safetensorsComesBackThroughOurOwnReader() {
        Recording recording = Samples.generated();
        try (SafetensorsFile file = SafetensorsFile.open(exported(recording, "x.safetensors"))) {
            assertThat(file.tensors())
                    .extracting(TensorInfo::name)
                    .containsExactlyInAnyOrder(
                            "L1.resid_post",
                            "L0.attn.z",
                            "L0.attn.pattern",
                            "model.layers.1.mlp.down_proj:in",
                            "tokens",
                            "n_tokens",
                            "step");
            for (SiteRecording site : recording.sites()) {
                NamedArray expected = site.padded();
                TensorInfo tensor = file.find(site.site().name()).orElseThrow();
                ByteBuffer numbers =
                        ByteBuffer.allocate(expected.size() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
                file.read(tensor, numbers);
                float[] back = new float[expected.size()];
                numbers.flip().asFloatBuffer().get(back);
                assertThat(tensor.shape())
                        .containsExactly(java.util.Arrays.stream(expected.shape())
                                .asLongStream()
                                .toArray());
                assertThat(back).isEqualTo(expected.toArray());
            }
            assertThat(Json.parse(file.metadata().get("units"), "units"))
                    .isEqualTo(Map.of("model.layers.1.mlp.down_proj:in", List.of(2L, 7L)));
            assertThat(Json.parseObject(file.metadata().get("provenance"), "provenance"))
                    .containsEntry("sha256", "ab12");
            assertThat(file.tensors()).allMatch(t -> t.offset() % 4 == 0);
        }
    }

    @Test
    void hdf5ComesBackThroughItsLibrary() {
        Recording recording = Samples.generated();
        try (HdfFile file = new HdfFile(exported(recording, "x.h5"))) {
            float[][][] residual =
                    (float[][][]) file.getDatasetByPath("L1.resid_post").getData();
            assertThat(residual[1][3]).containsExactly(109, 110, 111);
            assertThat(residual[0][2]).containsExactly(Float.NaN, Float.NaN, Float.NaN);
            assertThat((long[][]) file.getDatasetByPath("tokens").getData())
                    .isEqualTo(new long[][] {{10, 11, -1, -1}, {10, 11, 90, 91}, {10, 11, 12, -1}});
            assertThat((long[]) file.getDatasetByPath("n_tokens").getData()).containsExactly(2, 4, 3);
            assertThat((long[][]) file.getDatasetByPath("step").getData())
                    .isEqualTo(new long[][] {{0, 0, -1, -1}, {0, 0, 1, 2}, {0, 0, 0, -1}});
        }
    }

    @Test
    void aSlashInANameIsAPathInHdf5AndAPlainCharacterElsewhere() {
        SiteRecording first = Samples.pooled().sites().get(0);
        Site slashed = new Site(
                "a/b/c:in", first.site().point(), 1, false, first.site().unitShape());
        Site beside = new Site(
                "a/b/d *?", first.site().point(), 1, false, first.site().unitShape());
        Recording pooled = Samples.pooled();
        Recording recording = new Recording(
                pooled.provenance(),
                pooled.trials(),
                List.of(
                        new SiteRecording(slashed, List.of(), first.trials()),
                        new SiteRecording(beside, List.of(), first.trials())),
                pooled.forwardPasses(),
                "mean");
        try (HdfFile file = new HdfFile(exported(recording, "x.h5"))) {
            assertThat(file.getDatasetByPath("a/b/c:in").getDimensions()).containsExactly(2, 1, 3);
            assertThat(file.getDatasetByPath("a/b/d *?").getDimensions()).containsExactly(2, 1, 3);
        }
        try (SafetensorsFile file = SafetensorsFile.open(exported(recording, "x.safetensors"))) {
            assertThat(file.find("a/b/c:in")).isPresent();
        }
    }

    @Test
    void aTokenThatASpreadsheetWouldComputeIsEscapedAsJsonIs() throws IOException {
        RecordedTrial made = Samples.trial("ab", 2, 0, Optional.empty());
        List<String> odd = List.of("=cmd", "-");
        RecordedTrial trial = new RecordedTrial(
                made.item(), made.prompt(), made.generated(), odd, made.text(), made.rows(), made.steps());
        Recording recording = new Recording(
                Samples.provenance(),
                List.of(trial),
                List.of(Samples.generated().sites().get(0)).stream()
                        .map(s -> new SiteRecording(
                                s.site(), s.units(), List.of(s.trials().get(0))))
                        .toList(),
                List.of(1),
                "none");
        List<String> lines = Files.readAllLines(exported(recording, "odd.csv"));
        assertThat(lines.get(1)).contains(",\"\\u003dcmd\",");
        assertThat(lines).anyMatch(l -> l.contains(",\"\\u002d\","));
        for (String line : lines.subList(1, lines.size())) {
            String cell = line.split("\"")[1];
            assertThat(io.patchclamp.internal.json.Json.parse("\"" + cell + "\"", "a cell"))
                    .isIn(odd);
        }
    }

    @Test
    void oddNumbersAreWordsInCsv() throws IOException {
        Recording odd = Samples.odd(Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, -0f, 1e-5f);
        assertThat(Files.readString(exported(odd, "odd.csv"))).isEqualTo("""
                trial,token,position,step,token_id,token_text,site,unit,dim,value
                0,0,0,0,10,"t0",embed,0,,NaN
                0,0,0,0,10,"t0",embed,1,,inf
                0,0,0,0,10,"t0",embed,2,,-inf
                0,0,0,0,10,"t0",embed,3,,-0.0
                0,0,0,0,10,"t0",embed,4,,1.0E-5
                """);
    }

    // ---- far

    @ParameterizedTest
    @ValueSource(strings = {"heard.npz", "heard.csv", "heard.safetensors", "heard.h5"})
    void anExportIsHeardAndAnInterruptLeavesTheFileThatWasThere(String name) throws Exception {
        Path file = folder.resolve(name);
        Files.writeString(file, "before");

        assertThatThrownBy(() -> RecordingExport.write(
                        Samples.generated(), file, Padding.RIGHT, (what, done, total, unit) -> Thread.currentThread()
                                .interrupt()))
                .isInstanceOf(CancelledException.class)
                .hasMessageContaining("was interrupted; nothing was changed.");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(file).hasContent("before");
        assertThat(folder.toFile().list()).hasSize(1);

        Hearing.of("exporting", heard -> RecordingExport.write(Samples.generated(), file, Padding.RIGHT, heard));
        assertThat(exported(Samples.generated(), "unheard" + name.substring(5))).hasSameBinaryContentAs(file);
    }

    // ---- faults

    @Test
    void anUnknownEndingIsSaid() {
        Path file = folder.resolve("rec.mat");
        assertThatThrownBy(() -> RecordingExport.write(Samples.pooled(), file))
                .isInstanceOf(SaveException.class)
                .hasMessage("'" + file + "' ends in '.mat', which says no kind of file we can write.\n"
                        + "Try: a name that ends in .npz, .safetensors, .csv or .h5");
        assertThatThrownBy(() -> RecordingExport.write(Samples.pooled(), folder.resolve("rec")))
                .hasMessageContaining("ends in nothing, which says no kind of file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"npz", "safetensors", "csv", "h5"})
    void aMissingFolderAndAFolderInPlaceOfTheFileAreSaid(String ending) throws IOException {
        Path missing = folder.resolve("none/rec." + ending);
        assertThatThrownBy(() -> RecordingExport.write(Samples.pooled(), missing))
                .isInstanceOf(SaveException.class)
                .hasMessageContaining(
                        "There is no folder '" + missing.getParent() + "' to write 'rec." + ending + "' into.");
        Path taken = Files.createDirectory(folder.resolve("taken." + ending));
        assertThatThrownBy(() -> RecordingExport.write(Samples.pooled(), taken))
                .isInstanceOf(SaveException.class)
                .hasMessageContaining("'" + taken + "' is a folder, so no file can be written there.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"npz", "safetensors", "csv", "h5"})
    void aLockedFolderIsSaid(String ending) throws IOException {
        Path locked = Files.createDirectory(folder.resolve("locked"));
        Path file = locked.resolve("rec." + ending);
        assumeThat(locked.toFile().setWritable(false)).isTrue();
        try {
            assumeThat(Files.isWritable(locked))
                    .as("this user may write anywhere")
                    .isFalse();
            assertThatThrownBy(() -> RecordingExport.write(Samples.pooled(), file))
                    .isInstanceOf(SaveException.class)
                    .hasMessageContaining(
                            "'rec." + ending + "' may not be written in '" + locked + "' by this user.\nTry: ");
        } finally {
            locked.toFile().setWritable(true);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"npz", "safetensors", "csv", "h5"})
    void anInterruptLeavesTheOldFile(String ending) throws IOException {
        Path file = Files.writeString(folder.resolve("rec." + ending), "old");
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> RecordingExport.write(Samples.pooled(), file)).isInstanceOf(CancelledException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(file).hasContent("old");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void twoSitesOfOneNameAreRefused() {
        Recording one = Samples.pooled();
        Recording two = new Recording(
                one.provenance(),
                one.trials(),
                List.of(one.sites().get(0), one.sites().get(0)),
                one.forwardPasses(),
                "mean");
        assertThatThrownBy(() -> RecordingExport.write(two, folder.resolve("x.npz")))
                .isInstanceOf(SaveException.class)
                .hasMessageContaining("Two arrays of the recording would both be named 'L1.resid_post'.");
    }
}
