package io.patchclamp.epoch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.patchclamp.fault.PatchclampException;

/**
 * What a causal model owes to minimal pairs: the same, before they differ.
 *
 * @param column what makes a pair
 * @param pairs how many pairs there are
 * @param tokens how many tokens before the first different one were compared, over all pairs
 * @param numbers how many numbers that were
 * @param largest the largest difference among them; 0 for numbers that are the same to the bit
 * @param differing the pairs in which a number differs
 * @param without the pairs that have no such token in the window, so that nothing was compared
 */
public record PairCheck(
        String column,
        int pairs,
        int tokens,
        long numbers,
        double largest,
        List<String> differing,
        List<String> without) {
    public PairCheck {
        Objects.requireNonNull(column, "column");
        differing = List.copyOf(differing);
        without = List.copyOf(without);
    }

    /**
     * Whether all that was compared is the same to the bit, and something was.
     *
     * @return true if so
     */
    public boolean exact() {
        return numbers > 0 && differing.isEmpty();
    }

    static PairCheck of(Epochs epochs, String asked) {
        String column = epochs.trials().column(asked);
        Map<String, List<Integer>> pairs = new LinkedHashMap<>();
        for (int t = 0; t < epochs.count(); t++) {
            String name = epochs.cuts().get(t).trial().item().columns().getOrDefault(column, "");
            pairs.computeIfAbsent(name, k -> new ArrayList<>()).add(t);
        }
        int tokens = 0;
        double largest = 0;
        List<String> differing = new ArrayList<>();
        List<String> without = new ArrayList<>();
        for (Map.Entry<String, List<Integer>> pair : pairs.entrySet()) {
            List<Integer> trials = pair.getValue();
            if (trials.size() != 2) {
                throw new PatchclampException(
                        "A pair is two trials, and " + column + " '" + pair.getKey() + "' has " + trials.size() + ".",
                        "a column with two trials for each value; what was dropped: " + epochs.log());
            }
            Compared compared = compare(epochs, trials.get(0), trials.get(1));
            tokens += compared.tokens;
            largest = Math.max(largest, compared.largest);
            if (compared.tokens == 0) {
                without.add(pair.getKey());
            } else if (compared.differs) {
                differing.add(pair.getKey());
            }
        }
        return new PairCheck(
                column, pairs.size(), tokens, (long) tokens * epochs.units().size(), largest, differing, without);
    }

    private record Compared(int tokens, double largest, boolean differs) {}

    private static Compared compare(Epochs epochs, int a, int b) {
        Cut first = epochs.cuts().get(a);
        Cut second = epochs.cuts().get(b);
        int same = same(first.trial().prompt().ids(), second.trial().prompt().ids());
        int tokens = 0;
        double largest = 0;
        boolean differs = false;
        for (int token = 0; token < same; token++) {
            float[] one = epochs.row(a, token - first.anchor());
            float[] other = epochs.row(b, token - second.anchor());
            if (one == null || other == null) {
                continue;
            }
            tokens++;
            for (int u = 0; u < one.length; u++) {
                largest = Math.max(largest, Math.abs((double) one[u] - other[u]));
                differs |= Float.compare(one[u] + 0f, other[u] + 0f) != 0; // 0 and -0 are the same
            }
        }
        return new Compared(tokens, largest, differs);
    }

    private static int same(List<Integer> a, List<Integer> b) {
        int at = 0;
        while (at < Math.min(a.size(), b.size()) && a.get(at).equals(b.get(at))) {
            at++;
        }
        return at;
    }

    /** One sentence with the verdict. */
    @Override
    public String toString() {
        String what = tokens + " tokens before the first different one, " + numbers + " numbers of " + pairs + " pairs";
        String missing = without.isEmpty()
                ? ""
                : " " + without.size() + " pairs have no such token in the window, such as '" + without.get(0) + "'.";
        if (numbers == 0) {
            return "Nothing was compared: no pair has a token before the first different one in the window.";
        }
        return exact()
                ? "Exact: " + what + ", no difference." + missing
                : "Not exact: " + what + ", largest difference " + largest + " in " + differing.size()
                        + " pairs, such as '" + differing.get(0)
                        + "'. Texts of different length side by side in a batch differ by round-off; --batch 1 does not."
                        + missing;
    }
}
