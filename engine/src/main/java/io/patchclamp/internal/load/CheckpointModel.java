package io.patchclamp.internal.load;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import io.patchclamp.fault.LoadException;
import io.patchclamp.internal.format.SafetensorsCheckpoint;
import io.patchclamp.internal.format.TensorFile;
import io.patchclamp.internal.format.TensorInfo;
import io.patchclamp.model.ModelConfig;
import io.patchclamp.model.Tokenizer;

/** A model of the Llama family in a directory as {@code transformers} saves it. */
final class CheckpointModel implements ModelFiles {
    private final Path directory;
    private final SafetensorsCheckpoint checkpoint;
    private final ModelConfig config;
    private final List<Planned> weights = new ArrayList<>();

    private CheckpointModel(Path directory, ModelConfig config, SafetensorsCheckpoint checkpoint) {
        this.directory = directory;
        this.checkpoint = checkpoint;
        this.config = config;
        Map<String, List<Integer>> shapes =
                LlamaShapes.of(config, directory, checkpoint.tensors().size());
        shapes.forEach((name, shape) -> weights.add(plan(name, shape)));
        for (TensorInfo info : checkpoint.tensors()) {
            boolean redundant = info.name().endsWith("rotary_emb.inv_freq")
                    || config.tiedHead() && info.name().equals("lm_head.weight");
            if (!shapes.containsKey(info.name()) && !redundant) {
                throw new LoadException(
                        "'" + directory + "' holds a tensor '" + info.name()
                                + "' that config.json does not account for; leaving it out would change the model.",
                        "a plain model of the Llama family");
            }
        }
    }

    static CheckpointModel open(Path directory) {
        ModelConfig config = CheckpointConfig.read(directory);
        SafetensorsCheckpoint checkpoint = SafetensorsCheckpoint.open(directory);
        try {
            return new CheckpointModel(directory, config, checkpoint);
        } catch (RuntimeException | Error e) {
            checkpoint.close();
            throw e;
        }
    }

    private Planned plan(String name, List<Integer> shape) {
        TensorInfo info = checkpoint
                .find(name)
                .orElseThrow(() -> new LoadException(
                        "'" + directory + "' has no tensor '" + name + "', which config.json asks for.",
                        "a copy of the model that is complete"));
        long[] expected = shape.stream().mapToLong(Integer::longValue).toArray();
        if (!Arrays.equals(info.shape(), expected)) {
            throw new LoadException(
                    "Tensor '" + name + "' in '" + directory + "' has shape " + Arrays.toString(info.shape())
                            + "; config.json says " + Arrays.toString(expected) + ".",
                    "weights and config.json that belong together");
        }
        return new Planned(name, shape, info, 0);
    }

    @Override
    public ModelConfig config() {
        return config;
    }

    @Override
    public TensorFile tensors() {
        return checkpoint;
    }

    @Override
    public List<Planned> weights() {
        return weights;
    }

    @Override
    public Tokenizer tokenizer() {
        return JsonTokenizers.from(directory);
    }

    @Override
    public List<Path> files() {
        return checkpoint.files().stream().map(TensorFile::path).toList();
    }

    @Override
    public void close() {
        checkpoint.close();
    }
}
