package io.patchclamp.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class RehearsalTest {
    @TempDir
    Path folder;

    @Test
    void nothingIsLeftWhateverTheKernelWrote() throws IOException {
        Path home = Files.createDirectories(folder.resolve("home/history/more"))
                .getParent()
                .getParent();
        Files.writeString(home.resolve("history/named.jsonl"), "{}");
        Rehearsal.forget(home);
        assertThat(home).doesNotExist();
    }
}
