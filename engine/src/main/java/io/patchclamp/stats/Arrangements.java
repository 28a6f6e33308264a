package io.patchclamp.stats;

import java.util.Iterator;
import java.util.SplittableRandom;

import io.patchclamp.progress.Progress;
import org.apache.commons.math3.util.CombinatoricsUtils;

/**
 * The ways in which labels or signs could have fallen: all of them where they are few, else some drawn at random. Each is
 * the set of items that are in the first sample, or whose sign is turned.
 */
final class Arrangements {
    private final boolean exact;
    private final int[][] sets;

    private Arrangements(boolean exact, int[][] sets) {
        this.exact = exact;
        this.sets = sets;
    }

    /** Which n1 of n items are in the first sample. */
    static Arrangements labels(int n1, int n, Resampling resampling) {
        double all = labelCount(n1, n);
        if (all <= Resampling.ALL) {
            int[][] sets = new int[(int) Math.round(all)][];
            Iterator<int[]> each = CombinatoricsUtils.combinationsIterator(n, n1);
            for (int i = 0; i < sets.length; i++) {
                sets[i] = each.next();
            }
            return new Arrangements(true, sets);
        }
        int[][] sets = new int[resampling.draws()][];
        for (int i = 0; i < sets.length; i++) {
            Progress.checkCancelled("drawing arrangements");
            sets[i] = chosen(n1, n, resampling.random(i));
        }
        return new Arrangements(false, sets);
    }

    /** How many there are, as a double where they are many. */
    static double labelCount(int n1, int n) {
        return n1 == 0 || n1 == n ? 1 : Math.exp(CombinatoricsUtils.binomialCoefficientLog(n, n1));
    }

    /** Which of n items have their sign turned. */
    static Arrangements flips(int n, Resampling resampling) {
        boolean exact = n < 31 && 1 << n <= Resampling.ALL;
        int[][] sets = new int[exact ? 1 << n : resampling.draws()][];
        for (int i = 0; i < sets.length; i++) {
            Progress.checkCancelled("drawing arrangements");
            SplittableRandom random = exact ? null : resampling.random(i);
            boolean[] turned = new boolean[n];
            int count = 0;
            for (int j = 0; j < n; j++) {
                turned[j] = exact ? (i >> j & 1) == 1 : random.nextBoolean();
                count += turned[j] ? 1 : 0;
            }
            int[] set = new int[count];
            for (int j = 0, at = 0; j < n; j++) {
                if (turned[j]) {
                    set[at++] = j;
                }
            }
            sets[i] = set;
        }
        return new Arrangements(exact, sets);
    }

    static int[] chosen(int n1, int n, SplittableRandom random) {
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            order[i] = i;
        }
        for (int i = 0; i < n1; i++) {
            int j = i + random.nextInt(n - i);
            int swap = order[i];
            order[i] = order[j];
            order[j] = swap;
        }
        int[] first = java.util.Arrays.copyOf(order, n1);
        java.util.Arrays.sort(first);
        return first;
    }

    boolean exact() {
        return exact;
    }

    int count() {
        return sets.length;
    }

    int[] get(int i) {
        return sets[i];
    }

    /** The p where so many of them were as far out as the observed one, which counts itself. */
    double p(long reached) {
        return exact ? (double) reached / sets.length : (reached + 1.0) / (sets.length + 1.0);
    }

    /** Such as {@code exact, 70 arrangements}. */
    String words() {
        return exact ? "exact, " + counted() + " arrangements" : "Monte Carlo, " + counted() + " arrangements";
    }

    /** Such as {@code Monte Carlo standard error of p .0031}; empty where all were counted. */
    java.util.Optional<String> error(double p) {
        return exact
                ? java.util.Optional.empty()
                : java.util.Optional.of(
                        "Monte Carlo standard error of p " + Notes.number(Math.sqrt(p * (1 - p) / sets.length)));
    }

    /** The basis with the method and, where numbers were drawn, the seed. */
    Basis on(Basis basis, Resampling resampling) {
        String method = basis.method() + ", " + words();
        return exact
                ? new Basis(
                        basis.unit(),
                        basis.n(),
                        basis.population(),
                        method,
                        basis.tail(),
                        basis.correction(),
                        basis.family(),
                        basis.seed())
                : basis.drawn(method, resampling.seed());
    }

    private String counted() {
        return String.format(java.util.Locale.ROOT, "%,d", sets.length);
    }
}
