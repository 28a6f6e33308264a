package io.patchclamp.phantom;

/**
 * A random rotation: circuits are drawn along axes, and no dimension of the finished residual stream is one of them.
 *
 * @param axes {@code [axis][dimension]}, orthonormal
 */
record Rotation(double[][] axes) {
    static Rotation random(int size, Dice dice) {
        double[][] axes = new double[size][];
        for (int i = 0; i < size; i++) {
            double[] axis = dice.normals(size);
            // twice: once leaves round-off that another pass removes
            for (int pass = 0; pass < 2; pass++) {
                for (int j = 0; j < i; j++) {
                    double share = dot(axis, axes[j]);
                    for (int k = 0; k < size; k++) {
                        axis[k] -= share * axes[j][k];
                    }
                }
            }
            double length = StrictMath.sqrt(dot(axis, axis));
            for (int k = 0; k < size; k++) {
                axis[k] /= length;
            }
            axes[i] = axis;
        }
        return new Rotation(axes);
    }

    /** Of rows that read or are written along axes: the same rows along dimensions, one after another. */
    float[] rows(double[][] rows) {
        int size = axes.length;
        float[] out = new float[rows.length * size];
        double[] sum = new double[size];
        for (int r = 0; r < rows.length; r++) {
            java.util.Arrays.fill(sum, 0);
            for (int a = 0; a < size; a++) {
                double share = rows[r][a];
                for (int k = 0; share != 0 && k < size; k++) {
                    sum[k] += share * axes[a][k];
                }
            }
            for (int k = 0; k < size; k++) {
                out[r * size + k] = (float) sum[k];
            }
        }
        return out;
    }

    /** Of what each input writes along axes: {@code [dimension][input]}, one after another. */
    float[] columns(double[][] written) {
        float[] rows = rows(written);
        int inputs = written.length;
        int size = axes.length;
        float[] out = new float[rows.length];
        for (int i = 0; i < inputs; i++) {
            for (int k = 0; k < size; k++) {
                out[k * inputs + i] = rows[i * size + k];
            }
        }
        return out;
    }

    static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
