package io.patchclamp.internal.djl;

import java.nio.ByteOrder;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;

/** Native numbers. Every operation gives a new tensor in the scope of the one it was called on. */
public final class Tensor implements AutoCloseable {
    /** From here on a second copy costs more than a few calls. */
    private static final int MANY = 1 << 14;

    private static final Map<String, NDArray> METHODS = new ConcurrentHashMap<>();

    final PtNDArray array;

    /** As a weight that few rows are multiplied by: made at first use, once for the weight's life. */
    private JavaProduct quick;

    Tensor(PtNDArray array) {
        this.array = array;
    }

    private static Tensor of(NDArray array) {
        return new Tensor((PtNDArray) array);
    }

    public long[] shape() {
        return array.getShape().getShape();
    }

    /** {@code this · weightᵀ + bias}. @param bias may be null */
    public Tensor linear(Tensor weight, Tensor bias) {
        Tape tape = Tape.running();
        return tape != null ? tape.product(this, weight, bias) : product(weight, bias);
    }

    Tensor product(Tensor weight, Tensor bias) {
        Tensor quick = weight.quick().of(this, bias);
        return quick != null
                ? quick
                : new Tensor(JniUtils.linear(array, weight.array, bias == null ? null : bias.array));
    }

    /** {@code this · weight}: what comes back through {@link #linear}. */
    Tensor back(Tensor weight) {
        Tensor quick = weight.quick().back(this);
        return quick != null ? quick : matmul(weight);
    }

    private JavaProduct quick() {
        if (quick == null) {
            quick = JavaProduct.with(array);
        }
        return quick;
    }

    /** Rows of a table, this tensor being the ids. */
    public Tensor lookUp(Tensor table) {
        return new Tensor(JniUtils.embedding(array, table.array, false));
    }

    public Tensor plus(Tensor other) {
        return of(array.add(other.array));
    }

    /**
     * The residual stream with something added to it. Where gradients are on, nothing computed later may read what is before
     * this but through it.
     */
    public Tensor added(Tensor other) {
        Tape tape = Tape.running();
        return tape != null ? tape.sum(this, other) : plus(other);
    }

    public Tensor times(Tensor other) {
        return of(array.mul(other.array));
    }

    public Tensor matmul(Tensor other) {
        return of(array.matMul(other.array));
    }

    public Tensor reshape(long... shape) {
        return of(array.reshape(shape));
    }

    public Tensor permute(int... axes) {
        return of(array.transpose(axes));
    }

    public Tensor swap(int a, int b) {
        return of(array.swapAxes(a, b));
    }

    /** Indices {@code from} to {@code to}, exclusive, of one axis. */
    public Tensor narrow(int axis, long from, long to) {
        return new Tensor(JniUtils.slice(array, axis, from, to, 1));
    }

    /** Each index of one axis {@code times} times in a row. */
    public Tensor repeat(int axis, int times) {
        return times == 1 ? this : of(array.repeat(axis, times));
    }

    public Tensor append(Tensor other, int axis) {
        return of(array.concat(other.array, axis));
    }

    public Tensor softmax() {
        return new Tensor(JniUtils.softmax(array, -1, DataType.FLOAT32));
    }

    public Tensor sum(int axis) {
        return of(array.sum(new int[] {axis}));
    }

    /** Root-mean-square norm over the last axis, as {@code LlamaRMSNorm} orders it. */
    public Tensor rmsNorm(Tensor weight, Tensor epsilon) {
        Tensor quick = JavaProduct.norm(this, weight, epsilon);
        return quick != null ? quick : fused("rms_norm", array, weight.array, epsilon.array);
    }

    /** Mean and variance norm over the last axis. */
    public Tensor layerNorm(Tensor weight, Tensor bias, Tensor epsilon) {
        return fused("layer_norm", array, weight.array, bias.array, epsilon.array);
    }

    /** Rotates pairs {@code (i, i + d/2)} of the last axis. */
    public Tensor rope(Tensor cos, Tensor sin) {
        return fused("rope", array, cos.array, sin.array);
    }

    public Tensor silu() {
        return fused("silu", array);
    }

    /** With the error function. */
    public Tensor gelu() {
        return fused("gelu", array);
    }

    /** With the tanh approximation. */
    public Tensor geluTanh() {
        return fused("gelu_tanh", array);
    }

    public Tensor relu() {
        return fused("relu", array);
    }

    /** {@code cap · tanh(this / cap)}. */
    public Tensor softCap(Tensor cap) {
        return fused("soft_cap", array, cap.array);
    }

    /** Fused attention, this tensor being the queries {@code [row, head, query, d_head]}; each sees keys up to its own. */
    public Tensor attendCausally(Tensor keys, Tensor values) {
        return fused("attend_causal", array, keys.array, values.array);
    }

    /** Fused attention of every query to every key. */
    public Tensor attendToAll(Tensor keys, Tensor values) {
        return fused("attend_all", array, keys.array, values.array);
    }

    /** Fused attention with an additive mask {@code [query, key]}. */
    public Tensor attend(Tensor keys, Tensor values, Tensor mask) {
        return fused("attend_masked", array, keys.array, values.array, mask.array);
    }

    /**
     * Attention where that is faster outside libtorch: of one query a head to keys and values {@code [row, kv_head, slot,
     * d_head]} that several heads share.
     *
     * @param mask {@code [row or 1, 1, 1, slot]}, or null
     * @return null if it is not, or gradients are asked for
     */
    public Tensor attendOnce(Tensor keys, Tensor values, Tensor mask) {
        return JavaProduct.attend(this, keys, values, mask);
    }

    private static Tensor fused(String kernel, NDArray... arguments) {
        NDList list = new NDList(arguments);
        list.add(METHODS.computeIfAbsent(kernel, Tensor::method));
        return of(IValueUtils.forward(Torch.kernels(), list, true).singletonOrThrow());
    }

    /** An array that is never read: its name tells DJL which method to run. */
    private static NDArray method(String kernel) {
        NDArray method = Torch.root().create(0f);
        method.setName("module_method:" + kernel);
        return method;
    }

    /** A copy, row-major. */
    public float[] toArray() {
        Shape shape = array.getShape();
        if (shape.dimension() == 0 || shape.size() < MANY || array.getDataType() != DataType.FLOAT32) {
            return array.toFloatArray();
        }
        float[] numbers = new float[Math.toIntExact(shape.size())];
        // DJL's own way makes two copies; and what it puts in order to show it, it leaves behind.
        try (NDManager here = array.getManager().newSubManager()) {
            PtNDArray same = JniUtils.slice(array, 0, 0, shape.get(0), 1);
            same.attach(here);
            same.toByteBuffer(true)
                    .order(ByteOrder.nativeOrder())
                    .asFloatBuffer()
                    .get(numbers);
        }
        return numbers;
    }

    @Override
    public void close() {
        array.close();
    }
}
