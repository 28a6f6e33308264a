package io.patchclamp.internal.load;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import io.patchclamp.internal.family.Drawing;
import io.patchclamp.internal.format.TensorFile;
import io.patchclamp.internal.format.TensorInfo;
import io.patchclamp.model.ModelConfig;
import io.patchclamp.model.Tokenizer;

/** A model as it lies on disk, opened and understood, its weights not yet read. */
interface ModelFiles extends AutoCloseable {
    /** The modules the model is made of. */
    Drawing drawing();

    /** The numbers that fix its arithmetic. */
    default ModelConfig config() {
        return drawing().modules().config();
    }

    TensorFile tensors();

    /** Every weight the model needs, and where to find it. */
    List<Planned> weights();

    Tokenizer tokenizer();

    /** What the hash in the provenance is made of. */
    List<Path> files();

    /** What tells this model's weights from all others. */
    default String hash() throws IOException {
        return FileHash.of(files());
    }

    /** What tells its vocabulary from all others, where that lies in files of its own; else empty. */
    default String vocabularyHash() throws IOException {
        return "";
    }

    @Override
    void close();

    /**
     * One weight to be read.
     *
     * @param name its HuggingFace name
     * @param shape as {@code transformers} has it
     * @param stored where it is
     * @param placement how its rows become ours
     */
    record Planned(String name, List<Integer> shape, TensorInfo stored, Placement placement) {
        /** The shape it has here: a projection is {@code [out, in]}, whatever the file thinks. */
        long[] placed() {
            long[] out = stored.shape();
            return placement.columns() ? new long[] {out[1], out[0]} : out;
        }
    }
}
