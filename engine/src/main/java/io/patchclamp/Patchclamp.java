package io.patchclamp;

import java.nio.file.Path;
import java.util.List;

import io.patchclamp.internal.djl.LibrarySettings;
import io.patchclamp.internal.load.ModelLoader;
import io.patchclamp.model.LoadOptions;
import io.patchclamp.model.Model;
import io.patchclamp.model.ModuleTree;
import io.patchclamp.model.SampleText;
import io.patchclamp.model.Tokenizer;
import io.patchclamp.model.VocabularyUse;
import io.patchclamp.progress.Progress;

/** The front door. */
public final class Patchclamp {
    private Patchclamp() {}

    /**
     * Loads a model, silently.
     *
     * @param reference {@code smollm2}, {@code org/name} of a model on the hub, a directory as {@code transformers}
     *     saves it, a {@code .gguf} file, or a {@link io.patchclamp.phantom.Phantom}'s reference
     * @return the model, owned by the caller
     * @throws io.patchclamp.fault.LoadException if it cannot be loaded
     */
    public static Model load(String reference) {
        return load(reference, Progress.SILENT);
    }

    /**
     * Loads a model. Cost: memory for four bytes a parameter; SmolLM2 takes about a second.
     *
     * @param reference {@code smollm2}, {@code org/name} of a model on the hub, a directory as {@code transformers}
     *     saves it, or a {@code .gguf} file
     * @param progress hears how far the loading is
     * @return the model, owned by the caller
     * @throws io.patchclamp.fault.LoadException if it cannot be loaded
     * @throws io.patchclamp.fault.CancelledException if the thread was interrupted
     */
    public static Model load(String reference, Progress progress) {
        return load(reference, LoadOptions.DEFAULT, progress);
    }

    /**
     * Loads a model, in one revision or without the network. A model of the hub is fetched once and kept where Python's
     * {@code huggingface_hub} keeps it; {@code HF_HOME}, {@code HF_HUB_CACHE}, {@code HF_TOKEN}, {@code HF_ENDPOINT} and
     * {@code HF_HUB_OFFLINE} mean what they mean there.
     *
     * @param reference {@code smollm2}, {@code org/name} or {@code org/name/file.gguf} of a model on the hub, with
     *     {@code @revision} if wanted, a directory as {@code transformers} saves it, or a {@code .gguf} file
     * @param options which revision, and whether the hub may be asked
     * @param progress hears how far the fetching and the loading are
     * @return the model, owned by the caller
     * @throws io.patchclamp.fault.LoadException if it cannot be had or loaded
     * @throws io.patchclamp.fault.CancelledException if the thread was interrupted
     */
    public static Model load(String reference, LoadOptions options, Progress progress) {
        return ModelLoader.load(reference, options, progress);
    }

    /**
     * A model's tokenizer, without the model: in a directory, its weights need not be there.
     *
     * @param reference {@code smollm2}, {@code org/name} of a model on the hub, whose weights are not fetched, a directory
     *     with a model's tokenizer files, or a {@code .gguf} file
     * @return the tokenizer
     * @throws io.patchclamp.fault.LoadException if there is none, or it cannot be read
     */
    public static Tokenizer tokenizer(String reference) {
        return ModelLoader.tokenizer(reference, Progress.SILENT);
    }

    /**
     * What a model is made of, from its configuration alone: for counting its parameters without its weights.
     *
     * @param reference {@code smollm2}, {@code org/name} of a model on the hub, whose weights are not fetched, a directory
     *     with a {@code config.json}, that file itself, or a {@code .gguf} file
     * @return its modules
     * @throws io.patchclamp.fault.LoadException if there is no configuration, or it is not understood
     */
    public static ModuleTree modules(String reference) {
        return ModelLoader.modules(reference, Progress.SILENT);
    }

    /**
     * What a model's vocabulary costs and buys, without the model.
     *
     * @param reference as for {@link #tokenizer}
     * @param texts what to split, such as {@link SampleText#builtIn}
     * @return cost and use; the cost is left out where there is no configuration that is understood
     * @throws io.patchclamp.fault.LoadException if there is no tokenizer, or it cannot be read
     */
    public static VocabularyUse vocabulary(String reference, List<SampleText> texts) {
        return ModelLoader.vocabulary(reference, texts, Progress.SILENT);
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
