package io.patchclamp.kernel;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.patchclamp.kernel.session.JavaSession;
import io.patchclamp.magic.Session;
import io.patchclamp.progress.Progress;

/** The notebook as magics see it. */
final class NotebookSession implements Session {
    private final CompletableFuture<JavaSession> java;
    private final Path directory = Path.of("").toAbsolutePath();
    private volatile Progress progress = Progress.SILENT;

    NotebookSession(CompletableFuture<JavaSession> java) {
        this.java = java;
    }

    void progress(Progress ofCell) {
        progress = ofCell;
    }

    @Override
    public Path directory() {
        return directory;
    }

    @Override
    public Optional<Object> variable(String name) {
        return java.join().variable(name);
    }

    @Override
    public List<String> variables() {
        return java.join().variables();
    }

    @Override
    public Progress progress() {
        return progress;
    }
}
