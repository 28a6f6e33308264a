package io.patchclamp.internal.djl;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;
import io.patchclamp.internal.vector.Matrix;
import io.patchclamp.internal.vector.Products;

/**
 * The product of some rows with one weight, where that is faster in Java than in libtorch: few rows everywhere, as the weight
 * is read at the speed of memory, and any number where libtorch does not use all of the processor. Where the incubating vector
 * module is absent, gradients are asked for, or the shapes are others, there is none, and libtorch computes.
 */
final class JavaProduct {
    private static final JavaProduct NONE = new JavaProduct(null);

    /** Below this many numbers, calling costs more than computing. */
    private static final int FEWEST_NUMBERS = 1 << 14;

    /** What DJL can show as one buffer. */
    private static final long MOST_NUMBERS = Integer.MAX_VALUE / Float.BYTES;

    private static final long WINDOW_BYTES = 1 << 30;

    private final Matrix matrix;

    /** @param matrix null if it does not lie in native memory in order */
    JavaProduct(Matrix matrix) {
        this.matrix = matrix;
    }

    /** The crew of the process, or null where Java is to compute nothing. */
    private static final class Holder {
        static final int MOST_ROWS = Products.mostRows();
        static final int MOST_ROWS_BACK = Products.mostRowsBack();
        static final int FEW_ROWS = Products.fewRows();
        static final Products CREW = MOST_ROWS > 0 ? new Products(threads()) : null;
    }

    /** Null where Java is to compute nothing. */
    static Products crew() {
        return Holder.CREW;
    }

    /** Whether a packed weight is multiplied as it is, or expanded in no time where libtorch is the faster. */
    static boolean keepsPacked() {
        return Holder.CREW != null && Products.unpacks();
    }

    /** How many rows are few. */
    static int fewRows() {
        return Holder.FEW_ROWS;
    }

    /** The weight in native memory; null if it does not lie there in order. */
    Matrix matrix() {
        return matrix;
    }

    /** As many as libtorch has been given. */
    private static int threads() {
        return Integer.getInteger(
                "ai.djl.pytorch.num_threads", Runtime.getRuntime().availableProcessors());
    }

    static JavaProduct with(PtNDArray weight) {
        Shape shape = weight.getShape();
        if (Holder.CREW == null
                || shape.dimension() != 2
                || shape.size() == 0
                || weight.getDataType() != DataType.FLOAT32) {
            return NONE;
        }
        int rows = Math.toIntExact(shape.get(0));
        int width = Math.toIntExact(shape.get(1));
        int perWindow = (int) Math.max(1, Math.min(rows, WINDOW_BYTES / ((long) width * Float.BYTES)));
        ByteBuffer[] windows = new ByteBuffer[(rows + perWindow - 1) / perWindow];
        for (int i = 0; i < windows.length; i++) {
            long first = (long) i * perWindow;
            try (NDManager here = weight.getManager().newSubManager()) {
                PtNDArray part = JniUtils.slice(weight, 0, first, Math.min(rows, first + perWindow), 1);
                part.attach(here);
                windows[i] = memory(part);
                // Of numbers that do not lie in order DJL shows a copy, and leaves it behind.
                if (here.getManagedArrays().size() > 1) {
                    return NONE;
                }
            }
        }
        return new JavaProduct(new Matrix(rows, width, perWindow, windows));
    }

    /** {@code x · weightᵀ + bias}, in the scope of {@code x}; null if libtorch is to compute it. */
    Tensor of(Tensor x, Tensor bias) {
        if (matrix == null || !matrix.packed() && (long) matrix.rows() * matrix.width() < FEWEST_NUMBERS) {
            return null;
        }
        long[] shape = x.shape();
        long rows = 1;
        for (int i = 0; i < shape.length - 1; i++) {
            rows *= shape[i];
        }
        if (rows < 1
                || rows > Holder.MOST_ROWS
                || rows * Math.max(matrix.rows(), matrix.width()) > MOST_NUMBERS
                || shape[shape.length - 1] != matrix.width()
                || x.array().getDataType() != DataType.FLOAT32
                || bias != null && bias.array().getDataType() != DataType.FLOAT32
                || Tape.isTracing()) {
            return null;
        }
        shape = shape.clone();
        shape[shape.length - 1] = matrix.rows();
        PtNDManager scope = x.array().getManager();
        PtNDArray out = scope.create(new Shape(shape), DataType.FLOAT32);
        Holder.CREW.product(
                memory(x.array()), (int) rows, matrix, bias == null ? null : memory(bias.array()), memory(out));
        return new Tensor(out);
    }

    /** {@code x · weight}, in the scope of {@code x}; null if libtorch is to compute it. */
    Tensor back(Tensor x) {
        if (matrix == null || !Products.vectors()) {
            return null;
        }
        long[] shape = x.shape();
        long rows = x.array().getShape().size() / matrix.rows();
        if (rows < 1
                || rows > Holder.MOST_ROWS_BACK
                || rows * Math.max(matrix.rows(), matrix.width()) > MOST_NUMBERS
                || shape[shape.length - 1] != matrix.rows()
                || x.array().getDataType() != DataType.FLOAT32
                || Tape.isTracing()) {
            return null;
        }
        shape = shape.clone();
        shape[shape.length - 1] = matrix.width();
        PtNDArray out = x.array().getManager().create(new Shape(shape), DataType.FLOAT32);
        Holder.CREW.back(memory(x.array()), (int) rows, matrix, memory(out));
        return new Tensor(out);
    }

    private static ByteBuffer memory(PtNDArray array) {
        return array.toByteBuffer(true).order(ByteOrder.nativeOrder());
    }

    /**
     * Attention of one query a head, {@code [row, head, 1, d_head]}, to keys and values {@code [row, kv_head, slot, d_head]}, which
     * must lie in order or be what a strip holds; null if libtorch is to compute it.
     *
     * @param mask {@code [row or 1, 1, 1, slot]}, or null
     * @param softCap what scores cannot exceed; 0 for none
     */
    static Tensor attend(Tensor q, Tensor k, Tensor v, Tensor mask, float softCap) {
        long[] asked = q.shape();
        long[] known = k.shape();
        boolean here = q.data() != null;
        int capacity = k.strip() == null ? (int) known[2] : k.strip().capacity();
        if (Holder.CREW == null
                || asked[2] != 1
                || k.strip() != null && k.strip().bytes() == null
                || known[0] * known[1] * capacity * known[3] > MOST_NUMBERS
                || !here && (!Products.vectors() || Tape.isTracing())) {
            return null;
        }
        float[] out = new float[(int) (asked[0] * asked[1] * asked[3])];
        Holder.CREW.attend(
                here ? q.data() : q.toArray(),
                k.strip() == null ? memory(k.array()) : k.strip().bytes(),
                v.strip() == null ? memory(v.array()) : v.strip().bytes(),
                mask == null ? null : mask.known(),
                out,
                (int) asked[0],
                (int) asked[1],
                (int) known[1],
                (int) known[2],
                capacity,
                (int) asked[3],
                mask == null ? 1 : (int) mask.shape()[0],
                softCap);
        return here
                ? new Tensor(q.manager(), out, asked)
                : new Tensor(Scope.own(q.manager().create(out, new Shape(asked))));
    }

    /** Root-mean-square norm over the last axis; null if libtorch is to compute it. */
    static Tensor norm(Tensor x, Tensor weight, Tensor epsilon) {
        Shape shape = x.array().getShape();
        long width = weight.array().getShape().size();
        if (Holder.CREW == null
                || !Products.vectors()
                || shape.dimension() == 0
                || shape.get(shape.dimension() - 1) != width
                || shape.size() == 0
                || shape.size() > MOST_NUMBERS
                || x.array().getDataType() != DataType.FLOAT32
                || weight.array().getDataType() != DataType.FLOAT32
                || Tape.isTracing()) {
            return null;
        }
        PtNDArray out = x.array().getManager().create(shape, DataType.FLOAT32);
        Holder.CREW.norm(
                memory(x.array()),
                (int) (shape.size() / width),
                memory(weight.array()),
                (int) width,
                memory(epsilon.array()).getFloat(0),
                memory(out));
        return new Tensor(out);
    }
}
