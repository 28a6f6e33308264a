package io.patchclamp.geometry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

import io.patchclamp.progress.Progress;

/**
 * Labels in other orders that were as likely if labels meant nothing. Labels change places within a fold only: then
 * each order is split as evenly as the observed one, and what depends on the split alone is computed once. Where a group
 * has one label, groups change labels; where it has several, they change places within it, between items if several
 * trials are one item: nearly the same trials that are given different labels are easier to beat than chance.
 */
final class Shuffles {
    private final int[] labels;
    private final List<int[][]> exchanges = new ArrayList<>();
    private final boolean groupsMove;
    private final boolean trialsMove;
    private final boolean several;
    private final boolean folded;

    /** Each element of {@code exchanges} is a set of blocks, whose labels change places as wholes. */
    Shuffles(int[] labels, int[][] groups, int[] blocks) {
        this(labels, groups, blocks, IntStream.range(0, labels.length).toArray());
    }

    /** Trials with the same number in {@code items} have one label and keep one. */
    Shuffles(int[] labels, int[][] groups, int[] blocks, int[] items) {
        this.labels = labels;
        this.several = Arrays.stream(items).distinct().count() < items.length;
        int count = Arrays.stream(blocks).max().orElse(0) + 1;
        folded = count > 1;
        List<List<int[]>> alike = new ArrayList<>();
        for (int b = 0; b < count; b++) {
            alike.add(new ArrayList<>());
        }
        boolean within = false;
        for (int[] group : groups) {
            if (Arrays.stream(group).map(t -> labels[t]).distinct().count() == 1) {
                alike.get(blocks[group[0]]).add(group);
            } else {
                within = true;
                exchanges.add(Arrays.stream(group)
                        .map(t -> items[t])
                        .distinct()
                        .mapToObj(i ->
                                Arrays.stream(group).filter(t -> items[t] == i).toArray())
                        .toArray(int[][]::new));
            }
        }
        boolean between = false;
        for (List<int[]> set : alike) {
            if (set.stream().map(g -> labels[g[0]]).distinct().count() > 1) {
                between |= set.stream().anyMatch(g -> g.length > 1);
                exchanges.add(set.toArray(int[][]::new));
            }
        }
        groupsMove = between;
        trialsMove = within;
    }

    /** The labels in an order of this number; 0 is the observed one. */
    int[] draw(long seed, int number) {
        Progress.checkCancelled("shuffling");
        int[] drawn = labels.clone();
        if (number == 0) {
            return drawn;
        }
        SplittableRandom random = random(seed, number);
        for (int[][] set : exchanges) {
            int[] old = Arrays.stream(set).mapToInt(g -> labels[g[0]]).toArray();
            shuffle(old, random);
            for (int g = 0; g < set.length; g++) {
                for (int t : set[g]) {
                    drawn[t] = old[g];
                }
            }
        }
        return drawn;
    }

    /** How many different orders there are; infinity where they are too many for a double. */
    double arrangements() {
        double log = 0;
        for (int[][] set : exchanges) {
            int[] held = Arrays.stream(set).mapToInt(g -> labels[g[0]]).sorted().toArray();
            int run = 0;
            for (int i = 0; i < held.length; i++) {
                run = i > 0 && held[i] == held[i - 1] ? run + 1 : 1;
                log += Math.log(i + 1.0) - Math.log(run);
            }
        }
        return Math.rint(Math.exp(log));
    }

    String words() {
        String what = trialsMove ? "labels " + (several ? "of items " : "") + "shuffled within groups" : "";
        String other = groupsMove ? "labels shuffled between groups" : trialsMove ? "" : "labels shuffled";
        return String.join(
                        " and ",
                        java.util.stream.Stream.of(what, other)
                                .filter(w -> !w.isEmpty())
                                .toList())
                + (folded ? ", within folds" : "");
    }

    static SplittableRandom random(long seed, long number) {
        return new SplittableRandom(seed * 0x9e3779b97f4a7c15L + number * 0xbf58476d1ce4e5b9L);
    }

    static void shuffle(int[] values, SplittableRandom random) {
        for (int i = values.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int kept = values[i];
            values[i] = values[j];
            values[j] = kept;
        }
    }

    /** The numbers from 0, in an order of their own. */
    static List<Integer> order(int count, long seed, long number) {
        int[] order = new int[count];
        Arrays.setAll(order, i -> i);
        shuffle(order, random(seed, number));
        return Arrays.stream(order).boxed().toList();
    }
}
