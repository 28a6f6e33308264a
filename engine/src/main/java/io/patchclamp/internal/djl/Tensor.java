package io.patchclamp.internal.djl;

import java.nio.ByteOrder;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import io.patchclamp.internal.vector.Curve;
import io.patchclamp.progress.Progress;

/**
 * Numbers: in libtorch's memory, or, where they are few, {@linkplain #near in a Java array}, so that what is computed from them needs
 * no call to the library. Every operation gives a new tensor in the scope of the one it was called on.
 */
public final class Tensor implements AutoCloseable {
    /** From here on a second copy costs more than a few calls. */
    private static final int MANY = 1 << 14;

    /**
     * So many multiplications are one call at most, where no gradients are asked for: a tenth of a second, or some where the
     * processor is shared. Between two calls somebody looks for an interrupt.
     */
    static final long MOST_AT_ONCE = 2L << 30;

    private static final Map<String, NDArray> METHODS = new ConcurrentHashMap<>();

    /** Null as long as libtorch has not been asked. */
    private volatile PtNDArray array;

    private PtNDManager manager; // as long as libtorch has not been asked
    private final long[] axes; // null if libtorch had it first
    private float[] data; // the numbers, if Java has them; never changed in place
    private Strip strip; // what this is the beginning of

    /** As a weight of few numbers that Java computes with: copied at first use. */
    private float[] copied;

    Tensor(PtNDArray array) {
        this.array = array;
        this.axes = null;
    }

    /** Few numbers in Java. The array is not copied. */
    Tensor(PtNDManager manager, float[] data, long... shape) {
        this.manager = manager;
        this.data = data;
        this.axes = shape;
    }

    /** What a strip holds now, without a copy. */
    Tensor(PtNDManager manager, Strip strip, long... shape) {
        this.manager = manager;
        this.strip = strip;
        this.axes = shape;
    }

    private static Tensor of(NDArray array) {
        return new Tensor((PtNDArray) array);
    }

    /** For libtorch; made where it was not there. */
    PtNDArray array() {
        PtNDArray there = array;
        if (there == null) {
            synchronized (this) {
                there = array;
                if (there == null) {
                    there = strip == null ? Scope.own(manager.create(data, new Shape(axes))) : strip.array(manager);
                    array = there;
                }
            }
        }
        return there;
    }

    PtNDManager manager() {
        PtNDArray there = array;
        return there == null ? manager : there.getManager();
    }

    void attach(PtNDManager owner) {
        PtNDArray there = array;
        if (there == null) {
            manager = owner;
        } else {
            there.attach(owner);
        }
    }

    /** The numbers, if Java has them; not to be changed. */
    float[] data() {
        return data;
    }

    Strip strip() {
        return strip;
    }

    /** The numbers of a weight, which never change. */
    float[] known() {
        if (data != null) {
            return data;
        }
        if (copied == null) {
            copied = toArray();
        }
        return copied;
    }

    /** The same numbers in Java, if there are few rows of them and that is faster; else this. */
    public Tensor near() {
        return Light.near(this);
    }

    /** Other numbers of the same shape, as near as these. They are not copied if Java keeps them. */
    public Tensor like(float[] numbers, Scope scope) {
        return data == null ? scope.floats(numbers, shape()) : scope.few(numbers, axes);
    }

    public long[] shape() {
        return axes == null ? array.getShape().getShape() : axes.clone();
    }

    /** {@code this · weightᵀ + bias}. @param bias may be null */
    public Tensor linear(Weight weight, Tensor bias) {
        return linear(new Weight[] {weight}, new Tensor[] {bias})[0];
    }

    /** The same with several weights, which may be faster than one after the other. @param biases each may be null */
    public Tensor[] linear(Weight[] weights, Tensor[] biases) {
        Tensor[] out = Light.linear(this, weights, biases);
        if (out == null) {
            Tape tape = Tape.running();
            out = new Tensor[weights.length];
            for (int i = 0; i < out.length; i++) {
                out[i] = tape != null ? tape.product(this, weights[i], biases[i]) : weights[i].product(this, biases[i]);
            }
        }
        return out;
    }

    /** Rows of a table, this tensor being the ids. */
    public Tensor lookUp(Tensor table) {
        return new Tensor(JniUtils.embedding(array(), table.array(), false));
    }

    public Tensor plus(Tensor other) {
        Tensor light = Light.plus(this, other);
        return light != null ? light : of(array().add(other.array()));
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
        Tensor light = Light.times(this, other);
        return light != null ? light : of(array().mul(other.array()));
    }

    public Tensor matmul(Tensor other) {
        Progress.checkCancelled("running the model");
        return of(array().matMul(other.array()));
    }

    public Tensor reshape(long... shape) {
        Tensor light = Light.reshape(this, shape);
        return light != null ? light : of(array().reshape(shape));
    }

    public Tensor permute(int... axes) {
        Tensor light = Light.permute(this, axes);
        return light != null ? light : of(array().transpose(axes));
    }

    public Tensor swap(int a, int b) {
        Tensor light = Light.swap(this, a, b);
        return light != null ? light : of(array().swapAxes(a, b));
    }

    /** Indices {@code from} to {@code to}, exclusive, of one axis. */
    public Tensor narrow(int axis, long from, long to) {
        Tensor light = Light.narrow(this, axis, from, to);
        return light != null ? light : new Tensor(JniUtils.slice(array(), axis, from, to, 1));
    }

    /** Each index of one axis {@code times} times in a row. */
    public Tensor repeat(int axis, int times) {
        return times == 1 ? this : of(array().repeat(axis, times));
    }

    public Tensor append(Tensor other, int axis) {
        Tensor light = Light.append(this, other, axis);
        return light != null ? light : of(array().concat(other.array(), axis));
    }

    public Tensor softmax() {
        return new Tensor(JniUtils.softmax(array(), -1, DataType.FLOAT32));
    }

    public Tensor sum(int axis) {
        return of(array().sum(new int[] {axis}));
    }

    /** Root-mean-square norm over the last axis, as {@code LlamaRMSNorm} orders it. */
    public Tensor rmsNorm(Tensor weight, Tensor epsilon) {
        Tensor quick = data != null ? Light.rmsNorm(this, weight, epsilon) : JavaProduct.norm(this, weight, epsilon);
        return quick != null ? quick : fused("rms_norm", array(), weight.array(), epsilon.array());
    }

    /** Mean and variance norm over the last axis. */
    public Tensor layerNorm(Tensor weight, Tensor bias, Tensor epsilon) {
        Tensor light = Light.layerNorm(this, weight, bias, epsilon);
        return light != null ? light : fused("layer_norm", array(), weight.array(), bias.array(), epsilon.array());
    }

    /** Rotates pairs {@code (i, i + d/2)} of the last axis. */
    public Tensor rope(Tensor cos, Tensor sin) {
        Tensor light = Light.rope(this, cos, sin);
        return light != null ? light : fused("rope", array(), cos.array(), sin.array());
    }

    public Tensor silu() {
        Tensor light = Light.curve(this, Curve.SILU);
        return light != null ? light : fused("silu", array());
    }

    /** With the error function. */
    public Tensor gelu() {
        Tensor light = Light.curve(this, Curve.GELU);
        return light != null ? light : fused("gelu", array());
    }

    /** With the tanh approximation. */
    public Tensor geluTanh() {
        Tensor light = Light.curve(this, Curve.GELU_TANH);
        return light != null ? light : fused("gelu_tanh", array());
    }

    public Tensor relu() {
        Tensor light = Light.curve(this, Curve.RELU);
        return light != null ? light : fused("relu", array());
    }

    /** {@code cap · tanh(this / cap)}. */
    public Tensor softCap(Tensor cap) {
        Tensor light = Light.softCap(this, cap);
        return light != null ? light : fused("soft_cap", array(), cap.array());
    }

    /** Fused attention, this tensor being the queries {@code [row, head, query, d_head]}; each sees keys up to its own. */
    public Tensor attendCausally(Tensor keys, Tensor values) {
        return byHeads(keys, values, (q, k, v) -> fused("attend_causal", q.array(), k.array(), v.array()));
    }

    /** Fused attention of every query to every key. */
    public Tensor attendToAll(Tensor keys, Tensor values) {
        return byHeads(keys, values, (q, k, v) -> fused("attend_all", q.array(), k.array(), v.array()));
    }

    /** Fused attention with an additive mask {@code [query, key]}. */
    public Tensor attend(Tensor keys, Tensor values, Tensor mask) {
        return byHeads(
                keys, values, (q, k, v) -> fused("attend_masked", q.array(), k.array(), v.array(), mask.array()));
    }

    /** Attention of some heads. */
    private interface Heads {
        Tensor attend(Tensor queries, Tensor keys, Tensor values);
    }

    /** All heads at once, or, where texts are long, some at a time. */
    private Tensor byHeads(Tensor keys, Tensor values, Heads some) {
        Progress.checkCancelled("running the model");
        long[] q = shape(); // [row, head, query, d_head]
        long work = q[0] * q[2] * keys.shape()[2] * 2 * q[3];
        int most = (int) Math.max(1, Math.min(q[1], MOST_AT_ONCE / Math.max(1, work)));
        if (most == q[1] || JniUtils.isGradMode()) {
            return some.attend(this, keys, values);
        }
        NDList parts = new NDList();
        try (PtNDManager here = (PtNDManager) manager().newSubManager()) {
            for (int first = 0; first < q[1]; first += most) {
                Progress.checkCancelled("running the model");
                Tensor[] of = {this, keys, values};
                for (int i = 0; i < of.length; i++) {
                    PtNDArray part = JniUtils.slice(of[i].array(), 1, first, Math.min(q[1], first + most), 1);
                    part.attach(here);
                    of[i] = new Tensor(part);
                }
                parts.add(some.attend(of[0], of[1], of[2]).array());
            }
            PtNDArray all = (PtNDArray) NDArrays.concat(parts, 1);
            all.attach(manager());
            return new Tensor(all);
        }
    }

    /**
     * Attention where that is faster outside libtorch: of one query a head to keys and values {@code [row, kv_head, slot,
     * d_head]} that several heads share.
     *
     * @param mask {@code [row or 1, 1, 1, slot]}, or null
     * @param softCap what scores cannot exceed; 0 for none
     * @return null if it is not, or gradients are asked for
     */
    public Tensor attendOnce(Tensor keys, Tensor values, Tensor mask, double softCap) {
        return JavaProduct.attend(this, keys, values, mask, (float) softCap);
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
        if (data != null) {
            return data.clone();
        }
        PtNDArray array = array();
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
        PtNDArray there = array;
        if (there != null) {
            there.close();
        }
    }
}
