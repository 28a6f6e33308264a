package io.patchclamp.internal.format;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;

import io.patchclamp.fault.LoadException;

/**
 * One safetensors file of any size.
 *
 * <p>Source: the format description of the {@code safetensors} project. As its own reader does, we refuse tensors that
 * overlap, leave holes, or do not reach the end of the file.
 */
public final class SafetensorsFile extends SingleFile {
    private final Map<String, String> metadata;

    private SafetensorsFile(FileBytes file, SafetensorsHeader header) {
        super(file, header.tensors());
        this.metadata = header.metadata();
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

    /** Reads a tensor's bytes as they are stored, whatever its type. */
    void readStored(TensorInfo tensor, ByteBuffer target) {
        file.read(tensor.offset(), target, "tensor '" + Magic.clean(tensor.name()) + "'");
    }
}
