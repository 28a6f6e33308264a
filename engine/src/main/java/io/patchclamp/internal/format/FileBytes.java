package io.patchclamp.internal.format;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import io.patchclamp.fault.CancelledException;
import io.patchclamp.fault.LoadException;

/** A file opened for reading by offset, whose every failure is an error that names it. */
final class FileBytes implements Closeable {
    private static final int CHUNK_WEIGHTS = 1 << 15;

    private final Path path;
    private final FileChannel channel;
    private final long size;
    private volatile boolean closed;

    private FileBytes(Path path, FileChannel channel, long size) {
        this.path = path;
        this.channel = channel;
        this.size = size;
    }

    /** Opens a file. {@code kind} is what it should be, for the message: {@code GGUF file}. */
    static FileBytes open(Path path, String kind) {
        if (Files.isDirectory(path)) {
            throw new LoadException(
                    "'" + path + "' is a directory, not a " + kind + ".", "name the file inside it: " + path + "/…");
        }
        if (!Files.exists(path)) {
            throw new LoadException(
                    "There is no file '" + path + "'.", "check the path; it is a " + kind + " we look for");
        }
        if (!Files.isRegularFile(path)) {
            throw new LoadException(
                    "'" + path + "' is not a regular file, so it cannot be read as a " + kind + ".",
                    "copy its content into a file first");
        }
        FileChannel channel = null;
        try {
            channel = FileChannel.open(path, StandardOpenOption.READ);
            long size = channel.size();
            if (size == 0) {
                channel.close();
                throw new LoadException("'" + path + "' is empty (0 bytes), not a " + kind + ".", "fetch it again");
            }
            return new FileBytes(path, channel, size);
        } catch (AccessDeniedException e) {
            throw new LoadException("'" + path + "' may not be read by this user.", "chmod +r it", e);
        } catch (IOException e) {
            closeQuietly(channel, e);
            throw new LoadException(
                    "'" + path + "' cannot be read: " + e.getMessage() + ".", "check the disk, then fetch it again", e);
        }
    }

    private static void closeQuietly(FileChannel channel, IOException into) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                into.addSuppressed(e);
            }
        }
    }

    Path path() {
        return path;
    }

    long size() {
        return size;
    }

    /** The file's name without its folder, for messages that name the folder already. */
    String name() {
        return String.valueOf(path.getFileName());
    }

    /** Fills the target from its position to its limit with what begins at an offset. */
    void read(long offset, ByteBuffer target, String what) {
        if (closed) {
            throw new IllegalStateException("'" + path + "' is closed");
        }
        long at = offset;
        try {
            while (target.hasRemaining()) {
                int n = channel.read(target, at);
                if (n < 0) {
                    throw new LoadException(
                            "'" + path + "' ends at byte " + at + ", while reading " + what + " (it had " + size
                                    + " bytes when it was opened).",
                            "do not write to it while it is read; fetch it again");
                }
                at += n;
            }
        } catch (AsynchronousCloseException e) {
            throw new CancelledException(
                    "Reading " + what + " from '" + path + "' was interrupted.", "run it again to start over", e);
        } catch (ClosedChannelException e) {
            throw new CancelledException(
                    "'" + path + "' was closed while " + what + " was read.", "run it again to start over", e);
        } catch (IOException e) {
            throw new LoadException(
                    "'" + path + "' cannot be read at byte " + at + " (" + what + "): " + e.getMessage() + ".",
                    "check the disk, then fetch it again",
                    e);
        }
    }

    /** The first bytes, fewer than asked for if the file is shorter. */
    byte[] head(int count) {
        byte[] head = new byte[(int) Math.min(count, size)];
        read(0, ByteBuffer.wrap(head), "its first bytes");
        return head;
    }

    /** See {@link TensorFile#readStored}. */
    void readStored(TensorInfo tensor, long firstRow, long rowCount, ByteBuffer target) {
        requireRows(tensor, firstRow, rowCount, tensor.rowBytes(), target);
        ByteBuffer part = target.duplicate();
        part.limit(target.position() + Math.toIntExact(rowCount * tensor.rowBytes()));
        read(tensor.offset() + firstRow * tensor.rowBytes(), part, "tensor '" + tensor.name() + "'");
        target.position(part.limit());
    }

    private void requireRows(TensorInfo tensor, long firstRow, long rowCount, long rowBytes, ByteBuffer target) {
        requireReadable(tensor);
        if (firstRow < 0 || rowCount < 0 || firstRow > tensor.rows() - rowCount) {
            throw new IllegalArgumentException("rows " + firstRow + " to " + (firstRow + rowCount) + " of " + tensor
                    + ", which has " + tensor.rows());
        }
        if (rowCount > 0 && rowCount > target.remaining() / rowBytes) {
            throw new IllegalArgumentException(rowCount * tensor.rowLength() + " weights of " + tensor
                    + " into a buffer with " + target.remaining() + " bytes left");
        }
    }

    /** See {@link TensorFile#readRows}. */
    void readRows(TensorInfo tensor, long firstRow, long rowCount, ByteBuffer target) {
        long weights = rowCount * tensor.rowLength();
        requireRows(tensor, firstRow, rowCount, tensor.rowLength() * Float.BYTES, target);
        if (tensor.type() == WeightType.F32) {
            readStored(tensor, firstRow, rowCount, target);
            return;
        }
        String what = "tensor '" + tensor.name() + "'";
        long at = tensor.offset() + firstRow * tensor.rowBytes();
        int end = target.position() + Math.toIntExact(weights * Float.BYTES);
        decode(tensor.type(), at, weights, target.duplicate().order(ByteOrder.LITTLE_ENDIAN), what);
        target.position(end);
    }

    private void decode(WeightType type, long from, long weights, ByteBuffer target, String what) {
        int chunk = (int) Math.min(weights, CHUNK_WEIGHTS);
        byte[] stored = new byte[chunk / type.blockSize() * type.blockBytes()];
        float[] decoded = new float[chunk];
        java.nio.FloatBuffer floats = target.asFloatBuffer();
        long at = from;
        for (long left = weights; left > 0; ) {
            int n = (int) Math.min(left, chunk);
            int bytes = n / type.blockSize() * type.blockBytes();
            read(at, ByteBuffer.wrap(stored, 0, bytes), what);
            Decoder.decode(type, stored, n, decoded);
            floats.put(decoded, 0, n);
            at += bytes;
            left -= n;
        }
    }

    /** Fails if a tensor's type has no decoder. */
    void requireReadable(TensorInfo tensor) {
        if (!tensor.type().readable()) {
            throw new LoadException(
                    "Tensor '" + tensor.name() + "' in '" + path + "' is stored as " + tensor.type()
                            + ", which Patchclamp does not read.",
                    "a copy of the model in one of " + WeightType.READABLE);
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            channel.close();
        } catch (IOException e) {
            throw new LoadException("'" + path + "' cannot be closed: " + e.getMessage() + ".", "check the disk", e);
        }
    }
}
