package io.patchclamp.record;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import io.patchclamp.array.NamedArray;
import io.patchclamp.fault.SaveException;
import io.patchclamp.internal.format.Halves;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A recording in half the space is what it was rounded to, and says by how much. */
class HalfPrecisionTest {
    @TempDir
    Path folder;

    @Test
    void everyHalfIsItselfAndWhatLiesBetweenGoesToTheNearestEvenOne() {
        for (int bits = 0; bits < 0x10000; bits++) {
            float x = Halves.toFloat(bits);
            assertThat(Halves.of(x)).isEqualTo(Float.isNaN(x) ? (bits & 0x8000) | 0x7e00 : bits);
            if ((bits & 0x7fff) < 0x7bff) {
                float next = Halves.toFloat(bits + 1);
                float middle = (x + next) / 2;
                assertThat(Halves.of(middle)).as("%x", bits).isEqualTo((bits & 1) == 0 ? bits : bits + 1);
                assertThat(Halves.of(Math.nextAfter(middle, x))).isEqualTo(bits);
                assertThat(Halves.of(Math.nextAfter(middle, next))).isEqualTo(bits + 1);
            }
        }
        assertThat(Halves.of(65519.996f)).isEqualTo(0x7bff);
        assertThat(Halves.of(65520f)).isEqualTo(0x7c00);
        assertThat(Halves.of(Float.MIN_VALUE)).isZero();
        assertThat(Halves.of(-1e-9f)).isEqualTo(0x8000);
    }

    private static Recording times(float factor) {
        Recording recording = Samples.generated();
        List<SiteRecording> sites = recording.sites().stream()
                .map(s -> new SiteRecording(
                        s.site(),
                        s.units(),
                        s.trials().stream()
                                .map(t -> {
                                    float[] x = t.toArray();
                                    for (int i = 0; i < x.length; i++) {
                                        x[i] = factor * (x[i] + 0.1234567f);
                                    }
                                    return NamedArray.of(t.axes(), t.shape(), x);
                                })
                                .toList()))
                .toList();
        return new Recording(
                recording.provenance(),
                recording.trials(),
                sites,
                recording.forwardPasses(),
                recording.pool(),
                recording.receipts(),
                recording.hypotheses());
    }

    @ParameterizedTest
    @ValueSource(longs = {60, 1 << 30})
    void itIsReadAsItWasRoundedAndKeepingItAgainChangesNothing(long shard) throws Exception {
        Recording recording = times(1);
        Path target = folder.resolve("half.pclamp");
        Rounding rounding =
                RecordingFiles.save(recording, target, Precision.F16, shard).orElseThrow();
        Recording back = RecordingFiles.load(target);
        Recording onDisk = RecordingFiles.load(target, 0);
        double most = 0;
        for (int s = 0; s < recording.sites().size(); s++) {
            for (int t = 0; t < recording.trials().size(); t++) {
                float[] before = recording.sites().get(s).trials().get(t).toArray();
                float[] after = back.sites().get(s).trials().get(t).toArray();
                assertThat(onDisk.sites().get(s).trials().get(t).toArray()).isEqualTo(after);
                for (int i = 0; i < before.length; i++) {
                    assertThat(after[i]).isEqualTo(Halves.toFloat(Halves.of(before[i])));
                    most = Math.max(most, Math.abs((double) after[i] - before[i]));
                }
            }
        }
        assertThat(rounding.error()).isEqualTo(most).isPositive();
        assertThat(rounding.sites()).hasSameSizeAs(recording.sites());
        assertThat(Files.readString(target.resolve("recording.json")))
                .contains("\"version\": 3,", "\"dtype\": \"f16\",", "\"rounding\": {");
        Path again = folder.resolve("again.pclamp");
        assertThat(RecordingFiles.save(back, again, Precision.F16, shard)
                        .orElseThrow()
                        .error())
                .isZero();
        assertThat(RecordingFiles.load(again)).isEqualTo(back);
        assertThat(RecordingFiles.save(back, again, Precision.F32)).isEqualTo(Optional.empty());
        assertThat(RecordingFiles.load(again)).isEqualTo(back);
        assertThat(Files.readString(again.resolve("recording.json"))).contains("\"version\": 2,");
    }

    @Test
    void whatIsTooLargeIsRefusedAndTheRecordingThatWasThereStays() {
        Path target = folder.resolve("half.pclamp");
        RecordingFiles.save(times(1), target);
        assertThatThrownBy(() -> RecordingFiles.save(times(1e6f), target, Precision.F16))
                .isInstanceOf(SaveException.class)
                .hasMessageContaining(", and half precision ends at 65504.")
                .hasMessageContaining("Try: --dtype f32, or a recording without that site");
        assertThat(RecordingFiles.load(target)).isEqualTo(times(1));
    }

    @Test
    void thePythonOnThePageReadsHalvesToo() throws Exception {
        Recording recording = times(1);
        Path target = folder.resolve("half.pclamp");
        RecordingFiles.save(recording, target, Precision.F16);
        String page = Files.readString(Path.of("..", "docs", "recordings.md"));
        String block =
                page.substring(page.indexOf("```python\n") + 10, page.indexOf("\n```\n", page.indexOf("```python")));
        Path script = Files.writeString(folder.resolve("page.py"), block + """


                import sys
                manifest, trials, arrays = load(sys.argv[1])
                print(manifest["dtype"], *(repr(arrays["L1.resid_post"][0, 0, i]) for i in range(3)))
                """);
        Process python;
        try {
            python = new ProcessBuilder(
                            System.getenv().getOrDefault("PATCHCLAMP_PYTHON", "python3"),
                            "-X",
                            "utf8",
                            script.toString(),
                            target.toString())
                    .redirectErrorStream(true)
                    .start();
        } catch (java.io.IOException e) {
            org.junit.jupiter.api.Assumptions.abort("no Python here: " + e.getMessage());
            return;
        }
        String said = new String(python.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(python.waitFor()).as(said).isZero();
        float[] first = recording.site("L1.resid_post").trials().get(0).toArray();
        assertThat(said.strip().split(" ")).hasSize(4).startsWith("f16");
        assertThat(IntStream.range(0, 3)
                        .mapToDouble(i -> Double.parseDouble(said.strip().split(" ")[i + 1])))
                .containsExactly(
                        (double) Halves.toFloat(Halves.of(first[0])),
                        (double) Halves.toFloat(Halves.of(first[1])),
                        (double) Halves.toFloat(Halves.of(first[2])));
    }
}
