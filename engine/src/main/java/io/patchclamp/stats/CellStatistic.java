package io.patchclamp.stats;

/** The statistic of each cell in one arrangement; NaN where there is none. */
interface CellStatistic {
    /** Writes one number a cell. */
    void of(int[] set, double[] into);

    /** Which items are in the set as the data were observed. */
    int[] observed();

    /** Degrees of freedom for a threshold. */
    double df();

    /** Whether a cell does not vary as it was observed. */
    boolean constant(int cell);

    /** A cell does not vary where its spread is but round-off beside its size. */
    static boolean flat(double variance, double size) {
        return !(variance > 1e-24 * size * size);
    }

    /** t where nothing varies: beyond every threshold if there is a difference; not 0, which would let its p be too small. */
    static double certain(double difference) {
        return difference == 0 ? Double.NaN : Math.copySign(Double.POSITIVE_INFINITY, difference);
    }

    /** t of differences; the set is turned. */
    final class OneSample implements CellStatistic {
        private final Plane plane;

        OneSample(Plane plane) {
            this.plane = plane;
        }

        @Override
        public void of(int[] set, double[] into) {
            int cells = plane.cells();
            double[] n = new double[cells];
            double[] sum = new double[cells];
            double[] squares = new double[cells];
            int at = 0;
            for (int i = 0; i < plane.items(); i++) {
                boolean turned = at < set.length && set[at] == i;
                at += turned ? 1 : 0;
                double[] item = plane.values()[i];
                for (int c = 0; c < cells; c++) {
                    double v = item[c];
                    if (v == v) {
                        n[c]++;
                        sum[c] += turned ? -v : v;
                        squares[c] += v * v;
                    }
                }
            }
            for (int c = 0; c < cells; c++) {
                double left = squares[c] - sum[c] * sum[c] / n[c];
                double variance = (left < 1e-6 * squares[c] ? around(sum[c] / n[c], c, set) : left) / (n[c] - 1);
                double mean = sum[c] / n[c];
                into[c] = n[c] < 2
                        ? Double.NaN
                        : flat(variance, Math.sqrt(squares[c])) ? certain(mean) : mean / Math.sqrt(variance / n[c]);
            }
        }

        /** What is left around a mean far from 0, where the difference of two large sums would be round-off. */
        private double around(double mean, int cell, int... set) {
            double squares = 0;
            int at = 0;
            for (int i = 0; i < plane.items(); i++) {
                boolean turned = at < set.length && set[at] == i;
                at += turned ? 1 : 0;
                double v = plane.values()[i][cell];
                double d = (turned ? -v : v) - mean;
                squares += v == v ? d * d : 0;
            }
            return squares;
        }

        @Override
        public int[] observed() {
            return new int[0];
        }

        @Override
        public double df() {
            return plane.items() - 1.0;
        }

        @Override
        public boolean constant(int cell) {
            return Checked.constant(Constant.present(plane, cell, 0, plane.items()));
        }
    }

    /** Welch's t of two conditions, or the F of their means; the set is the first. */
    final class TwoSample implements CellStatistic {
        private final Plane plane;
        private final int n1;
        private final boolean squared;
        private final double[] mean;

        TwoSample(Plane plane, int n1, boolean squared) {
            this.plane = plane;
            this.n1 = n1;
            this.squared = squared;
            mean = new double[plane.cells()];
            for (int c = 0; c < mean.length; c++) {
                mean[c] = Moments.mean(Constant.present(plane, c, 0, plane.items()));
            }
        }

        @Override
        public void of(int[] set, double[] into) {
            int cells = plane.cells();
            double[][] n = new double[2][cells];
            double[][] sum = new double[2][cells];
            double[][] squares = new double[2][cells];
            int at = 0;
            for (int i = 0; i < plane.items(); i++) {
                int group = at < set.length && set[at] == i ? 0 : 1;
                at += 1 - group;
                double[] item = plane.values()[i];
                for (int c = 0; c < cells; c++) {
                    double v = item[c] - mean[c];
                    if (v == v) {
                        n[group][c]++;
                        sum[group][c] += v;
                        squares[group][c] += v * v;
                    }
                }
            }
            for (int c = 0; c < cells; c++) {
                double a = n[0][c];
                double b = n[1][c];
                double s1 = squares[0][c] - sum[0][c] * sum[0][c] / a;
                double s2 = squares[1][c] - sum[1][c] * sum[1][c] / b;
                double error =
                        squared ? (s1 + s2) / (a + b - 2) * (1 / a + 1 / b) : s1 / (a - 1) / a + s2 / (b - 1) / b;
                double size = Math.sqrt(squares[0][c] + squares[1][c]);
                double difference = sum[0][c] / a - sum[1][c] / b;
                double t = flat(error, size)
                        ? certain(Math.abs(difference) > 1e-12 * size ? difference : 0)
                        : difference / Math.sqrt(error);
                into[c] = a < 2 || b < 2 ? Double.NaN : squared ? t * t : t;
            }
        }

        @Override
        public int[] observed() {
            return java.util.stream.IntStream.range(0, n1).toArray();
        }

        @Override
        public double df() {
            return plane.items() - 2.0;
        }

        @Override
        public boolean constant(int cell) {
            return Checked.constant(Constant.present(plane, cell, 0, n1))
                    && Checked.constant(Constant.present(plane, cell, n1, plane.items()));
        }
    }

    /** What items have in a cell. */
    final class Constant {
        private Constant() {}

        static double[] present(Plane plane, int cell, int from, int to) {
            return java.util.stream.IntStream.range(from, to)
                    .mapToDouble(i -> plane.values()[i][cell])
                    .filter(v -> v == v)
                    .toArray();
        }
    }
}
