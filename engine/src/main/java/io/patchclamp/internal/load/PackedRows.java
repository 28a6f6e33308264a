package io.patchclamp.internal.load;

import java.nio.ByteBuffer;

import io.patchclamp.internal.format.TensorFile;
import io.patchclamp.internal.load.ModelFiles.Planned;

/**
 * Reads rows that stay as the file stores them, each to its place.
 *
 * @param weight whose rows they are
 * @param windows all of our matrix
 * @param perWindow how many rows a window holds
 */
record PackedRows(Planned weight, ByteBuffer[] windows, int perWindow) {
    private static final long CHUNK_BYTES = 1 << 18;

    void read(TensorFile file, long from, long count) {
        boolean inOrder = weight.placement().inOrder();
        for (long row = from; row < from + count; ) {
            long most = from + count - row;
            row += inOrder ? together(file, row, most) : apart(file, row, most);
        }
    }

    private long rowBytes() {
        return weight.stored().rowBytes();
    }

    private ByteBuffer window(long ours) {
        return windows[(int) (ours / perWindow)];
    }

    /** Where one of our rows begins in its window. */
    private int at(long ours) {
        return (int) (ours % perWindow * rowBytes());
    }

    /** As many rows as one window takes in order. */
    private long together(TensorFile file, long row, long most) {
        long rows = Math.min(most, perWindow - row % perWindow);
        file.readStored(weight.stored(), row, rows, window(row).slice(at(row), (int) (rows * rowBytes())));
        return rows;
    }

    /** Some rows that go each to a place of its own. */
    private long apart(TensorFile file, long row, long most) {
        int rowBytes = (int) rowBytes();
        int rows = (int) Math.min(most, Math.max(1, CHUNK_BYTES / rowBytes));
        ByteBuffer chunk = ByteBuffer.allocate(rows * rowBytes);
        file.readStored(weight.stored(), row, rows, chunk);
        for (int i = 0; i < rows; i++) {
            long ours = weight.placement().ours(row + i);
            window(ours).put(at(ours), chunk.array(), i * rowBytes, rowBytes);
        }
        return rows;
    }
}
