package io.patchclamp.stats;

import io.patchclamp.fault.PatchclampException;

/**
 * Indices that were made for firing rates. Activations of a model have signs: rectify them first, and say so on the axis.
 */
public final class RateIndices {
    private RateIndices() {}

    /**
     * How few conditions a unit responds to, 0 (all alike) to 1 (one alone), as the Allen Institute has it (Vinje and
     * Gallant 2000).
     *
     * @param rates one a condition, none negative
     * @return lifetime sparseness
     */
    public static double lifetimeSparseness(double[] rates) {
        double n = checked("lifetime sparseness", rates).length;
        double sum = 0;
        double squares = 0;
        for (double r : rates) {
            sum += r / n;
            squares += r * r / n;
        }
        return (1 - sum * sum / squares) / (1 - 1 / n);
    }

    /**
     * How much one look at the unit tells about the condition (Skaggs et al. 1993).
     *
     * @param rates one a condition, none negative
     * @param occupancy how often each condition was, summing to 1
     * @return bits a second; over the mean rate, bits a spike
     */
    public static double skaggs(double[] rates, double[] occupancy) {
        checked("Skaggs information", rates);
        Checked.pairs("Skaggs information", rates.length, occupancy.length);
        double all = 0;
        for (double share : Checked.numbers("Skaggs information", "occupancy", occupancy, 2)) {
            all += Checked.proportion(share);
        }
        if (Math.abs(all - 1) > 1e-6) {
            throw new PatchclampException(
                    "The occupancy says how often each condition was and sums to 1, and this sums to " + all + ".",
                    "counts divided by their sum");
        }
        double mean = 0;
        for (int i = 0; i < rates.length; i++) {
            mean += occupancy[i] * rates[i];
        }
        double bits = 0;
        for (int i = 0; i < rates.length; i++) {
            bits += rates[i] == 0 ? 0 : occupancy[i] * rates[i] * Math.log(rates[i] / mean) / Math.log(2);
        }
        return bits;
    }

    private static double[] checked(String name, double[] rates) {
        double largest = 0;
        for (double r : Checked.numbers(name, "rates", rates, 2)) {
            largest = Math.max(largest, r);
            if (r < 0) {
                throw new PatchclampException(
                        "The " + name + " is of rates, and " + r + " is none.",
                        "rectify first: Math.max(0, a), and say so");
            }
        }
        if (largest == 0) {
            throw new PatchclampException("All rates are 0, and there is no " + name + ".", "a unit that responds");
        }
        return rates;
    }
}
