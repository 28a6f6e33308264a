package io.patchclamp.stats;

/**
 * An interval for a number.
 *
 * @param low its lower end
 * @param high its upper end
 * @param level how often such intervals hold what they are for, such as 0.95
 * @param method how it was made, such as {@code t}, {@code Wilson}, {@code BCa bootstrap, 9,999 resamples, seed 1}
 */
public record Interval(double low, double high, double level, String method) {
    public Interval {
        if (!(low <= high) || !(level > 0 && level < 1)) {
            throw new IllegalArgumentException("interval [" + low + ", " + high + "] at " + level);
        }
    }

    /**
     * Whether a number lies in it.
     *
     * @param value the number
     * @return true at the ends too
     */
    public boolean holds(double value) {
        return low <= value && value <= high;
    }
}
