package io.patchclamp.internal.load;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;

import io.patchclamp.fault.LoadException;
import io.patchclamp.internal.family.Drawing;
import io.patchclamp.internal.family.Families;
import io.patchclamp.internal.family.Family;
import io.patchclamp.internal.family.GgufForm;
import io.patchclamp.internal.family.Part;
import io.patchclamp.internal.family.Slot;
import io.patchclamp.internal.format.GgufFile;
import io.patchclamp.internal.format.TensorFile;
import io.patchclamp.internal.format.TensorInfo;
import io.patchclamp.model.ModuleTree.Group;
import io.patchclamp.model.ModuleTree.Parameter;
import io.patchclamp.model.Tokenizer;

/**
 * A model in a GGUF file.
 *
 * <p>The converter that makes such files renames every weight, turns some over, lays rows out anew and adds to some;
 * all of that is undone, so that each weight equals the one {@code transformers} has.
 */
final class GgufModel implements ModelFiles {
    private final GgufFile file;
    private final Future<Tokenizer> words; // null if it was not begun beforehand
    private final GgufForm form;
    private final Drawing drawing;
    private final Map<String, Slot> slots;
    private final List<Planned> weights;

    private GgufModel(GgufFile file, Future<Tokenizer> words) {
        this.file = file;
        this.words = words;
        Family family = family(file);
        this.form = family.gguf().orElseThrow();
        this.drawing = drawing(family, file, form);
        this.slots = drawing.slots();
        this.weights = plan();
    }

    /** @param words whether the tokenizer will be asked for, and is begun at once */
    static GgufModel open(Path path, boolean words) {
        GgufFile file = GgufFile.open(path);
        try {
            // Takes as long as the weights and all that comes before them, and needs nothing of it.
            return new GgufModel(file, words ? Aside.run("model-words", () -> tokenizer(file)) : null);
        } catch (RuntimeException | Error e) {
            file.close();
            throw e;
        }
    }

    private static Family family(GgufFile file) {
        String architecture =
                file.text("general.architecture").orElseThrow(() -> missing(file, "general.architecture"));
        return Families.ofGguf(architecture)
                .orElseThrow(() -> new LoadException(
                        "'" + file.path() + "' holds a model of architecture '" + architecture
                                + "', which is not understood; " + String.join(", ", Families.ggufArchitectures())
                                + " are.",
                        "a language model of one of these families, such as smollm2"));
    }

    private static Drawing drawing(Family family, GgufFile file, GgufForm form) {
        try {
            return CheckpointConfig.of(
                            form.settings().apply(new GgufMetadata(file, form.architecture())),
                            file.path().toString())
                    .drawing();
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new LoadException(
                    "The sizes in '" + file.path() + "' do not fit together: " + e.getMessage() + ".",
                    "a copy of the model that another converter made",
                    e);
        }
    }

    private List<Planned> plan() {
        List<Planned> out = new ArrayList<>();
        Set<String> used = new HashSet<>(Set.of("rope_freqs.weight"));
        List<Parameter> parameters = drawing.modules().parameters();
        FewTensors.check(drawing.modules(), file.path(), file.tensors().size());
        for (Parameter parameter : parameters) {
            String name = parameter.name();
            String stored = storedName(name);
            used.add(stored);
            TensorInfo info =
                    file.find(stored).orElseThrow(() -> missing(file, "tensor '" + stored + "', which is " + name));
            Planned planned = new Planned(name, parameter.shape(), info, placement(name));
            check(planned);
            out.add(planned);
        }
        for (TensorInfo info : file.tensors()) {
            if (!used.contains(info.name()) && !info.name().startsWith("rope_factors_")) {
                throw new LoadException(
                        "'" + file.path() + "' holds a tensor '" + info.name()
                                + "' that no part of this family is made of; leaving it out would change the model.",
                        "a plain model of architecture " + form.architecture());
            }
        }
        return out;
    }

    private String storedName(String name) {
        int dot = name.lastIndexOf('.');
        String module = name.substring(0, dot);
        int layer = slot(name).layer();
        String pattern = layer < 0 ? module : module.replace("." + layer + ".", ".*.");
        String stored = form.names().get(pattern);
        if (stored == null) {
            throw new IllegalStateException("no GGUF name for " + module);
        }
        return stored.replace("*", String.valueOf(layer)) + name.substring(dot);
    }

    private Placement placement(String name) {
        Part part = slot(name).part();
        if (part.group() == Group.NORMS) {
            return form.normShift() == 0 ? Placement.SAME : Placement.shifted(-form.normShift());
        }
        boolean turned = form.pairsSideBySide() && (part == Part.Q || part == Part.K);
        return turned ? Placement.pairsApart(config().headDim()) : Placement.SAME;
    }

    private Slot slot(String name) {
        return slots.get(name.substring(0, name.lastIndexOf('.')));
    }

    /** A converter stores every projection {@code [out, in]}, also those {@code transformers} has the other way round. */
    private void check(Planned planned) {
        long[] expected = planned.shape().stream().mapToLong(Integer::longValue).toArray();
        if (expected.length == 2 && drawing.sources().get(slot(planned.name())).columns()) {
            expected = new long[] {expected[1], expected[0]};
        }
        if (!Arrays.equals(planned.stored().shape(), expected)) {
            throw new LoadException(
                    "Tensor '" + planned.stored().name() + "' (" + planned.name() + ") in '" + file.path()
                            + "' has shape " + Arrays.toString(planned.stored().shape())
                            + "; the configuration says " + Arrays.toString(expected) + ".",
                    "a copy of the model that another converter made");
        }
        file.requireReadable(planned.stored());
    }

    private static LoadException missing(GgufFile file, String what) {
        return new LoadException("'" + file.path() + "' has no " + what + ".", "a copy of the model that is complete");
    }

    @Override
    public Drawing drawing() {
        return drawing;
    }

    @Override
    public TensorFile tensors() {
        return file;
    }

    @Override
    public List<Planned> weights() {
        return weights;
    }

    @Override
    public Tokenizer tokenizer() {
        return words == null ? tokenizer(file) : Aside.join(words);
    }

    static Tokenizer tokenizer(GgufFile file) {
        return GgufTokenizers.from(file.metadata(), file.path().toString());
    }

    @Override
    public List<Path> files() {
        return List.of(file.path());
    }

    @Override
    public void close() {
        file.close();
    }
}
