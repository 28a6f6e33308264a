package io.patchclamp.stats;

/**
 * Welch's t. Where both conditions have as many items it is Student's, which grows with the sum over one condition alone.
 * The sets are of the smaller condition.
 */
final class TwoSampleT extends MassT {
    private final boolean[] first;
    private final int[] observed;
    private final int n1;
    private final int n2;
    private final int sign;

    TwoSampleT(boolean[] first, Tail tail) {
        super(first.length, tail);
        this.first = first.clone();
        int count = 0;
        for (boolean f : first) {
            count += f ? 1 : 0;
        }
        boolean small = count <= first.length - count;
        n1 = small ? count : first.length - count;
        n2 = first.length - n1;
        sign = small ? 1 : -1;
        observed = new int[n1];
        for (int i = 0, at = 0; i < first.length; i++) {
            if (first[i] == small) {
                observed[at++] = i;
            }
        }
    }

    @Override
    UnitState scaled(double[] x) {
        if (!finite(x)) {
            return UnitState.NOT_FINITE;
        }
        double[] a = new double[x.length];
        double[] b = new double[x.length];
        int in = 0;
        int out = 0;
        for (int i = 0; i < x.length; i++) {
            if (first[i]) {
                a[in++] = x[i];
            } else {
                b[out++] = x[i];
            }
        }
        if (Checked.constant(java.util.Arrays.copyOf(a, in)) && Checked.constant(java.util.Arrays.copyOf(b, out))) {
            return UnitState.CONSTANT;
        }
        double mean = Moments.mean(x);
        double largest = 0;
        for (int i = 0; i < x.length; i++) {
            x[i] -= mean;
            largest = Math.max(largest, Math.abs(x[i]));
        }
        double squares = 0;
        for (int i = 0; i < x.length; i++) {
            x[i] /= largest; // first to 1, lest a square be too large or too small to be a number
            squares += x[i] * x[i];
        }
        double root = Math.sqrt(squares);
        for (int i = 0; i < x.length; i++) {
            x[i] /= root;
        }
        return UnitState.TESTED;
    }

    @Override
    int[] observed() {
        return observed;
    }

    @Override
    boolean squares() {
        return n1 != n2;
    }

    @Override
    double t(int[] set, double total, double sum, double squares) {
        if (!squares()) {
            return ofCentred(centred(total, sum));
        }
        double v1 = Math.max(0, squares - sum * sum / n1) / (n1 - 1.0);
        double v2 = Math.max(0, 1 - squares - sum * sum / n2) / (n2 - 1.0);
        double error = v1 / n1 + v2 / n2;
        double difference = sign * sum * (1.0 / n1 + 1.0 / n2);
        return error > 1e-15 ? difference / Math.sqrt(error) : Math.abs(sum) < 1e-12 ? 0 : certain(difference);
    }

    @Override
    double centred(double total, double sum) {
        return sign * sum;
    }

    @Override
    double ofCentred(double centred) {
        int n = n1 + n2;
        double explained = centred * centred * n / ((double) n1 * n2);
        return explained < 1 - 1e-14
                ? Math.signum(centred) * Math.sqrt((n - 2) * explained / (1 - explained))
                : certain(centred);
    }

    /** No variance is left within the conditions. */
    private static double certain(double difference) {
        return difference > 0 ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
    }
}
