package io.patchclamp.internal.format;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

import io.patchclamp.fault.LoadException;
import io.patchclamp.internal.json.Json;

/**
 * The weights in a model's folder: {@code model.safetensors}, or the shards that {@code model.safetensors.index.json}
 * names. With both, the single file is read, as {@code transformers} does.
 */
public final class SafetensorsCheckpoint implements TensorFile {
    /** The name of the single file. */
    public static final String SINGLE = "model.safetensors";
    /** The name of the index over shards. */
    public static final String INDEX = "model.safetensors.index.json";

    private static final long MAX_INDEX = 32L << 20;

    private record Place(SafetensorsFile file, TensorInfo tensor) {}

    private final Path directory;
    private final List<SafetensorsFile> files;
    private final Map<String, Place> places;

    private SafetensorsCheckpoint(Path directory, List<SafetensorsFile> files, Map<String, Place> places) {
        this.directory = directory;
        this.files = files;
        this.places = places;
    }

    /**
     * Opens all files of a folder and reads their headers.
     *
     * @param directory the folder
     * @return its tensors; to be closed
     * @throws LoadException if there are no weights in it, a shard is missing or lacks a tensor, or a file breaks the
     *     format
     */
    public static SafetensorsCheckpoint open(Path directory) {
        if (!Files.isDirectory(directory)) {
            throw new LoadException("There is no folder '" + directory + "'.", "check the path");
        }
        List<SafetensorsFile> files = new ArrayList<>();
        try {
            Map<String, Place> places =
                    Files.exists(directory.resolve(SINGLE)) ? single(directory, files) : sharded(directory, files);
            return new SafetensorsCheckpoint(directory, List.copyOf(files), places);
        } catch (RuntimeException | Error e) {
            files.forEach(SafetensorsFile::close);
            throw e;
        }
    }

    /**
     * Opens the files that an index over shards names, and no other.
     *
     * @param index the index; its shards lie beside it
     * @return its tensors; to be closed
     * @throws LoadException if a shard is missing or lacks a tensor, or a file breaks the format
     */
    public static SafetensorsCheckpoint openIndex(Path index) {
        List<SafetensorsFile> files = new ArrayList<>();
        try {
            Map<String, Place> places = indexed(index.resolveSibling(""), index, files);
            return new SafetensorsCheckpoint(index, List.copyOf(files), places);
        } catch (RuntimeException | Error e) {
            files.forEach(SafetensorsFile::close);
            throw e;
        }
    }

    private static Map<String, Place> single(Path directory, List<SafetensorsFile> files) {
        SafetensorsFile file = SafetensorsFile.open(directory.resolve(SINGLE));
        files.add(file);
        Map<String, Place> places = new LinkedHashMap<>();
        file.tensors().forEach(t -> places.put(t.name(), new Place(file, t)));
        return places;
    }

    private static Map<String, Place> sharded(Path directory, List<SafetensorsFile> files) {
        Path index = directory.resolve(INDEX);
        if (!Files.exists(index)) {
            throw new LoadException(
                    "There is neither '" + SINGLE + "' nor '" + INDEX + "' in '" + directory + "'.",
                    "a folder as transformers' save_pretrained makes it; pytorch_model.bin is not read");
        }
        return indexed(directory, index, files);
    }

    private static Map<String, Place> indexed(Path directory, Path index, List<SafetensorsFile> files) {
        Map<String, String> shardOf = weightMap(index);
        Map<String, SafetensorsFile> shards = new LinkedHashMap<>();
        for (String name : new TreeSet<>(shardOf.values())) {
            Path path = directory.resolve(name);
            if (!Files.exists(path)) {
                throw new LoadException(
                        "'" + index + "' names the shard '" + name + "', which is not there (" + shards.size() + " of "
                                + new TreeSet<>(shardOf.values()).size() + " were found before it).",
                        "fetch the missing shard into the same folder");
            }
            SafetensorsFile file = SafetensorsFile.open(path);
            files.add(file);
            shards.put(name, file);
        }
        Map<String, Place> places = new LinkedHashMap<>();
        shardOf.forEach((tensor, shard) -> {
            SafetensorsFile file = shards.get(shard);
            TensorInfo info = file.find(tensor)
                    .orElseThrow(() -> new LoadException(
                            "'" + index + "' says that tensor '" + Magic.clean(tensor) + "' is in '" + shard
                                    + "', which holds " + file.tensors().size() + " tensors and not this one.",
                            "fetch index and shards again, from the same revision"));
            places.put(tensor, new Place(file, info));
        });
        return places;
    }

    private static Map<String, String> weightMap(Path index) {
        String source = "'" + index + "'";
        if (!(Json.parseObject(text(index), source).get("weight_map") instanceof Map<?, ?> map)) {
            throw new LoadException(
                    source + " should hold an object 'weight_map' from tensor to shard, and does not.",
                    "fetch the file again");
        }
        Map<String, String> shardOf = new LinkedHashMap<>();
        map.forEach((tensor, shard) -> {
            if (!(shard instanceof String name) || !isPlainName(name)) {
                throw new LoadException(
                        source + " says that tensor '" + Magic.clean((String) tensor) + "' is in '"
                                + Magic.clean(String.valueOf(shard))
                                + "', which is no plain file name in the same folder.",
                        "do not trust this model; fetch another copy");
            }
            shardOf.put((String) tensor, name);
        });
        return shardOf;
    }

    /** A name that cannot lead out of the folder. (Links inside it may: the hub's cache is made of them.) */
    private static boolean isPlainName(String name) {
        return !name.isEmpty()
                && name.length() < 256
                && !name.startsWith(".")
                && name.chars().noneMatch(c -> c == '/' || c == '\\' || c == ':' || Character.isISOControl(c));
    }

    private static String text(Path path) {
        try (FileBytes file = FileBytes.open(path, "JSON file")) {
            if (file.size() > MAX_INDEX) {
                throw new LoadException(
                        "'" + path + "' has " + file.size() + " bytes; we read up to " + MAX_INDEX + ".",
                        "fetch the file again; it is no index of shards");
            }
            byte[] bytes = new byte[(int) file.size()];
            file.read(0, ByteBuffer.wrap(bytes), "the index");
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new LoadException("'" + path + "' is not UTF-8.", "fetch the file again; it is damaged", e);
        }
    }

    @Override
    public Path path() {
        return directory;
    }

    /** The files, in the order of their names; they belong to this checkpoint. */
    public List<SafetensorsFile> files() {
        return files;
    }

    /** Which file a tensor is in. */
    public Path fileOf(TensorInfo tensor) {
        return place(tensor).path();
    }

    @Override
    public List<TensorInfo> tensors() {
        return places.values().stream().map(Place::tensor).toList();
    }

    @Override
    public Optional<TensorInfo> find(String name) {
        return Optional.ofNullable(places.get(name)).map(Place::tensor);
    }

    @Override
    public void requireReadable(TensorInfo tensor) {
        place(tensor).requireReadable(tensor);
    }

    @Override
    public void readRows(TensorInfo tensor, long firstRow, long rowCount, ByteBuffer target) {
        place(tensor).readRows(tensor, firstRow, rowCount, target);
    }

    @Override
    public void readStored(TensorInfo tensor, long firstRow, long rowCount, ByteBuffer target) {
        place(tensor).readStored(tensor, firstRow, rowCount, target);
    }

    private SafetensorsFile place(TensorInfo tensor) {
        Place place = places.get(tensor.name());
        if (place == null || !place.tensor().equals(tensor)) {
            throw new IllegalArgumentException(tensor + " is not of '" + directory + "'");
        }
        return place.file();
    }

    @Override
    public void close() {
        files.forEach(SafetensorsFile::close);
    }
}
