package io.patchclamp.figure;

/** Percentiles of |x| over the finite values, by counting: no sorting, no copy. */
final class Percentile {
    private Percentile() {}

    /**
     * The percentile with linear interpolation between the two nearest ranks (the default of numpy.percentile).
     *
     * @param from the first value that counts
     * @return NaN if no value is finite
     */
    static double ofMagnitudes(float[] values, int from, double percentile) {
        // The bits of a non-negative float, read as an int, keep its order: count the upper 16, then the lower 16.
        int[] upper = new int[1 << 16];
        int finite = 0;
        for (int i = from; i < values.length; i++) {
            float x = values[i];
            if (Float.isFinite(x)) {
                upper[Float.floatToRawIntBits(Math.abs(x)) >>> 16]++;
                finite++;
            }
        }
        if (finite == 0) {
            return Double.NaN;
        }
        double rank = (finite - 1) * (percentile / 100);
        int low = (int) Math.floor(rank);
        double a = ranked(values, from, upper, low);
        double share = rank - low;
        if (share == 0) {
            return a;
        }
        double b = ranked(values, from, upper, low + 1);
        return a + (b - a) * share;
    }

    private static double ranked(float[] values, int from, int[] upper, int rank) {
        int bucket = 0;
        int before = 0;
        while (before + upper[bucket] <= rank) {
            before += upper[bucket++];
        }
        int[] lower = new int[1 << 16];
        for (int i = from; i < values.length; i++) {
            int bits = Float.floatToRawIntBits(Math.abs(values[i]));
            if (bits >>> 16 == bucket && Float.isFinite(values[i])) {
                lower[bits & 0xffff]++;
            }
        }
        int last = 0;
        while (before + lower[last] <= rank) {
            before += lower[last++];
        }
        return Float.intBitsToFloat(bucket << 16 | last);
    }
}
