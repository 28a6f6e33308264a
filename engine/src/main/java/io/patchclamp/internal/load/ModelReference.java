package io.patchclamp.internal.load;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;

import io.patchclamp.fault.LoadException;
import io.patchclamp.internal.djl.LibrarySettings;

/** What a user calls a model, and where that is. */
final class ModelReference {
    private static final Pattern HUB_ID = Pattern.compile("[A-Za-z0-9][\\w.-]*/[\\w.-]+");
    private static final String SMOLLM2 = "smollm2";

    private ModelReference() {}

    /** The file or directory a reference names. */
    static Path resolve(String reference) {
        String ref = reference.strip();
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
        if (ref.startsWith("phantom:")) {
            throw new LoadException("Phantom models are not built yet: '" + ref + "'.", "%model " + SMOLLM2);
        }
        Path path = path(ref);
        if (path != null && Files.exists(path)) {
            return path;
        }
        if (HUB_ID.matcher(ref).matches()) {
            throw new LoadException(
                    "'" + ref + "' is no file or directory here, and models are not fetched from the hub yet.",
                    "download it and give the directory that holds config.json, or a .gguf file; or %model " + SMOLLM2);
        }
        throw new LoadException(
                "There is no model '" + ref + "': no file or directory of this name in '"
                        + Path.of("").toAbsolutePath() + "', and the only alias is '" + SMOLLM2 + "'.",
                "%model " + SMOLLM2 + ", a directory as transformers saves it, or a .gguf file");
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
