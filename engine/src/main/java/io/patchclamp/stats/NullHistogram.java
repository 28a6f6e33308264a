package io.patchclamp.stats;

import java.util.Objects;
import java.util.stream.IntStream;

import io.patchclamp.progress.Crew;
import io.patchclamp.progress.Progress;

/** How many units have which d′: as observed, and on average where labels fall by chance. Immutable. */
public final class NullHistogram {
    private static final int BLOCK = 256;

    private final double limit;
    private final long[] observed;
    private final double[] permuted;
    private final int draws;

    private NullHistogram(double limit, long[] observed, double[] permuted, int draws) {
        this.limit = limit;
        this.observed = observed;
        this.permuted = permuted;
        this.draws = draws;
    }

    /**
     * Counts.
     *
     * @param table the numbers
     * @param units what was observed in them
     * @param bins how many, at least 2
     * @param draws how often labels are permuted
     * @param seed what the permutations are made from
     * @param progress hears how far it is
     * @param first whether each item is in the first condition
     * @return the histogram, from minus to plus the largest |d′| there is; the last bins hold what is beyond in the null
     */
    public static NullHistogram of(
            UnitTable table,
            TwoSampleUnits units,
            int bins,
            int draws,
            long seed,
            Progress progress,
            boolean... first) {
        Objects.checkIndex(1, bins);
        double limit = IntStream.range(0, units.units())
                .mapToDouble(u -> Math.abs(units.dPrime(u)))
                .filter(Double::isFinite)
                .max()
                .orElse(1);
        double width = limit == 0 ? 1 : limit;
        long[] observed = new long[bins];
        for (int u = 0; u < units.units(); u++) {
            if (units.state(u) == UnitState.TESTED) {
                observed[bin(units.dPrime(u), width, bins)]++;
            }
        }
        int n1 = 0;
        for (boolean f : first) {
            n1 += f ? 1 : 0;
        }
        int[][] sets = new int[draws][];
        for (int d = 0; d < draws; d++) {
            Progress.checkCancelled("permuting");
            sets[d] = Arrangements.chosen(n1, first.length, new Resampling(99, seed).random(d));
        }
        long[] permuted = new long[bins];
        Crew.all().each((table.units() + BLOCK - 1) / BLOCK, "permuting", progress, block -> {
            long[] local = new long[bins];
            for (int u = block * BLOCK; u < Math.min(table.units(), (block + 1) * BLOCK); u++) {
                if (units.state(u) == UnitState.TESTED) {
                    double[] x = table.unit(u);
                    for (int[] set : sets) {
                        Progress.checkCancelled("permuting");
                        double d = dPrime(x, set);
                        if (!Double.isNaN(d)) {
                            local[bin(d, width, bins)]++;
                        }
                    }
                }
            }
            synchronized (permuted) {
                for (int i = 0; i < bins; i++) {
                    permuted[i] += local[i];
                }
            }
        });
        double[] mean = new double[bins];
        for (int i = 0; i < bins; i++) {
            mean[i] = permuted[i] / (double) draws;
        }
        return new NullHistogram(width, observed, mean, draws);
    }

    private static int bin(double d, double limit, int bins) {
        return Math.max(0, Math.min(bins - 1, (int) Math.floor((d / limit + 1) / 2 * bins)));
    }

    private static double dPrime(double[] x, int[] set) {
        double mean = Moments.mean(x);
        double[] sum = new double[2];
        double[] squares = new double[2];
        int at = 0;
        for (int i = 0; i < x.length; i++) {
            int group = at < set.length && set[at] == i ? 0 : 1;
            at += 1 - group;
            double v = x[i] - mean;
            sum[group] += v;
            squares[group] += v * v;
        }
        double a = set.length;
        double b = x.length - a;
        double variance =
                ((squares[0] - sum[0] * sum[0] / a) / (a - 1) + (squares[1] - sum[1] * sum[1] / b) / (b - 1)) / 2;
        return (sum[0] / a - sum[1] / b) / Math.sqrt(Math.max(0, variance));
    }

    /**
     * How many bins there are.
     *
     * @return all of the same width
     */
    public int bins() {
        return observed.length;
    }

    /**
     * Where a bin begins; the number after the last is where the last one ends.
     *
     * @param bin its number, from 0
     * @return a d′
     */
    public double edge(int bin) {
        return -limit + 2 * limit * bin / bins();
    }

    /**
     * How many units were observed in a bin.
     *
     * @param bin its number, from 0
     * @return the count
     */
    public long observed(int bin) {
        return observed[bin];
    }

    /**
     * How many units chance puts into a bin.
     *
     * @param bin its number, from 0
     * @return the mean over permutations
     */
    public double permuted(int bin) {
        return permuted[bin];
    }

    /**
     * How often labels were permuted.
     *
     * @return the count
     */
    public int draws() {
        return draws;
    }
}
