package io.patchclamp.internal.djl;

import java.nio.ByteOrder;
import java.nio.FloatBuffer;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;
import io.patchclamp.internal.vector.Matrix;

/** What is done with a weight that stays as a file stores it, besides multiplying. */
final class Packed {
    /** Numbers that are expanded in one go. */
    private static final int CHUNK = 1 << 16;

    private Packed() {}

    /** All of it in libtorch's memory. */
    static PtNDArray expanded(Matrix matrix, PtNDManager manager) {
        PtNDArray whole = manager.create(new Shape(matrix.rows(), matrix.width()), DataType.FLOAT32);
        int step = Math.max(1, CHUNK / matrix.width());
        float[] chunk = new float[step * matrix.width()];
        for (int row = 0; row < matrix.rows(); row += step) {
            int count = Math.min(step, matrix.rows() - row);
            matrix.copy(row, count, chunk);
            try (PtNDArray part = JniUtils.slice(whole, 0, row, row + count, 1)) {
                FloatBuffer memory =
                        part.toByteBuffer(true).order(ByteOrder.nativeOrder()).asFloatBuffer();
                memory.put(chunk, 0, count * matrix.width());
            }
        }
        return whole;
    }

    static float[] numbers(Matrix matrix) {
        float[] all = new float[Math.multiplyExact(matrix.rows(), matrix.width())];
        matrix.copy(0, matrix.rows(), all);
        return all;
    }

    /** The rows that ids name, in the scope of the ids. */
    static Tensor rows(Matrix matrix, Tensor ids) {
        long[] which = ids.array().toLongArray();
        int width = matrix.width();
        float[] out = new float[Math.multiplyExact(which.length, width)];
        float[] row = new float[width];
        for (int i = 0; i < which.length; i++) {
            matrix.copy(Math.toIntExact(which[i]), 1, row);
            System.arraycopy(row, 0, out, i * width, width);
        }
        long[] shape = ids.shape();
        shape = java.util.Arrays.copyOf(shape, shape.length + 1);
        shape[shape.length - 1] = width;
        return new Tensor(Scope.own(ids.manager().create(out, new Shape(shape))));
    }

    /** Some rows, without a copy; null if they do not lie together. */
    static Tensor part(Matrix matrix, long from, long to, PtNDManager manager) {
        Matrix some = matrix.part(Math.toIntExact(from), Math.toIntExact(to));
        return some == null ? null : new Tensor(manager, some);
    }
}
