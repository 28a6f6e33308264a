package io.patchclamp.geometry;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Sets of trials, one number a trial, of which those that share a trial with another set can be made one. */
record Joined(int... of) {
    /** Joins along those of some sets, by number, that meet a condition. */
    Joined with(IntPredicate whether, int[]... sets) {
        int[] joined = of.clone();
        for (int s = 0; s < sets.length; s++) {
            if (whether.test(s)) {
                Map<Integer, Integer> to = new HashMap<>();
                int first = joined[sets[s][0]];
                Arrays.stream(sets[s]).forEach(t -> to.put(joined[t], first));
                Arrays.setAll(joined, t -> to.getOrDefault(joined[t], joined[t]));
            }
        }
        return new Joined(joined);
    }

    /** The trials of each set. */
    int[][] members() {
        return Arrays.stream(of)
                .distinct()
                .mapToObj(g ->
                        IntStream.range(0, of.length).filter(t -> of[t] == g).toArray())
                .toArray(int[][]::new);
    }

    /** The same sets, numbered from 0. */
    int[] numbered() {
        int[] numbers = new int[of.length];
        int[][] members = members();
        for (int g = 0; g < members.length; g++) {
            for (int t : members[g]) {
                numbers[t] = g;
            }
        }
        return numbers;
    }
}
