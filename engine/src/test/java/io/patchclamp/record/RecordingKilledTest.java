package io.patchclamp.record;

import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.patchclamp.fault.LoadException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A process that saves is killed, again and again, at no chosen moment. */
class RecordingKilledTest {
    private static final int KILLS = 12;

    @TempDir
    Path folder;

    /** {@code folder}: saves two recordings in turn, for ever, to the same place. */
    static final class Saver {
        private Saver() {}

        public static void main(String[] args) {
            Path target = Path.of(args[0]);
            for (int i = 0; ; i++) {
                RecordingFiles.save(i % 2 == 0 ? Samples.generated() : Samples.pooled(), target, 100);
                System.out.println(i);
            }
        }
    }

    @Test
    void whatIsThereAfterwardsIsOneOfTheTwoWhole() throws Exception {
        Random random = new Random(20261122);
        Path target = folder.resolve("rec.pclamp");
        List<Recording> found = new ArrayList<>();
        for (int kill = 0; kill < KILLS; kill++) {
            killed(target, 1 + kill % 2, random.nextInt(60));
            Recording loaded = RecordingFiles.load(target);
            assertThat(loaded).isIn(Samples.generated(), Samples.pooled());
            found.add(loaded);
        }
        assertThat(found).contains(Samples.generated(), Samples.pooled());
        RecordingFiles.save(Samples.pooled(), target);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(f -> f.getFileName().toString()).filter(n -> n.endsWith(".old")))
                    .isEmpty();
        }
    }

    /** After so many saves, so that on a slow machine, too, it is not always the second one that is cut short. */
    private static void killed(Path target, int saves, int milliseconds) throws Exception {
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        path.replace('\n', File.pathSeparatorChar),
                        Saver.class.getName(),
                        target.toString())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (int i = 0; i < saves; i++) {
                assertThat(said.readLine()).isEqualTo(String.valueOf(i));
            }
            Thread.sleep(milliseconds);
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }

    /** The one moment when nothing has the name: the old recording is set aside, the new one not yet in its place. */
    @Test
    void aRecordingThatWasSetAsideIsPutBack() throws Exception {
        Path target = folder.resolve("rec.pclamp");
        RecordingFiles.save(Samples.generated(), target);
        Files.move(target, folder.resolve(".rec.pclamp.0123abcd.old"));
        assertThat(RecordingFiles.load(target)).isEqualTo(Samples.generated());
        assertThat(Files.exists(folder.resolve(".rec.pclamp.0123abcd.old"))).isFalse();

        Files.move(target, folder.resolve(".rec.pclamp.0123abcd.old"));
        RecordingFiles.save(Samples.pooled(), target);
        assertThat(RecordingFiles.load(target)).isEqualTo(Samples.pooled());
        assertThat(Files.exists(folder.resolve(".rec.pclamp.0123abcd.old"))).isFalse();
    }

    @Test
    void whatWasHalfWrittenIsNoRecordingAndGoesInTime() throws Exception {
        Path target = folder.resolve("rec.pclamp");
        RecordingFiles.save(Samples.generated(), target);
        Path fresh = Files.createDirectory(folder.resolve(".rec.pclamp.00000001.part"));
        Path stale = Files.createDirectory(folder.resolve(".rec.pclamp.00000002.part"));
        Path other = Files.createDirectory(folder.resolve(".rec.pclamp.x.part"));
        for (Path part : List.of(fresh, stale, other)) {
            Files.copy(target.resolve("tokens.jsonl"), part.resolve("tokens.jsonl"));
            assertThatThrownBy(() -> RecordingFiles.load(part))
                    .isInstanceOf(LoadException.class)
                    .hasMessageContaining("it has no 'recording.json'.");
        }
        assertThat(stale.toFile().setLastModified(System.currentTimeMillis() - 48L * 60 * 60 * 1000))
                .isTrue();
        RecordingFiles.save(Samples.pooled(), target);
        assertThat(fresh).exists();
        assertThat(other).exists();
        assertThat(stale).doesNotExist();
    }
}
