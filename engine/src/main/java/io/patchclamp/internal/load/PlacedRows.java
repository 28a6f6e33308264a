package io.patchclamp.internal.load;

import java.nio.ByteBuffer;

import io.patchclamp.internal.format.TensorFile;
import io.patchclamp.internal.load.ModelFiles.Planned;

/** Reads rows that do not go where they lie in the file. */
final class PlacedRows {
    private PlacedRows() {}

    /**
     * Reads some stored rows to their places.
     *
     * @param whole all of our tensor
     */
    static void read(TensorFile file, Planned weight, long first, long count, ByteBuffer whole) {
        Placement placement = weight.placement();
        int width = Math.toIntExact(weight.stored().rowLength());
        boolean vector = weight.shape().size() == 1;
        if (vector || placement.columns()) {
            ByteBuffer inOrder = ByteBuffer.allocateDirect(Math.toIntExact(count * width * Float.BYTES))
                    .order(whole.order());
            file.readRows(weight.stored(), first, count, inOrder);
            if (vector) {
                vector(placement, inOrder, width, whole);
            } else {
                columns(weight, inOrder, first, count, width, whole);
            }
            return;
        }
        int rowBytes = width * Float.BYTES;
        for (long row = first; row < first + count; row++) {
            long ours = placement.ours(row);
            file.readRows(weight.stored(), row, 1, whole.slice(Math.toIntExact(ours * rowBytes), rowBytes));
        }
    }

    private static void vector(Placement placement, ByteBuffer inOrder, int width, ByteBuffer whole) {
        for (int i = 0; i < width; i++) {
            long ours = placement.ours(i);
            whole.putFloat((int) (Float.BYTES * ours), inOrder.getFloat(Float.BYTES * i) + placement.shift());
        }
    }

    private static void columns(
            Planned weight, ByteBuffer inOrder, long first, long count, int width, ByteBuffer whole) {
        long in = weight.stored().rows();
        for (int row = 0; row < count; row++) {
            for (int column = 0; column < width; column++) {
                long ours = column * in + first + row;
                whole.putFloat(
                        Math.toIntExact(Float.BYTES * ours), inOrder.getFloat(Float.BYTES * (row * width + column)));
            }
        }
    }
}
