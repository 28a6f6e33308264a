package io.patchclamp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

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

    /** The same model, for which some token ends a text. */
    static Model ending(String tiny, int token) {
        try {
            Path folder = Files.createTempDirectory("ending");
            try (Stream<Path> files = Files.list(tiny(tiny))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Files.copy(file, folder.resolve(file.getFileName()));
                }
            }
            Path config = folder.resolve("config.json");
            Files.writeString(
                    config, Files.readString(config).replace("\"eos_token_id\": null", "\"eos_token_id\": " + token));
            return Patchclamp.load(folder.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path smollm2() {
        Path file = LibrarySettings.home().resolve("models/smollm2/SmolLM2-135M-Instruct.Q4_1.gguf");
        if (!Files.isRegularFile(file)) {
            throw new AssertionError("real-model tests need " + file + ": run ./patchclamp model first");
        }
        return file;
    }
}
