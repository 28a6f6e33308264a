package io.patchclamp.figure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes pictures where somebody wants to look at them: {@code -Dpatchclamp.pictures=FOLDER}. */
final class Looked {
    private Looked() {}

    static void at(String name, Figure figure) throws IOException {
        String folder = System.getProperty("patchclamp.pictures");
        if (folder != null) {
            Files.createDirectories(Path.of(folder));
            Files.write(Path.of(folder, name + ".png"), figure.png());
        }
    }
}
