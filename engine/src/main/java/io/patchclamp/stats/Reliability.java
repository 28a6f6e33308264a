package io.patchclamp.stats;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

import io.patchclamp.fault.PatchclampException;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;

/**
 * How well a map over units, made on one half of the items, comes back on the other.
 *
 * @param pearson the correlation of both maps
 * @param spearman that of their ranks
 * @param spearmanBrown what the whole would reach, from {@code pearson}
 * @param units how many units both maps have; those where either is NaN are left out
 * @param left how many units were left out
 */
public record Reliability(double pearson, double spearman, double spearmanBrown, int units, int left) {
    /**
     * Compares two maps.
     *
     * @param first a number a unit, from one half of the items; NaN where it has none
     * @param second the same from the other half
     * @return how well they agree
     */
    public static Reliability of(double[] first, double[] second) {
        Checked.pairs("split-half reliability", first.length, second.length);
        int[] both = java.util.stream.IntStream.range(0, first.length)
                .filter(u -> Double.isFinite(first[u]) && Double.isFinite(second[u]))
                .toArray();
        double[] x = java.util.Arrays.stream(both).mapToDouble(u -> first[u]).toArray();
        double[] y = java.util.Arrays.stream(both).mapToDouble(u -> second[u]).toArray();
        Checked.numbers("split-half reliability", "units that both halves have", x, 3);
        Checked.varied("split-half reliability", x);
        Checked.varied("split-half reliability", y);
        PearsonsCorrelation correlation = new PearsonsCorrelation();
        double r = correlation.correlation(x, y);
        return new Reliability(
                r,
                correlation.correlation(Ranks.mid(x), Ranks.mid(y)),
                spearmanBrown(r),
                both.length,
                first.length - both.length);
    }

    /**
     * What twice as many items would reach: {@code 2 r / (1 + r)}.
     *
     * @param r the correlation of two halves, above -1
     * @return the reliability of the whole
     */
    public static double spearmanBrown(double r) {
        if (!(r > -1 && r <= 1)) {
            throw new PatchclampException(
                    "A correlation of " + r + " has no reliability of the whole.", "a correlation above -1, up to 1");
        }
        return 2 * r / (1 + r);
    }

    /**
     * How much two sets of units share: twice what is in both, over the size of both together.
     *
     * @param first one set
     * @param second the other
     * @param <T> what units are called
     * @return 0 to 1; 0 where both are empty
     */
    public static <T> double dice(Collection<T> first, Collection<T> second) {
        Set<T> a = new HashSet<>(first);
        Set<T> b = new HashSet<>(second);
        Set<T> shared = new HashSet<>(a);
        shared.retainAll(b);
        return a.isEmpty() && b.isEmpty() ? 0 : 2.0 * shared.size() / (a.size() + b.size());
    }
}
