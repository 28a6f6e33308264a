package io.patchclamp.geometry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.patchclamp.progress.Progress;

/** Orders of conditions: every one of a few, or random ones of many; the first is the one that was observed. */
final class Exchange {
    private final int n;
    private final boolean exact;
    private final int permutations;
    private final long seed;
    private final List<int[]> all = new ArrayList<>();

    Exchange(int n, boolean exact, int permutations, long seed) {
        this.n = n;
        this.exact = exact;
        this.permutations = permutations;
        this.seed = seed;
        if (exact) {
            collect(new int[n], 0, new boolean[n]);
        }
    }

    /** In lexical order, so that the first is 0, 1, 2, … */
    private void collect(int[] order, int at, boolean[] used) {
        if (at == n) {
            all.add(order.clone());
            return;
        }
        for (int i = 0; i < n; i++) {
            if (!used[i]) {
                used[i] = true;
                order[at] = i;
                collect(order, at + 1, used);
                used[i] = false;
            }
        }
    }

    boolean exact() {
        return exact;
    }

    /** How many orders there are, the observed one among them. */
    int count() {
        return exact ? all.size() : permutations + 1;
    }

    int[] order(int number) {
        if (exact) {
            return all.get(number);
        }
        Progress.checkCancelled("exchanging conditions");
        int[] order = new int[n];
        Arrays.setAll(order, i -> i);
        if (number > 0) {
            Shuffles.shuffle(order, Shuffles.random(seed, number));
        }
        return order;
    }

    /** Rows and columns together. */
    static double[][] apply(double[][] square, int[] order) {
        return Dense.part(square, order, order);
    }
}
