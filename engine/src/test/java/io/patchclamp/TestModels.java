package io.patchclamp;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.patchclamp.internal.djl.LibrarySettings;
import io.patchclamp.model.Model;

/** The models tests run on. */
final class TestModels {
    private TestModels() {}

    /** A directory of {@code src/test/resources/parity}; {@code src/test/python/tiny_llama_reference.py} makes them. */
    static Path tiny(String name) {
        try {
            return Path.of(TestModels.class.getResource("/parity/" + name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static Model load(String tiny) {
        return Patchclamp.load(tiny(tiny).toString());
    }

    static Path smollm2() {
        Path file = LibrarySettings.home().resolve("models/smollm2/SmolLM2-135M-Instruct.Q4_1.gguf");
        if (!Files.isRegularFile(file)) {
            throw new AssertionError("real-model tests need " + file + ": run ./patchclamp model first");
        }
        return file;
    }
}
