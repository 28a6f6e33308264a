package io.patchclamp.internal.djl;

import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.UnaryOperator;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;
import io.patchclamp.internal.vector.Matrix;
import io.patchclamp.progress.Progress;

/**
 * Numbers of a model, which never change: in single precision in libtorch's memory, or, a matrix only, as a file stores them, to be
 * expanded where they are computed with. Both compute the same bits.
 */
public final class Weight {
    /** Fewer rows are not cut apart: a weight would be read over and over. */
    private static final long FEWEST_ROWS = 32;

    /** Numbers that one buffer shows. */
    private static final int WINDOW = 1 << 28;

    private final PtNDManager owner;
    private final Matrix packed; // null if the numbers are in single precision
    private volatile Tensor numbers; // null if nobody has asked for what is packed

    /** For products with few rows: made at first use, once for the weight's life. */
    private JavaProduct quick;

    private Weight(PtNDManager owner, Matrix packed, Tensor numbers) {
        this.owner = owner;
        this.packed = packed;
        this.numbers = numbers;
        this.quick = packed == null ? null : new JavaProduct(packed);
    }

    /** A weight in single precision. */
    public static Weight of(Tensor numbers) {
        return new Weight(null, null, numbers);
    }

    /** A matrix as a file stores it, over memory of the owner's. */
    static Weight packed(PtNDManager owner, Matrix matrix) {
        return new Weight(owner, matrix, null);
    }

    public long[] shape() {
        return packed == null ? numbers.shape() : new long[] {packed.rows(), packed.width()};
    }

    /** In single precision. What is packed is expanded at first need, and stays so beside what is packed: not for large ones. */
    public Tensor numbers() {
        Tensor there = numbers;
        if (there == null) {
            synchronized (this) {
                there = numbers;
                if (there == null) {
                    there = expanded(owner);
                    numbers = there;
                }
            }
        }
        return there;
    }

    /** In single precision, for as long as a scope is open. */
    public Tensor numbers(Scope here) {
        return numbers != null ? numbers : here.adopt(expanded(owner));
    }

    private Tensor expanded(PtNDManager manager) {
        PtNDArray whole = manager.create(new Shape(shape()), DataType.FLOAT32);
        int width = packed.width();
        int step = Math.max(1, WINDOW / width);
        for (int row = 0; row < packed.rows(); row += step) {
            int end = Math.min(packed.rows(), row + step);
            try (PtNDArray part = JniUtils.slice(whole, 0, row, end, 1)) {
                JavaProduct.crew()
                        .expand(packed, row, end, part.toByteBuffer(true).order(ByteOrder.nativeOrder()));
            }
        }
        return new Tensor(whole);
    }

    /** Rows {@code from} to {@code to}, exclusive, without a copy where they lie together. */
    public Weight rows(long from, long to) {
        Matrix some = packed == null ? null : packed.part(Math.toIntExact(from), Math.toIntExact(to));
        return some == null ? of(numbers().narrow(0, from, to)) : packed(owner, some);
    }

    /** The rows that ids name: {@code [.., width]}, in the scope of the ids. */
    public Tensor lookUp(Tensor ids) {
        if (packed == null) {
            return ids.lookUp(numbers);
        }
        long[] which = ids.array().toLongArray();
        int width = packed.width();
        float[] out = new float[Math.multiplyExact(which.length, width)];
        float[] row = new float[width];
        for (int i = 0; i < which.length; i++) {
            packed.copy(Math.toIntExact(which[i]), 1, row);
            System.arraycopy(row, 0, out, i * width, width);
        }
        long[] shape = Arrays.copyOf(ids.shape(), ids.shape().length + 1);
        shape[shape.length - 1] = width;
        return new Tensor(Scope.own(ids.manager().create(out, new Shape(shape))));
    }

    JavaProduct quick() {
        if (quick == null) {
            quick = JavaProduct.with(numbers.array());
        }
        return quick;
    }

    /** {@code x · thisᵀ + bias}. @param bias may be null */
    Tensor product(Tensor x, Tensor bias) {
        long[] shape = shape();
        PtNDArray added = bias == null ? null : bias.array();
        try (Whole whole = new Whole(x.manager())) {
            return inParts(x, shape[1], shape[0], part -> {
                Tensor fast = quick().of(part, bias);
                return fast != null
                        ? fast
                        : new Tensor(
                                JniUtils.linear(part.array(), whole.numbers().array(), added));
            });
        }
    }

    /** All numbers, for libtorch: what is packed is expanded at first need, for as long as one product takes. */
    private final class Whole implements AutoCloseable {
        private final PtNDManager manager;
        private Tensor own;

        Whole(PtNDManager manager) {
            this.manager = manager;
        }

        Tensor numbers() {
            if (numbers != null) {
                return numbers;
            }
            if (own == null) {
                own = expanded(manager);
            }
            return own;
        }

        @Override
        public void close() {
            if (own != null) {
                own.close();
            }
        }
    }

    /** {@code x · this}: what comes back through {@link Tensor#linear}. */
    public Tensor back(Tensor x) {
        long[] shape = shape();
        try (Whole whole = new Whole(x.manager())) {
            return inParts(x, shape[0], shape[1], part -> {
                Tensor fast = quick().back(part);
                return fast != null ? fast : part.matmul(whole.numbers());
            });
        }
    }

    /** Rows times something, {@code [.., width]} to {@code [.., to]}, some rows at a time where they are many. */
    private static Tensor inParts(Tensor x, long width, long to, UnaryOperator<Tensor> product) {
        Progress.checkCancelled("running the model");
        long[] shape = x.shape();
        long rows = Arrays.stream(shape).reduce(1, (a, b) -> a * b) / Math.max(1, width);
        long most = Math.max(FEWEST_ROWS, Tensor.MOST_AT_ONCE / Math.max(1, width * to));
        if (rows <= most || JniUtils.isGradMode()) {
            return product.apply(x);
        }
        shape[shape.length - 1] = to;
        PtNDArray out = x.manager().create(new Shape(shape), DataType.FLOAT32);
        try (PtNDManager here = (PtNDManager) x.manager().newSubManager()) {
            NDArray flat = x.array().reshape(rows, width);
            NDArray filled = out.reshape(rows, to);
            flat.attach(here);
            filled.attach(here);
            for (long first = 0; first < rows; first += most) {
                Progress.checkCancelled("running the model");
                long last = Math.min(rows, first + most);
                try (PtNDManager once = (PtNDManager) here.newSubManager()) {
                    PtNDArray part = JniUtils.slice((PtNDArray) flat, 0, first, last, 1);
                    part.attach(once);
                    filled.set(
                            new NDIndex().addSliceDim(first, last),
                            product.apply(new Tensor(part)).array());
                }
            }
        }
        return new Tensor(out);
    }
}
