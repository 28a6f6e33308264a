package io.patchclamp.internal.load;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import io.patchclamp.fault.LoadException;
import io.patchclamp.internal.family.Drawing;
import io.patchclamp.internal.family.Drawing.Fusion;
import io.patchclamp.internal.family.Family;
import io.patchclamp.internal.family.Part;
import io.patchclamp.internal.family.Slot;
import io.patchclamp.internal.format.SafetensorsCheckpoint;
import io.patchclamp.internal.format.TensorFile;
import io.patchclamp.internal.format.TensorInfo;
import io.patchclamp.internal.vocabulary.VocabularyFiles;
import io.patchclamp.model.ModelConfig;
import io.patchclamp.model.ModuleTree.Parameter;
import io.patchclamp.model.Tokenizer;

/** A model in a directory as {@code transformers} saves it. */
final class CheckpointModel implements ModelFiles {
    private final Path directory;
    private final SafetensorsCheckpoint checkpoint;
    private final Family family;
    private final Drawing drawing;
    private final Map<String, Slot> slots;
    private final List<Planned> weights = new ArrayList<>();

    private final Future<Tokenizer> words;

    private CheckpointModel(
            Path directory, CheckpointConfig config, SafetensorsCheckpoint checkpoint, Future<Tokenizer> words) {
        this.directory = directory;
        this.words = words;
        this.checkpoint = checkpoint;
        this.family = config.family();
        this.drawing = config.drawing();
        this.slots = drawing.slots();
        List<Parameter> parameters = drawing.modules().parameters();
        FewTensors.check(drawing.modules(), directory, checkpoint.tensors().size());
        Set<String> used = new HashSet<>();
        for (Parameter parameter : parameters) {
            Planned planned = plan(parameter);
            weights.add(planned);
            used.add(planned.stored().name());
        }
        for (TensorInfo info : checkpoint.tensors()) {
            boolean tied = config().tiedHead() && info.name().endsWith("lm_head.weight")
                    || config().tiedHead() && info.name().equals("embed_out.weight");
            if (!used.contains(info.name()) && !tied && !family.computed(info.name())) {
                throw new LoadException(
                        "'" + directory + "' holds a tensor '" + info.name()
                                + "' that config.json does not account for; leaving it out would change the model.",
                        "a plain model of type " + family.modelType());
            }
        }
    }

    static CheckpointModel open(Path directory) {
        // Takes longer than all that comes before the weights, and needs nothing of it.
        Future<Tokenizer> words = Aside.run("model-words", () -> JsonTokenizers.from(directory));
        CheckpointConfig config = CheckpointConfig.read(directory);
        SafetensorsCheckpoint checkpoint = SafetensorsCheckpoint.open(directory);
        try {
            boolean own = config.drawing().modules().config().tiedHead() && OwnHead.in(checkpoint);
            return new CheckpointModel(directory, own ? CheckpointConfig.untied(directory) : config, checkpoint, words);
        } catch (RuntimeException | Error e) {
            checkpoint.close();
            throw e;
        }
    }

    private Planned plan(Parameter parameter) {
        String name = parameter.name();
        TensorInfo info = find(name)
                .orElseThrow(() -> new LoadException(
                        "'" + directory + "' has no tensor '" + name + "', which config.json asks for.",
                        "a copy of the model that is complete"));
        long[] expected =
                parameter.shape().stream().mapToLong(Integer::longValue).toArray();
        if (!Arrays.equals(info.shape(), expected)) {
            throw new LoadException(
                    "Tensor '" + name + "' in '" + directory + "' has shape " + Arrays.toString(info.shape())
                            + "; config.json says " + Arrays.toString(expected) + ".",
                    "weights and config.json that belong together");
        }
        return new Planned(name, parameter.shape(), info, placement(name));
    }

    /** Under its own name, as a model without a head saves it, without the first part, or as the family knows it. */
    private Optional<TensorInfo> find(String name) {
        Stream<String> names =
                Stream.concat(Stream.of(name, name.substring(name.indexOf('.') + 1)), family.otherNames(name).stream());
        return names.flatMap(n -> checkpoint.find(n).stream()).findFirst();
    }

    private Placement placement(String name) {
        ModelConfig c = config();
        Slot slot = slots.get(name.substring(0, name.lastIndexOf('.')));
        if (slot.part() == Part.QKV && drawing.fusion() == Fusion.INTERLEAVED) {
            return Placement.headsApart(c.heads(), c.headDim());
        }
        boolean columns = drawing.sources().get(slot).columns() && name.endsWith(".weight");
        return columns ? Placement.columnsFirst() : Placement.SAME;
    }

    @Override
    public Drawing drawing() {
        return drawing;
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
        return Aside.join(words);
    }

    @Override
    public List<Path> files() {
        return checkpoint.files().stream().map(TensorFile::path).toList();
    }

    @Override
    public String vocabularyHash() throws IOException {
        return FileHash.of(VocabularyFiles.used(directory));
    }

    @Override
    public void close() {
        checkpoint.close();
    }
}
