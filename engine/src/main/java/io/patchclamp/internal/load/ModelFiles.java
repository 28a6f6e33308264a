package io.patchclamp.internal.load;

import java.nio.file.Path;
import java.util.List;

import io.patchclamp.internal.format.TensorFile;
import io.patchclamp.internal.format.TensorInfo;
import io.patchclamp.model.ModelConfig;
import io.patchclamp.model.Tokenizer;

/** A model as it lies on disk, opened and understood, its weights not yet read. */
interface ModelFiles extends AutoCloseable {
    ModelConfig config();

    TensorFile tensors();

    /** Every weight the model needs, and where to find it. */
    List<Planned> weights();

    Tokenizer tokenizer();

    /** What the hash in the provenance is made of. */
    List<Path> files();

    @Override
    void close();

    /**
     * One weight to be read.
     *
     * @param name its HuggingFace name
     * @param shape as {@code transformers} has it
     * @param stored where it is
     * @param interleavedHead width of a head whose rotary pairs lie side by side and must be taken apart, else 0
     */
    record Planned(String name, List<Integer> shape, TensorInfo stored, int interleavedHead) {}
}
