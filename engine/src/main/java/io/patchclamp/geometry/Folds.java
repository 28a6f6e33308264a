package io.patchclamp.geometry;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

import io.patchclamp.fault.PatchclampException;

/**
 * A split of trials into parts of which each is left out once: whole groups, classes spread as evenly as groups allow.
 *
 * @param count how many parts
 * @param of one a trial
 */
record Folds(int count, int[] of) {
    static Folds of(Groups groups, Labels labels, int count, long seed) {
        requireEnough(groups, labels, count);
        return parts(groups, labels, count, seed);
    }

    /** Groups in a random order, larger ones first, each where the spread of classes over folds stays smallest. */
    static Folds parts(Groups groups, Labels labels, int count, long seed) {
        int[][] members = groups.members();
        int classes = labels.classes().size();
        int[] totals = labels.counts();
        List<Integer> order = Shuffles.order(members.length, seed, -1);
        order = new ArrayList<>(order);
        order.sort(Comparator.comparingInt(g -> -members[g].length));
        double[][] held = new double[count][classes];
        int[] size = new int[count];
        int[] of = new int[labels.of().length];
        for (int g : order) {
            double[] share = new double[classes];
            for (int t : members[g]) {
                share[labels.of()[t]] += 1.0 / totals[labels.of()[t]];
            }
            int best = -1;
            double bestCost = 0;
            for (int f = 0; f < count; f++) {
                // adding s to h raises the sum of squares by 2hs + s²: the least of it keeps folds alike
                double cost = 0;
                for (int c = 0; c < classes; c++) {
                    cost += share[c] * held[f][c];
                }
                boolean less = best < 0 || cost < bestCost - 1e-12;
                boolean even = best >= 0 && Math.abs(cost - bestCost) <= 1e-12 && size[f] < size[best];
                if (less || even) {
                    best = f;
                    bestCost = cost;
                }
            }
            for (int c = 0; c < classes; c++) {
                held[best][c] += share[c];
            }
            size[best] += members[g].length;
            for (int t : members[g]) {
                of[t] = best;
            }
        }
        for (int f = 0; f < count; f++) {
            for (int c = 0; c < classes; c++) {
                if (held[f][c] == 0) {
                    throw new PatchclampException(
                            "Fold " + (f + 1) + " of " + count + " would have no trial of '"
                                    + labels.classes().get(c) + "', as whole groups of "
                                    + groups.words() + " go into one fold.",
                            "fewer folds, or groups that hold all classes");
                }
            }
        }
        return new Folds(count, of);
    }

    private static void requireEnough(Groups groups, Labels labels, int count) {
        if (count < 3) {
            throw new PatchclampException(
                    "Nested cross-validation takes 3 folds or more, got " + count + ".",
                    "5; with 3 or 4 where trials are few");
        }
        for (int c = 0; c < labels.classes().size(); c++) {
            int which = c;
            long held = IntStream.range(0, labels.of().length)
                    .filter(t -> labels.of()[t] == which)
                    .map(t -> groups.of()[t])
                    .distinct()
                    .count();
            if (held < count) {
                throw new PatchclampException(
                        "Class '" + labels.classes().get(c) + "' of column '" + labels.column() + "' is in " + held
                                + (held == 1 ? " group" : " groups") + " of " + groups.words() + ", fewer than "
                                + count + " folds.",
                        held >= 3 ? "--folds " + held : "more trials of each class, or another column");
            }
        }
    }

    /** The trials of one fold. */
    int[] in(int fold) {
        return IntStream.range(0, of.length).filter(t -> of[t] == fold).toArray();
    }

    /** The trials outside of two folds, which may be one. */
    int[] outside(int fold, int other) {
        return IntStream.range(0, of.length)
                .filter(t -> of[t] != fold && of[t] != other)
                .toArray();
    }
}
