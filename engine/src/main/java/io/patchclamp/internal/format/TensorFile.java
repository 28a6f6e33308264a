package io.patchclamp.internal.format;

import java.io.Closeable;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Named tensors in a file or in a directory of files. Opening reads the header alone; weights are read when asked for,
 * straight into memory that the caller owns.
 *
 * <p>Threads: any number may read at once. Interrupting a thread that reads closes the file: that thread, and each
 * other that reads from it, gets a {@link io.patchclamp.fault.CancelledException}.
 *
 * <p>Weights are read by offset, not mapped: what is read does not count as resident memory of this process, nothing
 * waits for the garbage collector to be unmapped, there is no 2 GiB limit, and a file that is cut short while it is read
 * is an error message and not a fault of the whole process.
 */
public interface TensorFile extends Closeable {
    /** The file, or the directory. */
    Path path();

    /** What is in it, in the order of the file. */
    List<TensorInfo> tensors();

    /**
     * One tensor.
     *
     * @param name its name in the file
     * @return empty if there is none of this name
     */
    Optional<TensorInfo> find(String name);

    /**
     * Fails if a tensor's type has no decoder; {@link #readRows} does so too, but only when it comes to that tensor.
     *
     * @param tensor one of {@link #tensors}
     * @throws io.patchclamp.fault.LoadException that names the tensor, its type, and the types we read
     */
    void requireReadable(TensorInfo tensor);

    /**
     * Reads rows of a tensor as little-endian single precision. A tensor has {@link TensorInfo#rows} rows of
     * {@link TensorInfo#rowLength} weights.
     *
     * @param tensor one of {@link #tensors}
     * @param firstRow the first row to be read
     * @param rowCount how many rows
     * @param target where to, from its position on, best a direct buffer; its position moves past what was written, its
     *     byte order does not matter
     * @throws io.patchclamp.fault.LoadException if the type has no decoder, or the file cannot be read or became shorter
     * @throws IllegalArgumentException if there are no such rows, or the target has too little room
     */
    void readRows(TensorInfo tensor, long firstRow, long rowCount, ByteBuffer target);

    /**
     * Reads rows of a tensor as the file holds them, {@link TensorInfo#rowBytes} each.
     *
     * @param tensor one of {@link #tensors}
     * @param firstRow the first row to be read
     * @param rowCount how many rows
     * @param target where to, from its position on; its position moves past what was written
     * @throws io.patchclamp.fault.LoadException if the file cannot be read or became shorter
     * @throws IllegalArgumentException if there are no such rows, or the target has too little room
     */
    void readStored(TensorInfo tensor, long firstRow, long rowCount, ByteBuffer target);

    /**
     * Reads a whole tensor as little-endian single precision; it must fit one buffer.
     *
     * @param tensor one of {@link #tensors}
     * @param target where to, from its position on
     */
    default void read(TensorInfo tensor, ByteBuffer target) {
        readRows(tensor, 0, tensor.rows(), target);
    }

    /** Lets go of the file. Twice is once. */
    @Override
    void close();
}
