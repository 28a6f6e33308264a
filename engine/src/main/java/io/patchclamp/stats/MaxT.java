package io.patchclamp.stats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.patchclamp.fault.PatchclampException;
import io.patchclamp.progress.Crew;
import io.patchclamp.progress.Progress;

/**
 * Many units tested at once, each held to the largest statistic that the whole family shows when labels or signs fall by
 * chance (Westfall and Young 1993): {@code p_j = (1 + #{M_b >= |t_j|}) / (1 + B)}. Whole items change place, the same way
 * for all units, so that what units have in common stays.
 *
 * <p>What is asked is whether labels, or signs, could have fallen otherwise. Conditions that have one mean but differ in spread
 * are told apart too, the more the fewer items there are, and differences that are not symmetric about 0 are, if their mean is
 * 0: {@code docs/error-rates.md} says how often. Items are taken for independent: several trials of one item are one item.
 *
 * <p>The statistic of two samples is Welch's t. All arrangements are counted where they are at most
 * {@link Resampling#ALL}. The result does not depend on how many threads there are.
 *
 * <p>Cost: draws × items / 4 × units additions; 9,999 draws of 200 items and 46,080 units are some seconds on two cores.
 */
public final class MaxT {
    private static final int BLOCK = 64; // sums of subsets of 200 items and so many units fit a core's cache

    private final Tail tail;
    private final Resampling resampling;
    private final Progress progress;
    private final Crew crew;

    private MaxT(Tail tail, Resampling resampling, Progress progress, Crew crew) {
        this.tail = tail;
        this.resampling = resampling;
        this.progress = progress;
        this.crew = crew;
    }

    /**
     * Two-sided, on all processors.
     *
     * @param resampling how arrangements are drawn where they are many
     * @return a test that can be asked
     */
    public static MaxT of(Resampling resampling) {
        return new MaxT(Tail.TWO_SIDED, resampling, Progress.SILENT, Crew.all());
    }

    /**
     * The same with another tail.
     *
     * @param changed which differences count
     * @return a changed copy
     */
    public MaxT tail(Tail changed) {
        return new MaxT(changed, resampling, progress, crew);
    }

    /**
     * The same with someone who hears how far it is.
     *
     * @param heard told from the calling thread
     * @return a changed copy
     */
    public MaxT progress(Progress heard) {
        return new MaxT(tail, resampling, heard, crew);
    }

    /**
     * The same on another number of threads.
     *
     * @param count at least one
     * @return a changed copy
     */
    public MaxT threads(int count) {
        return new MaxT(tail, resampling, progress, new Crew(count));
    }

    /**
     * Which units differ between two conditions.
     *
     * @param table the numbers
     * @param first whether each item is in the first condition
     * @return each unit's t, positive where the first condition is larger, and corrected p
     */
    public FamilyResult twoSample(UnitTable table, boolean... first) {
        Checked.pairs("max-T test", table.items(), first.length);
        int n1 = 0;
        for (boolean f : first) {
            n1 += f ? 1 : 0;
        }
        int n2 = first.length - n1;
        if (n1 < 2 || n2 < 2) {
            throw new PatchclampException(
                    "The max-T test needs at least 2 items in each condition, and has " + n1 + " and " + n2 + ".",
                    "more items");
        }
        Map<String, Integer> n = new LinkedHashMap<>();
        n.put("first", n1);
        n.put("second", n2);
        Arrangements ways = Arrangements.labels(Math.min(n1, n2), first.length, resampling);
        double least = (tail == Tail.TWO_SIDED && n1 == n2 ? 2 : 1) / Arrangements.labelCount(n1, first.length);
        return run("Welch t-test", table, new TwoSampleT(first, tail), ways, n, least);
    }

    /**
     * Which units differ from zero, or between conditions that each item was in.
     *
     * @param differences the numbers, or their differences
     * @return each unit's t and corrected p
     */
    public FamilyResult oneSample(UnitTable differences) {
        int n = differences.items();
        if (n < 2) {
            throw new PatchclampException("The max-T test needs at least 2 items, and has " + n + ".", "more items");
        }
        Arrangements ways = Arrangements.flips(n, resampling);
        return run(
                "one-sample t-test",
                differences,
                new OneSampleT(n, tail),
                ways,
                Map.of("pairs", n),
                Notes.flipsLeast(n, tail));
    }

    private FamilyResult run(
            String name, UnitTable table, MassT statistic, Arrangements ways, Map<String, Integer> n, double least) {
        int units = table.units();
        double[] t = new double[units];
        double[] p = new double[units];
        UnitState[] states = new UnitState[units];
        double[] maxima = new double[ways.count()];
        Arrays.fill(maxima, Double.NEGATIVE_INFINITY);
        crew.each((units + BLOCK - 1) / BLOCK, "permuting", progress, block -> {
            int from = block * BLOCK;
            int to = Math.min(units, from + BLOCK);
            double[] local = statistic.block(table, from, to, t, states, ways);
            synchronized (maxima) {
                for (int w = 0; w < local.length; w++) {
                    maxima[w] = Math.max(maxima[w], local[w]);
                }
            }
        });
        Arrays.sort(maxima);
        int tested = 0;
        for (int u = 0; u < units; u++) {
            boolean asked = states[u] == UnitState.TESTED;
            tested += asked ? 1 : 0;
            p[u] = asked ? ways.p(reached(maxima, Moments.reach(statistic.folded(t[u])))) : Double.NaN;
            t[u] = asked ? t[u] : Double.NaN;
        }
        if (tested == 0) {
            throw Checked.still(units);
        }
        List<String> notes = new ArrayList<>();
        ways.error(Moments.ALPHA).ifPresent(e -> notes.add(e.replace("of p", "where p = .05:")));
        Notes.smallest(notes, least, table.items());
        Basis basis =
                ways.on(Basis.of(n, name + ", permuted", tail), resampling).corrected(Correction.MAX_T, tested);
        return new FamilyResult(name, t, p, states, maxima, basis, notes);
    }

    private static long reached(double[] sorted, double least) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] < least) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return sorted.length - low;
    }
}
