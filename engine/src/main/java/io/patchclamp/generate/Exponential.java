package io.patchclamp.generate;

/**
 * The exponential of numbers that are not above 0, in double precision: a power of two, one of 64 parts of a power from a table, and
 * a polynomial for the rest. The vocabulary is gone through for each token, and this takes a quarter of the time of {@code Math.exp};
 * it also has the same bits on every machine, which that has not.
 */
final class Exponential {
    private static final int PARTS = 64;
    private static final double LOG_2 = 0.6931471805599453;
    private static final double PER_PART = PARTS / LOG_2;
    private static final double PART_HIGH =
            Double.longBitsToDouble(Double.doubleToRawLongBits(LOG_2 / PARTS) >> 28 << 28);
    private static final double PART_LOW = LOG_2 / PARTS - PART_HIGH;

    /** Adding leaves the nearest whole number in the lowest bits. */
    private static final double ROUND = 0x1.8p52;

    /** Below, the result would need fewer bits; as a share of anything it is 0. */
    private static final double LEAST = -700;

    private static final double[] TABLE = new double[PARTS];

    static {
        for (int i = 0; i < PARTS; i++) {
            TABLE[i] = StrictMath.pow(2, (double) i / PARTS);
        }
    }

    private Exponential() {}

    static double of(double x) {
        if (!(x >= LEAST)) {
            return Double.isNaN(x) ? x : 0;
        }
        double shifted = x * PER_PART + ROUND;
        int n = (int) Double.doubleToRawLongBits(shifted);
        double whole = shifted - ROUND;
        double r = x - whole * PART_HIGH - whole * PART_LOW;
        double p = r + r * r * (1 / 2.0 + r * (1 / 6.0 + r * (1 / 24.0 + r * (1 / 120.0))));
        double part = TABLE[n & PARTS - 1];
        return (part + part * p) * Double.longBitsToDouble((n >> 6) + 1023L << 52);
    }
}
