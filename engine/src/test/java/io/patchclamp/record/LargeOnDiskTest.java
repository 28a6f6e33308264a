package io.patchclamp.record;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class LargeOnDiskTest {
    @TempDir
    Path folder;

    @Test
    void aRecordingOfFourTimesTheHeapIsCutIntoEpochs() throws Exception {
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx48m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        path.replace('\n', File.pathSeparatorChar),
                        LargeOnDisk.class.getName(),
                        folder.toString(),
                        "100",
                        "8192")
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(said).contains("200 MB recorded, heap 4").contains("100 epochs of 8192 units, 0 wrong");
        assertThat(process.exitValue()).isZero();
    }
}
