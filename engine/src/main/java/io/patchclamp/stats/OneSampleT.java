package io.patchclamp.stats;

/** Student's t of differences. The sets are of the items whose sign is turned. */
final class OneSampleT extends MassT {
    private static final int[] NONE = {};

    private final int n;

    OneSampleT(int n, Tail tail) {
        super(n, tail);
        this.n = n;
    }

    @Override
    UnitState scaled(double[] x) {
        if (!finite(x)) {
            return UnitState.NOT_FINITE;
        }
        if (Checked.constant(x)) {
            return UnitState.CONSTANT;
        }
        double largest = 0;
        for (double v : x) {
            largest = Math.max(largest, Math.abs(v));
        }
        double squares = 0;
        for (int i = 0; i < n; i++) {
            x[i] /= largest;
            squares += x[i] * x[i];
        }
        double root = Math.sqrt(squares);
        for (int i = 0; i < n; i++) {
            x[i] /= root;
        }
        return UnitState.TESTED;
    }

    @Override
    int[] observed() {
        return NONE;
    }

    @Override
    boolean squares() {
        return false;
    }

    @Override
    double t(int[] set, double total, double sum, double squares) {
        return ofCentred(centred(total, sum));
    }

    @Override
    double centred(double total, double sum) {
        return total - 2 * sum;
    }

    @Override
    double ofCentred(double centred) {
        double left = n - centred * centred;
        return left > 1e-14 * n ? centred * Math.sqrt((n - 1) / left) : Math.signum(centred) * Double.POSITIVE_INFINITY;
    }
}
