package io.patchclamp.internal.load;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import io.patchclamp.fault.LoadException;
import io.patchclamp.internal.djl.LibrarySettings;
import io.patchclamp.internal.hub.Hub;
import io.patchclamp.internal.hub.HubReference;
import io.patchclamp.model.LoadOptions;
import io.patchclamp.progress.Progress;

/** What a user calls a model, and where that is. */
final class ModelReference {
    private static final String SMOLLM2 = "smollm2";

    private ModelReference() {}

    /**
     * A model on this machine.
     *
     * @param path its file or directory
     * @param name what it is called
     * @param source where it is from, for its provenance
     * @param details more about that
     */
    record Located(Path path, String name, String source, Map<String, String> details) {}

    /** The file or directory a reference names, fetched from the hub if need be. */
    static Located locate(String reference, LoadOptions options, Progress progress) {
        return locate(reference, options, progress, true);
    }

    /** The same where the weights are not needed: from the hub, they are not fetched. */
    static Located describe(String reference, Progress progress) {
        return locate(reference, LoadOptions.DEFAULT, progress, false);
    }

    private static Located locate(String reference, LoadOptions options, Progress progress, boolean weights) {
        String ref = reference.strip();
        Path here = here(ref);
        if (here == null) {
            Optional<HubReference> hub = HubReference.parse(ref);
            if (hub.isPresent()) {
                return fetched(
                        options.revision().map(hub.get()::at).orElse(hub.get()), options.offline(), progress, weights);
            }
            throw new LoadException(
                    "There is no model '" + ref + "': no file or directory of this name in '"
                            + Path.of("").toAbsolutePath() + "', and the only alias is '" + SMOLLM2 + "'.",
                    "%model " + SMOLLM2 + ", org/name of a model on the hub, a directory as transformers saves it,"
                            + " a .gguf file, or phantom:selective");
        }
        options.revision().ifPresent(revision -> {
            throw new LoadException(
                    "'" + ref + "' is on this machine and has no revision '" + revision
                            + "': revisions are of models on the hub.",
                    "org/name as the hub has it, or no revision");
        });
        String file = here.toAbsolutePath().normalize().getFileName().toString();
        String name = ref.equalsIgnoreCase(SMOLLM2) ? SMOLLM2 : file;
        return new Located(here, name, file, Map.of());
    }

    private static Located fetched(HubReference reference, boolean offline, Progress progress, boolean weights) {
        Hub hub = Hub.current();
        Hub.Snapshot snapshot =
                weights ? hub.fetch(reference, offline, progress) : hub.describe(reference, offline, progress);
        Map<String, String> details = new LinkedHashMap<>();
        details.put("revision", snapshot.revision());
        if (!snapshot.note().isEmpty()) {
            details.put("hub", snapshot.note());
        }
        return new Located(snapshot.path(), snapshot.name(), snapshot.source(), details);
    }

    /** What is on this machine under a name, or null. */
    private static Path here(String ref) {
        if (ref.isEmpty()) {
            throw new LoadException("No model was named.", "%model " + SMOLLM2);
        }
        if (ref.equalsIgnoreCase(SMOLLM2)) {
            Path file = LibrarySettings.home()
                    .resolve("models")
                    .resolve(SMOLLM2)
                    .resolve("SmolLM2-135M-Instruct.Q4_1.gguf");
            if (!Files.isRegularFile(file)) {
                throw new LoadException(
                        "The default model is not here yet: there is no '" + file + "'.", "./patchclamp model");
            }
            return file;
        }
        Path path = path(ref);
        return path != null && Files.exists(path) ? path : null;
    }

    private static Path path(String ref) {
        try {
            boolean home = ref.equals("~") || ref.startsWith("~/");
            return home ? Path.of(System.getProperty("user.home") + ref.substring(1)) : Path.of(ref);
        } catch (InvalidPathException e) {
            return null;
        }
    }
}
