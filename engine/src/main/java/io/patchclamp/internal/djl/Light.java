package io.patchclamp.internal.djl;

import java.util.Arrays;

import io.patchclamp.internal.vector.Curve;
import io.patchclamp.internal.vector.Matrix;

/**
 * Operations on few numbers that Java has: reading a text token by token, a call to libtorch takes longer than what it computes. Each
 * gives null where the numbers are not here, or the operation is not among these; then libtorch computes.
 */
final class Light {
    private Light() {}

    static Tensor near(Tensor x) {
        long[] shape = x.shape();
        long rows = 1;
        for (int i = 0; i < shape.length - 1; i++) {
            rows *= shape[i];
        }
        if (x.data() != null || rows > JavaProduct.fewRows() || Tape.isTracing()) {
            return x;
        }
        return new Tensor(x.manager(), x.toArray(), shape);
    }

    private static Tensor made(Tensor like, float[] data, long... shape) {
        return new Tensor(like.manager(), data, shape);
    }

    private static int size(long... shape) {
        int size = 1;
        for (long length : shape) {
            size *= (int) length;
        }
        return size;
    }

    /** What stands on the right of an operation; null where a gradient may have to flow through it. */
    private static float[] right(Tensor x) {
        return x.data() != null || !Tape.isTracing() ? x.data() != null ? x.data() : x.toArray() : null;
    }

    static Tensor[] linear(Tensor x, Weight[] weights, Tensor... biases) {
        if (x.data() == null) {
            return null;
        }
        long[] shape = x.shape();
        int width = (int) shape[shape.length - 1];
        int rows = x.data().length / width;
        Matrix[] matrices = new Matrix[weights.length];
        float[][] added = new float[weights.length][];
        float[][] out = new float[weights.length][];
        Tensor[] results = new Tensor[weights.length];
        for (int i = 0; i < weights.length; i++) {
            matrices[i] = weights[i].quick().matrix();
            if (rows > JavaProduct.fewRows() || matrices[i] == null || matrices[i].width() != width) {
                return null;
            }
            added[i] = biases[i] == null ? null : biases[i].known();
            out[i] = new float[rows * matrices[i].rows()];
            shape[shape.length - 1] = matrices[i].rows();
            results[i] = made(x, out[i], shape.clone());
        }
        JavaProduct.crew().products(x.data(), rows, matrices, added, out);
        return results;
    }

    static Tensor plus(Tensor x, Tensor other) {
        float[] b = operand(x, other);
        if (b == null) {
            return null;
        }
        float[] a = x.data();
        float[] out = new float[a.length];
        if (b.length == 1) {
            for (int i = 0; i < out.length; i++) {
                out[i] = a[i] + b[0];
            }
        } else {
            for (int i = 0; i < out.length; i++) {
                out[i] = a[i] + b[i];
            }
        }
        return made(x, out, x.shape());
    }

    static Tensor times(Tensor x, Tensor other) {
        float[] b = operand(x, other);
        if (b == null) {
            return null;
        }
        float[] a = x.data();
        float[] out = new float[a.length];
        if (b.length == 1) {
            for (int i = 0; i < out.length; i++) {
                out[i] = a[i] * b[0];
            }
        } else {
            for (int i = 0; i < out.length; i++) {
                out[i] = a[i] * b[i];
            }
        }
        return made(x, out, x.shape());
    }

    /** Numbers of the same shape, or a single one. */
    private static float[] operand(Tensor x, Tensor other) {
        if (x.data() == null) {
            return null;
        }
        long[] shape = other.shape();
        return size(shape) == 1 || Arrays.equals(shape, x.shape()) ? right(other) : null;
    }

    static Tensor reshape(Tensor x, long... shape) {
        if (x.data() == null || size(shape) != x.data().length) {
            return null;
        }
        return made(x, x.data(), shape.clone());
    }

    static Tensor swap(Tensor x, int a, int b) {
        if (x.data() == null) {
            return null;
        }
        int[] axes = new int[x.shape().length];
        Arrays.setAll(axes, i -> i == a ? b : i == b ? a : i);
        return permute(x, axes);
    }

    static Tensor permute(Tensor x, int... axes) {
        if (x.data() == null) {
            return null;
        }
        long[] from = x.shape();
        long[] to = new long[from.length];
        int[] steps = new int[from.length]; // in the source, along each axis of the result
        int lastMoved = -1;
        boolean same = true; // axes longer than 1 stay in order
        for (int i = 0; i < axes.length; i++) {
            to[i] = from[axes[i]];
            steps[i] = size(Arrays.copyOfRange(from, axes[i] + 1, from.length));
            if (to[i] != 1) {
                same &= axes[i] > lastMoved;
                lastMoved = axes[i];
            }
        }
        if (same) {
            return made(x, x.data(), to);
        }
        float[] out = new float[x.data().length];
        int[] at = new int[to.length];
        for (int i = 0, source = 0; i < out.length; i++) {
            out[i] = x.data()[source];
            for (int axis = to.length - 1; axis >= 0; axis--) {
                source += steps[axis];
                if (++at[axis] < to[axis]) {
                    break;
                }
                source -= at[axis] * steps[axis];
                at[axis] = 0;
            }
        }
        return made(x, out, to);
    }

    static Tensor narrow(Tensor x, int axis, long from, long to) {
        if (x.data() == null) {
            return null;
        }
        long[] shape = x.shape();
        int inner = size(Arrays.copyOfRange(shape, axis + 1, shape.length));
        int whole = (int) shape[axis] * inner;
        int part = (int) (to - from) * inner;
        int outer = x.data().length / whole;
        float[] out = new float[outer * part];
        for (int i = 0; i < outer; i++) {
            System.arraycopy(x.data(), i * whole + (int) from * inner, out, i * part, part);
        }
        shape[axis] = to - from;
        return made(x, out, shape);
    }

    static Tensor append(Tensor x, Tensor other, int axis) {
        if (x.data() == null || other.data() == null) {
            return null;
        }
        long[] shape = x.shape();
        int inner = size(Arrays.copyOfRange(shape, axis + 1, shape.length));
        int mine = (int) shape[axis] * inner;
        int more = (int) other.shape()[axis] * inner;
        float[] out = new float[x.data().length + other.data().length];
        for (int i = 0; i < out.length / (mine + more); i++) {
            System.arraycopy(x.data(), i * mine, out, i * (mine + more), mine);
            System.arraycopy(other.data(), i * more, out, i * (mine + more) + mine, more);
        }
        shape[axis] += other.shape()[axis];
        return made(x, out, shape);
    }

    static Tensor rmsNorm(Tensor x, Tensor weight, Tensor epsilon) {
        float[] w = weight.known();
        float least = epsilon.known()[0];
        float[] out = x.data().clone();
        for (int row = 0; row < out.length; row += w.length) {
            double squares = 0;
            for (int i = 0; i < w.length; i++) {
                squares += (double) out[row + i] * out[row + i];
            }
            float by = (float) (1 / Math.sqrt(squares / w.length + least));
            for (int i = 0; i < w.length; i++) {
                out[row + i] = w[i] * (out[row + i] * by);
            }
        }
        return made(x, out, x.shape());
    }

    static Tensor layerNorm(Tensor x, Tensor weight, Tensor bias, Tensor epsilon) {
        if (x.data() == null) {
            return null;
        }
        float[] w = weight.known();
        float[] b = bias.known();
        float least = epsilon.known()[0];
        float[] out = x.data().clone();
        for (int row = 0; row < out.length; row += w.length) {
            double sum = 0;
            for (int i = 0; i < w.length; i++) {
                sum += out[row + i];
            }
            float mean = (float) (sum / w.length);
            double squares = 0;
            for (int i = 0; i < w.length; i++) {
                out[row + i] -= mean;
                squares += (double) out[row + i] * out[row + i];
            }
            float by = (float) (1 / Math.sqrt(squares / w.length + least));
            for (int i = 0; i < w.length; i++) {
                out[row + i] = out[row + i] * by * w[i] + b[i];
            }
        }
        return made(x, out, x.shape());
    }

    /** {@code x [row, token, head, width]}, {@code cos} and {@code sin [row or 1, token, 1, width]}. */
    static Tensor rope(Tensor x, Tensor cos, Tensor sin) {
        if (x.data() == null) {
            return null;
        }
        long[] shape = x.shape();
        int tokens = (int) shape[1];
        int heads = (int) shape[2];
        int width = (int) shape[3];
        int half = width / 2;
        boolean shared = cos.shape()[0] == 1;
        float[] c = cos.known();
        float[] s = sin.known();
        float[] in = x.data();
        float[] out = new float[in.length];
        for (int vector = 0; vector < in.length / width; vector++) {
            int token = shared ? vector / heads % tokens : vector / heads;
            int angle = token * width;
            int at = vector * width;
            for (int i = 0; i < half; i++) {
                out[at + i] = in[at + i] * c[angle + i] - in[at + half + i] * s[angle + i];
            }
            for (int i = half; i < width; i++) {
                out[at + i] = in[at + i] * c[angle + i] + in[at + i - half] * s[angle + i];
            }
        }
        return made(x, out, shape);
    }

    static Tensor curve(Tensor x, Curve curve) {
        if (x.data() == null) {
            return null;
        }
        float[] out = new float[x.data().length];
        curve.of(x.data(), out);
        return made(x, out, x.shape());
    }

    static Tensor softCap(Tensor x, Tensor cap) {
        if (x.data() == null) {
            return null;
        }
        float most = cap.known()[0];
        float[] out = new float[x.data().length];
        for (int i = 0; i < out.length; i++) {
            out[i] = x.data()[i] / most;
        }
        Curve.TANH.of(out, out);
        for (int i = 0; i < out.length; i++) {
            out[i] *= most;
        }
        return made(x, out, x.shape());
    }
}
