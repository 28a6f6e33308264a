package io.patchclamp.internal.djl;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import io.patchclamp.internal.vector.Matrix;
import io.patchclamp.internal.vector.Packing;

/**
 * Owner of native memory: closing it frees every tensor made in it. A result belongs to the scope of the tensor it was
 * called on, so what flows stays on the left and weights stand on the right.
 */
public final class Scope implements AutoCloseable {
    private final PtNDManager manager;

    private Scope(PtNDManager manager) {
        this.manager = manager;
    }

    /**
     * A scope that lives until closed.
     *
     * @return an empty scope
     */
    public static Scope open() {
        return new Scope((PtNDManager) Torch.root().newSubManager());
    }

    /**
     * A scope within this one, closed with it at the latest.
     *
     * @return an empty scope
     */
    public Scope inner() {
        return new Scope((PtNDManager) manager.newSubManager());
    }

    /**
     * Numbers from Java, copied.
     *
     * @param data row-major
     * @param shape the axes' lengths
     * @return a tensor of this scope
     */
    public Tensor floats(float[] data, long... shape) {
        return new Tensor(own(manager.create(data, new Shape(shape))));
    }

    /**
     * Few numbers from Java, which libtorch hears of only if it has to compute with them: as something on the right side of an
     * operation, that is what they should be.
     *
     * @param data row-major, not to be changed from now on
     * @param shape the axes' lengths
     * @return a tensor of this scope
     */
    public Tensor few(float[] data, long... shape) {
        return new Tensor(manager, data, shape.clone());
    }

    /**
     * What DJL makes of Java's numbers borrows a buffer that the collector frees once the array is closed, though views of
     * it and the graph of a differentiated pass may still read it. A duplicate's memory is libtorch's own.
     */
    static PtNDArray own(NDArray borrowed) {
        try (borrowed) {
            return (PtNDArray) borrowed.duplicate();
        }
    }

    /**
     * Token ids.
     *
     * @param ids row-major
     * @param shape the axes' lengths
     * @return a tensor of 64-bit integers
     */
    public Tensor ids(long[] ids, long... shape) {
        return new Tensor(own(manager.create(ids, new Shape(shape))));
    }

    Tensor view(Strip strip, long... shape) {
        return new Tensor(manager, strip, shape);
    }

    /**
     * Uninitialised memory to be filled through {@link Tensor#rows}.
     *
     * @param shape the axes' lengths
     * @return a tensor of this scope
     */
    public Tensor empty(long... shape) {
        return new Tensor(manager.create(new Shape(shape), DataType.FLOAT32));
    }

    /** Makes what the process's first products in Java need, which otherwise the first model waits for. */
    public static void prepare() {
        JavaProduct.crew();
    }

    /**
     * Whether weights may stay as a file stores them: where Java has vectors to unpack them with.
     *
     * @param packing how they are stored
     * @return whether {@link #packed} makes a weight that computes the same numbers as one in single precision
     */
    public static boolean keeps(Packing packing) {
        return packing != Packing.F32 && JavaProduct.keepsPacked();
    }

    /**
     * A weight that stays as a file stores it, and is expanded where it is computed with.
     *
     * @param matrix over memory of this scope, {@link io.patchclamp.internal.vector.Matrix#packed}
     * @return the weight, whose memory is this scope's
     */
    public Weight packed(Matrix matrix) {
        return Weight.packed(manager, matrix);
    }

    /**
     * Takes a tensor over from the scope it was made in.
     *
     * @param tensor made in another scope
     * @return the same tensor, now closed with this scope
     */
    public Tensor adopt(Tensor tensor) {
        tensor.attach(manager);
        return tensor;
    }

    /**
     * The bytes of some rows of a tensor, as one window on native memory.
     *
     * @param tensor contiguous, of 32-bit numbers
     * @param first the first row of the outermost axis
     * @param count how many rows; together less than 2 GiB
     * @return little-endian, writable, valid while the tensor lives
     */
    public ByteBuffer window(Tensor tensor, long first, long count) {
        try (Tensor rows = tensor.narrow(0, first, first + count)) {
            return rows.array().toByteBuffer(true).order(ByteOrder.nativeOrder());
        }
    }

    @Override
    public void close() {
        manager.close();
    }
}
