package io.patchclamp.magic;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import io.patchclamp.progress.Progress;

/** A notebook whose Java variables are set by the test. */
final class FakeSession implements Session {
    final Map<String, Object> variables = new TreeMap<>();
    Path directory = Path.of("").toAbsolutePath();

    @Override
    public Path directory() {
        return directory;
    }

    @Override
    public Optional<Object> variable(String name) {
        return Optional.ofNullable(variables.get(name));
    }

    @Override
    public List<String> variables() {
        return List.copyOf(variables.keySet());
    }

    @Override
    public Progress progress() {
        return Progress.SILENT;
    }
}
