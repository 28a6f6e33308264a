package io.patchclamp;

import io.patchclamp.model.Model;
import io.patchclamp.progress.Progress;

/** The front door. */
public final class Patchclamp {
    private Patchclamp() {}

    /**
     * Loads a model.
     *
     * @param reference {@code smollm2}, a directory as {@code transformers} saves it, or a {@code .gguf} file
     * @param progress hears how far the loading is
     * @return the model, owned by the caller
     * @throws io.patchclamp.fault.LoadException if it cannot be loaded
     */
    public static Model load(String reference, Progress progress) {
        throw new UnsupportedOperationException("load " + reference + " " + progress);
    }
}
