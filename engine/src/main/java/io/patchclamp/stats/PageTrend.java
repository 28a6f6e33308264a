package io.patchclamp.stats;

import java.util.List;
import java.util.Map;

import io.patchclamp.fault.PatchclampException;
import io.patchclamp.progress.Progress;

/** Whether items rise over ordered conditions (Page 1963), such as doses. */
public final class PageTrend {
    private static final int EXACT_CONDITIONS = 10;
    private static final long EXACT_WORK = 200_000_000;

    private PageTrend() {}

    /**
     * Whether numbers rise from the first condition to the last, within items. Exact up to 10 conditions, ties and all,
     * unless there are very many items; else normal. Equal numbers of an item share their mean rank and are exchanged as such:
     * SciPy's p, exact or not, counts orders of ranks without ties, and is another one where there are some.
     *
     * @param items {@code [item][condition]}, conditions in the order that was predicted
     * @return Page's L and p, greater
     */
    public static TestResult rising(double[][] items) {
        String name = "Page trend test";
        int k = items.length == 0 ? 0 : items[0].length;
        if (items.length < 2 || k < 3) {
            throw new PatchclampException(
                    "The " + name + " needs at least 2 items and 3 conditions, and has " + items.length + " and " + k
                            + ".",
                    "more items, or Spearman");
        }
        double l = 0;
        double mean = items.length * k * (k + 1.0) * (k + 1.0) / 4;
        double variance = 0;
        boolean tied = false;
        double[][] ranks = new double[items.length][];
        for (int i = 0; i < items.length; i++) {
            Checked.pairs(name, k, items[i].length);
            ranks[i] = Ranks.mid(Checked.orders(name, "item " + (i + 1), items[i], k));
            tied |= Ranks.ties(items[i]) > 0;
            double squares = 0;
            for (int j = 0; j < k; j++) {
                l += (j + 1) * ranks[i][j];
                squares += (ranks[i][j] - (k + 1) / 2.0) * (ranks[i][j] - (k + 1) / 2.0);
            }
            variance += squares * k * (k * (double) k - 1) / 12 / (k - 1);
        }
        if (variance == 0) {
            throw new PatchclampException(
                    "No item of " + items.length + " differs between its conditions, and there is no trend.",
                    "conditions that do something");
        }
        boolean exact = k <= EXACT_CONDITIONS
                && (long) items.length * items.length * (2L * k * (k + 1) * (2 * k + 1) / 6) * k * k * k / 3
                        <= EXACT_WORK * 10;
        double p = exact ? exact(ranks, l) : Moments.p((l - mean) / Math.sqrt(variance), Tail.GREATER);
        return new TestResult(
                name,
                "L",
                l,
                List.of(),
                p,
                List.of(),
                Basis.of(Map.of("items", items.length), name + (exact ? ", exact" : ", normal"), Tail.GREATER),
                tied
                        ? List.of(
                                "equal numbers in an item share ranks: p is over the orders of the ranks as they are shared")
                        : List.of());
    }

    /** Adds up how L is distributed over items, in half ranks. */
    private static double exact(double[][] ranks, double l) {
        double[] all = {1};
        for (double[] row : ranks) {
            double[] one = row(row);
            double[] next = new double[all.length + one.length - 1];
            for (int i = 0; i < all.length; i++) {
                Progress.checkCancelled("counting orders");
                for (int j = 0; all[i] > 0 && j < one.length; j++) {
                    next[i + j] += all[i] * one[j];
                }
            }
            all = next;
        }
        double p = 0;
        for (int s = (int) Math.round(2 * l); s < all.length; s++) {
            p += all[s];
        }
        return Math.min(1, p);
    }

    /** How one item's part of 2L is distributed over all orders of its ranks: by which ranks are used up so far. */
    private static double[] row(double[] ranks) {
        int k = ranks.length;
        int most = 0;
        for (int j = 1; j <= k; j++) {
            most += 2 * j * k;
        }
        double[][] chance = new double[1 << k][];
        chance[0] = new double[most + 1];
        chance[0][0] = 1;
        for (int used = 0; used < chance.length; used++) {
            Progress.checkCancelled("counting orders");
            int place = Integer.bitCount(used) + 1;
            for (int r = 0; r < k; r++) {
                int next = used | 1 << r;
                if (next != used) {
                    chance[next] = chance[next] == null ? new double[most + 1] : chance[next];
                    int shift = (int) Math.round(2 * place * ranks[r]);
                    for (int s = 0; s + shift <= most; s++) {
                        chance[next][s + shift] += chance[used][s] / (k - place + 1);
                    }
                }
            }
            if (used + 1 < chance.length) {
                chance[used] = new double[0];
            }
        }
        return chance[chance.length - 1];
    }
}
