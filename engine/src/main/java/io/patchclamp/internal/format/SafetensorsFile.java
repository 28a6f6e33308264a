package io.patchclamp.internal.format;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.patchclamp.fault.LoadException;

/**
 * One safetensors file of any size.
 *
 * <p>Source: the format description of the {@code safetensors} project. As its own reader does, we refuse tensors that
 * overlap, leave holes, or do not reach the end of the file.
 */
public final class SafetensorsFile implements TensorFile {
    private final FileBytes file;
    private final Map<String, String> metadata;
    private final List<TensorInfo> tensors;
    private final Map<String, TensorInfo> byName;

    private SafetensorsFile(FileBytes file, SafetensorsHeader header) {
        this.file = file;
        this.metadata = header.metadata();
        this.tensors = header.tensors();
        this.byName = tensors.stream().collect(Collectors.toMap(TensorInfo::name, Function.identity()));
    }

    /**
     * Opens a file and reads its header.
     *
     * @param path the file
     * @return the file, to be closed
     * @throws LoadException if it is missing, or no safetensors file, or breaks the format, or is cut short
     */
    public static SafetensorsFile open(Path path) {
        FileBytes file = FileBytes.open(path, "safetensors file");
        try {
            return new SafetensorsFile(file, SafetensorsHeader.read(file));
        } catch (RuntimeException | Error e) {
            file.close();
            throw e;
        }
    }

    /** What the file says about itself, in its order; empty if it says nothing. */
    public Map<String, String> metadata() {
        return metadata;
    }

    @Override
    public Path path() {
        return file.path();
    }

    @Override
    public List<TensorInfo> tensors() {
        return tensors;
    }

    @Override
    public Optional<TensorInfo> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    @Override
    public void requireReadable(TensorInfo tensor) {
        file.requireReadable(tensor);
    }

    @Override
    public void readRows(TensorInfo tensor, long firstRow, long rowCount, ByteBuffer target) {
        file.readRows(tensor, firstRow, rowCount, target);
    }

    /** Reads a tensor's bytes as they are stored, whatever its type. */
    void readStored(TensorInfo tensor, ByteBuffer target) {
        file.read(tensor.offset(), target, "tensor '" + Magic.clean(tensor.name()) + "'");
    }

    @Override
    public void close() {
        file.close();
    }
}
