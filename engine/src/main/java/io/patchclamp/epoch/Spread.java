package io.patchclamp.epoch;

import java.util.Arrays;

import io.patchclamp.stats.Interval;
import io.patchclamp.stats.Intervals;

/**
 * A mean and how well it is known.
 *
 * @param mean NaN of no numbers
 * @param low the lower end of the t interval; NaN for fewer than two numbers
 * @param high its upper end
 */
record Spread(double mean, double low, double high) {
    static Spread of(double[] x, double level) {
        double mean = Arrays.stream(x).average().orElse(Double.NaN);
        if (x.length < 2) {
            return new Spread(mean, Double.NaN, Double.NaN);
        }
        if (!varies(x)) {
            return new Spread(x[0], x[0], x[0]);
        }
        Interval interval = Intervals.mean(x, level);
        return new Spread(mean, interval.low(), interval.high());
    }

    /** As the statistics have it: beyond the round-off of arithmetic. */
    static boolean varies(double[] x) {
        double low = Arrays.stream(x).min().orElse(0);
        double high = Arrays.stream(x).max().orElse(0);
        return high - low > 1e-12 * Math.max(Math.abs(low), Math.abs(high));
    }
}
