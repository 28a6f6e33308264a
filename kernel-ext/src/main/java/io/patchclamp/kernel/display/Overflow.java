package io.patchclamp.kernel.display;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The file that takes what a cell writes beyond its cap, for as long as the kernel lives. Not thread-safe. */
final class Overflow {
    private static final long MOST = 500_000_000;

    private Path file;
    private Writer writer;
    private long written;
    private boolean failed;

    void write(CharSequence text) {
        if (failed || written > MOST) {
            return;
        }
        try {
            if (writer == null) {
                file = Files.createTempFile("patchclamp-output-", ".txt");
                file.toFile().deleteOnExit();
                writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8);
            }
            writer.append(text);
            written += text.length();
        } catch (IOException e) {
            failed = true;
        }
    }

    void flush() {
        try {
            if (writer != null && !failed) {
                writer.flush();
            }
        } catch (IOException e) {
            failed = true;
        }
    }

    /** Where the rest is, for the note that says that something was cut. */
    String where() {
        return failed || file == null
                ? "the rest is lost, it could not be kept in a file"
                : "the rest is in " + file + " until the kernel ends, up to " + MOST + " characters";
    }
}
