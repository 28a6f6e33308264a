package io.patchclamp.trial;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.patchclamp.trial.Trials.Item;

/**
 * Deals groups of trials to S and T one after the other, each to where the values of some columns, and the number of
 * trials, become more even: the minimisation of clinical trials (Pocock and Simon 1975), with the squared deviation from a
 * fair share, for each value relative to how often there is it.
 */
final class Evenness {
    private static final double SAME = 1e-9;

    private final Trials trials;
    private final List<List<String>> turns;
    private final double fraction;
    private final Map<String, Dealt> dealt = new HashMap<>();

    /** How many trials have a value, and how many of them are in S and in T so far. */
    private static final class Dealt {
        int all;
        int inS;
        int inT;

        /** What the deviation from a fair share would be with more in one of them. */
        double cost(int more, boolean toS, double fraction) {
            double deviation = inS + (toS ? more : 0) - fraction * (inS + inT + more);
            return deviation * deviation / all;
        }
    }

    /**
     * Of no group yet.
     *
     * @param turns columns to be made even; those of the second are looked at where the first leaves a choice, and so on
     * @param fraction the share of S
     */
    Evenness(Trials trials, List<List<String>> turns, double fraction) {
        this.trials = trials;
        this.turns = turns;
        this.fraction = fraction;
        for (List<String> columns : turns) {
            for (Item item : trials.items()) {
                values(item, columns).forEach(value -> dealt.computeIfAbsent(value, v -> new Dealt()).all++);
            }
        }
    }

    /** Whether a group makes S and T more alike in S than in T; as the coin says if neither. */
    boolean prefersS(List<Integer> group, boolean coin) {
        for (List<String> columns : turns) {
            Map<String, Integer> counts = counts(group, columns);
            double gain = cost(counts, false) - cost(counts, true);
            if (Math.abs(gain) > SAME) {
                return gain > 0;
            }
        }
        return coin;
    }

    void put(List<Integer> group, boolean toS) {
        for (List<String> columns : turns) {
            counts(group, columns).forEach((value, n) -> {
                Dealt so = dealt.get(value);
                so.inS += toS ? n : 0;
                so.inT += toS ? 0 : n;
            });
        }
    }

    private double cost(Map<String, Integer> counts, boolean toS) {
        double cost = 0;
        for (Map.Entry<String, Integer> value : counts.entrySet()) {
            cost += dealt.get(value.getKey()).cost(value.getValue(), toS, fraction);
        }
        return cost;
    }

    private Map<String, Integer> counts(List<Integer> group, List<String> columns) {
        Map<String, Integer> counts = new HashMap<>();
        group.forEach(t -> values(trials.items().get(t), columns).forEach(v -> counts.merge(v, 1, Integer::sum)));
        return counts;
    }

    /** A value of each column; without columns every trial has the same, so that their number becomes even. */
    private static List<String> values(Item item, List<String> columns) {
        return columns.isEmpty()
                ? List.of("")
                : columns.stream()
                        .map(column -> column + "\n" + item.columns().getOrDefault(column, ""))
                        .toList();
    }
}
