package io.patchclamp;

import java.nio.file.Path;

import io.patchclamp.internal.djl.LibrarySettings;
import io.patchclamp.internal.load.ModelLoader;
import io.patchclamp.model.Model;
import io.patchclamp.progress.Progress;

/** The front door. */
public final class Patchclamp {
    private Patchclamp() {}

    /**
     * Loads a model, silently.
     *
     * @param reference {@code smollm2}, a directory as {@code transformers} saves it, or a {@code .gguf} file
     * @return the model, owned by the caller
     * @throws io.patchclamp.fault.LoadException if it cannot be loaded
     */
    public static Model load(String reference) {
        return load(reference, Progress.SILENT);
    }

    /**
     * Loads a model. Cost: memory for four bytes a parameter; SmolLM2 takes about a second.
     *
     * @param reference {@code smollm2}, a directory as {@code transformers} saves it, or a {@code .gguf} file
     * @param progress hears how far the loading is
     * @return the model, owned by the caller
     * @throws io.patchclamp.fault.LoadException if it cannot be loaded
     * @throws io.patchclamp.fault.CancelledException if the thread was interrupted
     */
    public static Model load(String reference, Progress progress) {
        return ModelLoader.load(reference, progress);
    }

    /**
     * Where everything downloaded or unpacked lives. Loads no library.
     *
     * @return {@code PATCHCLAMP_HOME} as system property or in the environment, else {@code ~/.cache/patchclamp}
     */
    public static Path home() {
        return LibrarySettings.home();
    }
}
