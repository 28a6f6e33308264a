package io.patchclamp.stats;

import io.patchclamp.fault.PatchclampException;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;

/** Quantiles between the numbers there are, as NumPy and R have them (type 7 of Hyndman and Fan). */
public final class Quantiles {
    private Quantiles() {}

    /**
     * One percentile.
     *
     * @param x numbers, at least one
     * @param percent 0 to 100
     * @return the number below which so many lie
     */
    public static double percentile(double[] x, double percent) {
        if (!(percent >= 0 && percent <= 100)) {
            throw new PatchclampException(
                    "A percentile lies from 0 to 100, and " + percent + " does not.", "25, 50 or 97.5");
        }
        return sorted(Ranks.sorted(Checked.numbers("percentile", "sample", x, 1)), percent / 100);
    }

    /** Of numbers in ascending order. */
    static double sorted(double[] sorted, double share) {
        if (share <= 0) {
            return sorted[0];
        }
        return new Percentile()
                .withEstimationType(Percentile.EstimationType.R_7)
                .evaluate(sorted, Math.min(100, share * 100));
    }
}
