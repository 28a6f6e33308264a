package io.patchclamp.record;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

import io.patchclamp.internal.format.TensorFile;
import io.patchclamp.internal.format.TensorInfo;

/** Reads one trial's numbers without what fills it up. Holds a buffer, so that many trials are read with one. */
final class TrialArray {
    private static final int CHUNK_BYTES = 1 << 20;

    private ByteBuffer chunk = ByteBuffer.allocate(0);

    /** The first numbers of each row that is in the trial, whose number counts from the array's first one. */
    float[] read(TensorFile file, TensorInfo tensor, int trial, int[] shape) {
        long[] padded = tensor.shape();
        int last = shape.length - 1;
        int size = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
        float[] numbers = new float[size];
        long bytes = Math.max(Math.min(CHUNK_BYTES, (long) size * Float.BYTES), tensor.rowLength() * Float.BYTES);
        if (chunk.capacity() < bytes) {
            chunk = ByteBuffer.allocate(Math.toIntExact(bytes)).order(ByteOrder.LITTLE_ENDIAN);
        }
        int run = shape[last];
        int[] index = new int[last];
        for (int done = 0; done < size; ) {
            long row = trial;
            for (int i = 0; i < last; i++) {
                row = row * padded[i + 1] + index[i];
            }
            // Rows that follow each other in the file and in the trial are read at once.
            int together = 1;
            if (run == padded[last + 1] && last > 0) {
                together = Math.min(shape[last - 1] - index[last - 1], Math.max(1, CHUNK_BYTES / Float.BYTES / run));
            }
            rows(file, tensor, row, together, run, numbers, done);
            done += together * run;
            if (last > 0) {
                index[last - 1] += together;
                for (int i = last - 1; i > 0 && index[i] == shape[i]; i--) {
                    index[i] = 0;
                    index[i - 1]++;
                }
            }
        }
        return numbers;
    }

    private void rows(TensorFile file, TensorInfo tensor, long row, int rows, int run, float[] to, int at) {
        chunk.clear();
        file.readRows(tensor, row, rows, chunk);
        chunk.flip().asFloatBuffer().get(to, at, rows * run);
    }
}
