package io.patchclamp.record;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

import io.patchclamp.internal.json.Json;

/** Changes a kept recording so that its hashes still fit: a hash is no proof that what it stands for is sound. */
final class Forged {
    private Forged() {}

    static void manifest(Path target, UnaryOperator<String> change) throws IOException {
        Path manifest = target.resolve("recording.json");
        Files.writeString(manifest, change.apply(Files.readString(manifest)));
    }

    static void file(Path target, String name, UnaryOperator<String> change) throws IOException {
        Files.writeString(target.resolve(name), change.apply(Files.readString(target.resolve(name))));
        sign(target, name);
    }

    /** Writes size and hash of a file as it is now into the manifest. */
    @SuppressWarnings("unchecked")
    static void sign(Path target, String name) throws IOException {
        Path manifest = target.resolve("recording.json");
        Map<String, Object> json = Json.parseObject(Files.readString(manifest), "it");
        Map<String, Object> of = new LinkedHashMap<>((Map<String, Object>) json.get("files"));
        of.put(
                name,
                Map.of("bytes", Files.size(target.resolve(name)), "sha256", Checksums.sha256(target.resolve(name))));
        json.put("files", of);
        Files.writeString(manifest, Json.writeIndented(json));
    }
}
