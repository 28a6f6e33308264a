package io.patchclamp.internal.hub;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.patchclamp.fault.LoadException;
import io.patchclamp.fault.Nearest;
import io.patchclamp.internal.json.Json;

/** Which files of a repository make the model, and why there are none. */
final class Wanted {
    static final String SINGLE = "model.safetensors";
    static final String INDEX = "model.safetensors.index.json";

    /** What transformers looks for beside the weights. */
    private static final List<String> SMALL = List.of(
            "config.json",
            "generation_config.json",
            "tokenizer.json",
            "tokenizer_config.json",
            "tokenizer.model",
            "special_tokens_map.json",
            "added_tokens.json",
            "vocab.json",
            "vocab.txt",
            "merges.txt",
            "spiece.model",
            "sentencepiece.bpe.model",
            "qwen.tiktoken",
            "chat_template.jinja",
            "chat_template.json");

    private static final List<String> PICKLED =
            List.of(".bin", ".pt", ".pth", ".ckpt", ".pkl", ".pickle", ".msgpack", ".h5", ".onnx");
    private static final Pattern PART = Pattern.compile(".*-\\d{5}-of-\\d{5}\\.gguf");
    private static final int MOST_SHOWN = 12;

    private final HubReference asked;
    private final RepoListing listing;

    Wanted(HubReference asked, RepoListing listing) {
        this.asked = asked;
        this.listing = listing;
    }

    /** The one GGUF file that is the model, or nothing if the model is a folder of files. */
    java.util.Optional<RepoFile> gguf() {
        List<RepoFile> all = ending(".gguf");
        if (asked.file().isPresent()) {
            String name = asked.file().get();
            return java.util.Optional.of(whole(listing.find(name).orElseThrow(() -> noFile(name, all))));
        }
        if (listing.has(SINGLE) || listing.has(INDEX)) {
            return java.util.Optional.empty();
        }
        if (all.size() == 1) {
            return java.util.Optional.of(whole(all.get(0)));
        }
        if (!all.isEmpty()) {
            throw new LoadException(
                    "'" + asked.repo() + "' holds " + all.size() + " GGUF files, and it was not said which is meant: "
                            + shown(all) + ".",
                    "%model " + asked.repo() + "/" + all.get(0).path());
        }
        return java.util.Optional.empty();
    }

    /** What describes the model: all files that are wanted but its weights. */
    List<RepoFile> description() {
        List<RepoFile> files = new ArrayList<>();
        SMALL.forEach(name -> listing.find(name).ifPresent(files::add));
        if (files.isEmpty()) {
            throw new LoadException(
                    "'" + asked.repo() + "' has no config.json and no tokenizer, nothing that describes a model.",
                    "the name of a model");
        }
        return files;
    }

    /** All files but the shards of an index. */
    List<RepoFile> beforeShards() {
        if (!listing.has(SINGLE) && !listing.has(INDEX)) {
            throw noWeights();
        }
        if (!listing.has("config.json")) {
            throw new LoadException(
                    "'" + asked.repo() + "' has weights but no config.json, so nothing says what they are for.",
                    "the model this belongs to: adapters and parts of models are not loaded");
        }
        List<RepoFile> files = description();
        files.add(listing.find(SINGLE).or(() -> listing.find(INDEX)).orElseThrow());
        return files;
    }

    /** What transformers would look for in vain. */
    List<String> absent() {
        List<String> names = new ArrayList<>(SMALL);
        names.add(SINGLE);
        names.add(INDEX);
        return names.stream().filter(name -> !listing.has(name)).toList();
    }

    /** The shards that an index names. */
    List<RepoFile> shards(String index) {
        Map<String, Object> root = Json.parseObject(index, "'" + INDEX + "' of '" + asked.repo() + "'");
        if (!(root.get("weight_map") instanceof Map<?, ?> map)) {
            throw badIndex("has no weight_map");
        }
        List<RepoFile> files = new ArrayList<>();
        for (Object value : new TreeSet<>(names(map.values()))) {
            String name = (String) value;
            if (!RepoFile.isPlain(name) || !name.endsWith(".safetensors")) {
                throw badIndex("names the shard '" + name + "', which is no plain name of a .safetensors file");
            }
            files.add(listing.find(name)
                    .orElseThrow(() -> badIndex("names the shard '" + name + "', which is not there")));
        }
        return files;
    }

    private List<String> names(Collection<?> values) {
        return values.stream()
                .map(value -> {
                    if (value instanceof String name) {
                        return name;
                    }
                    throw badIndex("names " + value + " as a shard");
                })
                .toList();
    }

    private LoadException badIndex(String why) {
        return new LoadException(
                "'" + INDEX + "' of '" + asked.repo() + "' " + why + ".", "another revision, or another copy");
    }

    private LoadException noFile(String name, List<RepoFile> all) {
        if (all.isEmpty()) {
            return new LoadException(
                    "'" + asked.repo() + "' has no file '" + name + "', nor any other GGUF file.",
                    "%model " + asked.repo());
        }
        List<String> names = all.stream().map(RepoFile::path).toList();
        return new LoadException(
                "'" + asked.repo() + "' has no file '" + name + "'; its GGUF files are " + shown(all) + ".",
                "%model " + asked.repo() + "/" + Nearest.to(name, names, 1).get(0));
    }

    private RepoFile whole(RepoFile file) {
        if (!RepoFile.isPlain(file.path())) {
            throw new LoadException(
                    "'" + asked.repo() + "' has a file '" + file.path() + "', which is no plain name inside a folder.",
                    "another copy: do not trust this one");
        }
        if (PART.matcher(file.path()).matches()) {
            throw new LoadException(
                    "'" + file.path() + "' in '" + asked.repo() + "' is one part of a model in several GGUF files,"
                            + " which are not joined.",
                    "a GGUF file that is whole, or the model's own safetensors");
        }
        return file;
    }

    private LoadException noWeights() {
        List<RepoFile> safe = ending(".safetensors");
        if (!safe.isEmpty()) {
            return new LoadException(
                    "'" + asked.repo() + "' has neither " + SINGLE + " nor " + INDEX + "; its .safetensors files are "
                            + shown(safe) + ".",
                    "the model this belongs to: adapters and parts of models are not loaded");
        }
        List<RepoFile> pickled =
                PICKLED.stream().flatMap(e -> ending(e).stream()).toList();
        if (!pickled.isEmpty()) {
            return new LoadException(
                    "'" + asked.repo() + "' has no safetensors, only " + shown(pickled)
                            + ": files that are read by running what is in them, or by other programs, and never here.",
                    "a revision with safetensors (refs/pr/N, where the hub's page offers a conversion), or another copy");
        }
        List<RepoFile> all = List.copyOf(listing.files().values());
        return new LoadException(
                "'" + asked.repo() + "' holds no weights: "
                        + (all.isEmpty() ? "it is empty" : "its files are " + shown(all)) + ".",
                "the name of a model");
    }

    private List<RepoFile> ending(String ending) {
        return listing.files().values().stream().filter(f -> f.endsWith(ending)).toList();
    }

    private static String shown(List<RepoFile> files) {
        String text = files.stream().limit(MOST_SHOWN).map(Wanted::shown).collect(Collectors.joining(", "));
        return files.size() <= MOST_SHOWN ? text : text + " and " + (files.size() - MOST_SHOWN) + " more";
    }

    private static String shown(RepoFile file) {
        if (file.size() < 0) {
            return file.path();
        }
        return file.path() + String.format(Locale.ROOT, " (%s)", Amount.of(file.size()));
    }
}
