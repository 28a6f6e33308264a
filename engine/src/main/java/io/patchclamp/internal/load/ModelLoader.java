package io.patchclamp.internal.load;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

import io.patchclamp.fault.LoadException;
import io.patchclamp.internal.decoder.Decoder;
import io.patchclamp.internal.decoder.Weights;
import io.patchclamp.internal.djl.Scope;
import io.patchclamp.internal.djl.Torch;
import io.patchclamp.internal.djl.Weight;
import io.patchclamp.internal.format.GgufFile;
import io.patchclamp.model.LoadOptions;
import io.patchclamp.model.Model;
import io.patchclamp.model.ModuleTree;
import io.patchclamp.model.SampleText;
import io.patchclamp.model.Tokenizer;
import io.patchclamp.model.VocabularyUse;
import io.patchclamp.phantom.Phantom;
import io.patchclamp.progress.Progress;
import io.patchclamp.provenance.Provenance;

/** Makes a model of what a user calls it. */
public final class ModelLoader {
    private ModelLoader() {}

    /**
     * Loads a model.
     *
     * @param reference alias, directory, file, or a model of the hub
     * @param options which revision, and whether the hub may be asked
     * @param progress hears how far the loading is
     * @return the model, owned by the caller
     */
    public static Model load(String reference, LoadOptions options, Progress progress) {
        if (Phantom.named(reference)) {
            Phantom phantom = phantom(reference, options);
            Torch.ready();
            return assemble(PhantomModel.of(phantom), phantom.reference(), "planted, in no file", Map.of(), progress);
        }
        ModelReference.Located located = ModelReference.locate(reference, options, progress);
        Torch.ready();
        // While the file's first bytes are read: it needs nothing of them.
        Aside.run("model-products", Executors.callable(Scope::prepare));
        try (ModelFiles files = open(located.path(), true)) {
            return assemble(files, located.name(), located.source(), located.details(), progress);
        }
    }

    private static Phantom phantom(String reference, LoadOptions options) {
        options.revision().ifPresent(revision -> {
            throw new LoadException(
                    "'" + reference + "' is made from its name alone and has no revision '" + revision + "'.",
                    "no revision");
        });
        return Phantom.of(reference);
    }

    private static Model assemble(
            ModelFiles files, String name, String source, Map<String, String> details, Progress progress) {
        Scope scope = Scope.open();
        try {
            Map<String, Weight> read = WeightReader.read(files, scope, progress);
            Tokenizer tokenizer = fitting(files.tokenizer(), files.config().vocabulary());
            check(files, tokenizer);
            // Only now: it would take the processor from them.
            Future<List<String>> hashes = Aside.run("model-hash", () -> List.of(files.hash(), files.vocabularyHash()));
            Weights weights = Weights.of(scope, files.drawing(), read, listing(files));
            List<ModelFiles.Planned> planned = files.weights();
            return new Decoder(
                    name,
                    files.drawing(),
                    weights,
                    tokenizer,
                    () -> provenance(name, source, FileHash.join(hashes), storage(planned), tokenizer, details));
        } catch (RuntimeException | Error e) {
            scope.close();
            throw e;
        }
    }

    private static Provenance provenance(
            String name,
            String source,
            List<String> hashes,
            String stored,
            Tokenizer tokenizer,
            Map<String, String> details) {
        Provenance made = new Provenance(name, source, hashes.get(0), stored, tokenizer.origin(), "f32", details);
        return hashes.get(1).isEmpty() ? made : made.with("tokenizer sha256", hashes.get(1));
    }

    private static void check(ModelFiles files, Tokenizer tokenizer) {
        if (tokenizer.size() > files.config().vocabulary()) {
            throw new LoadException(
                    "The tokenizer of '" + files.tensors().path() + "' has " + tokenizer.size()
                            + " tokens, the embedding only " + files.config().vocabulary() + " rows.",
                    "a model and tokenizer that belong together");
        }
    }

    /**
     * A model's tokenizer, without the model.
     *
     * @param reference alias, directory, file, or a model of the hub
     * @param progress hears how far the fetching is
     * @return its tokenizer
     */
    public static Tokenizer tokenizer(String reference, Progress progress) {
        if (Phantom.named(reference)) {
            return PhantomModel.of(Phantom.of(reference)).tokenizer();
        }
        return tokenizer(ModelReference.describe(reference, progress).path());
    }

    /**
     * A model's modules, from its configuration alone.
     *
     * @param reference alias, directory, file, or a model of the hub
     * @param progress hears how far the fetching is
     * @return what it is made of
     */
    public static ModuleTree modules(String reference, Progress progress) {
        if (Phantom.named(reference)) {
            return PhantomModel.of(Phantom.of(reference)).drawing().modules();
        }
        return modules(ModelReference.describe(reference, progress).path());
    }

    /**
     * What a model's vocabulary costs and buys, without the model. What it costs is known where its configuration is
     * there and understood.
     *
     * @param reference alias, directory, file, or a model of the hub
     * @param texts what to split
     * @param progress hears how far the fetching is
     * @return cost and use
     */
    public static VocabularyUse vocabulary(String reference, List<SampleText> texts, Progress progress) {
        if (Phantom.named(reference)) {
            PhantomModel phantom = PhantomModel.of(Phantom.of(reference));
            return VocabularyUse.of(
                    reference.strip(), phantom.tokenizer(), phantom.drawing().modules(), texts);
        }
        ModelReference.Located located = ModelReference.describe(reference, progress);
        Tokenizer tokenizer = tokenizer(located.path());
        ModuleTree modules;
        try {
            modules = modules(located.path());
        } catch (LoadException unknown) {
            return VocabularyUse.of(located.name(), tokenizer, texts);
        }
        return VocabularyUse.of(
                located.name(), fitting(tokenizer, modules.config().vocabulary()), modules, texts);
    }

    private static Tokenizer tokenizer(Path path) {
        if (Files.isDirectory(path)) {
            return JsonTokenizers.from(path);
        }
        if (!isGguf(path)) {
            throw new LoadException(
                    "'" + path + "' holds no tokenizer that we read.",
                    "the directory that holds tokenizer.json, or a .gguf file");
        }
        try (GgufFile file = GgufFile.open(path)) {
            return GgufModel.tokenizer(file);
        }
    }

    private static ModuleTree modules(Path path) {
        if (path.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".json")) {
            return CheckpointConfig.readFile(path).drawing().modules();
        }
        if (Files.isDirectory(path)) {
            return CheckpointConfig.read(path).drawing().modules();
        }
        try (ModelFiles files = open(path, false)) {
            return files.drawing().modules();
        }
    }

    private static boolean isGguf(Path path) {
        return path.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".gguf");
    }

    private static Tokenizer fitting(Tokenizer tokenizer, int rows) {
        return tokenizer instanceof CodecTokenizer codec ? codec.fitting(rows) : tokenizer;
    }

    /** @param words whether its tokenizer will be asked for, and is begun at once */
    private static ModelFiles open(Path path, boolean words) {
        if (Files.isDirectory(path)) {
            return CheckpointModel.open(path);
        }
        String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".safetensors")) {
            throw new LoadException(
                    "'" + path + "' holds weights alone, not what they are for.",
                    "the directory around it, with config.json and tokenizer.json");
        }
        if (!isGguf(path)) {
            throw new LoadException(
                    "'" + path + "' is no model we read: a .gguf file, or a directory as transformers saves it.",
                    "one of these; pickled checkpoints (.bin, .pt) can run code and are never read");
        }
        return GgufModel.open(path, words);
    }

    private static List<Model.Weight> listing(ModelFiles files) {
        return files.weights().stream()
                .map(w ->
                        new Model.Weight(w.name(), w.shape(), w.stored().type().toString()))
                .toList();
    }

    /** Such as {@code Q4_1 (99.9 %), F32 (0.1 %)}: shares of parameters, largest first. */
    private static String storage(List<ModelFiles.Planned> weights) {
        Map<String, Long> counts = weights.stream()
                .collect(Collectors.groupingBy(w -> w.stored().type().toString(), Collectors.summingLong(w -> w.stored()
                        .count())));
        long total = counts.values().stream().mapToLong(Long::longValue).sum();
        return counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .map(e -> String.format(Locale.ROOT, "%s (%.1f %%)", e.getKey(), 100.0 * e.getValue() / total))
                .collect(Collectors.joining(", "));
    }
}
