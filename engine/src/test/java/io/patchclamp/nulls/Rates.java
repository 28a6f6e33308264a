package io.patchclamp.nulls;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongFunction;
import java.util.function.LongToDoubleFunction;

import io.patchclamp.stats.CountTests;
import io.patchclamp.stats.Interval;
import io.patchclamp.stats.Intervals;
import io.patchclamp.stats.Tail;

/**
 * How often a p is at most .05 and .01, one row of a table for each p and design. A row is marked where a rate of .05 (or of
 * .01) would give so many in less than one of a hundred times.
 */
final class Rates {
    private static final double SURPRISING = 0.01;
    private static final double ROUND = 1 + 1e-12;

    private final double share;
    private boolean interval;

    /** {@code share} is what share of the usual number of draws is made. */
    Rates(double share) {
        this.share = share;
    }

    int draws(int usual) {
        return Math.max(2, (int) Math.round(usual * share));
    }

    static void head(String title) {
        System.out.printf(Locale.ROOT, "%n### %s%n%n", title);
        System.out.println("| p | null data | draws | p ≤ .05 | p ≤ .01 | |");
        System.out.println("|---|---|---|---|---|---|");
    }

    /** One p a draw; NaN is a draw that was refused or had nothing to test. */
    void of(String what, String design, int draws, LongToDoubleFunction p) {
        several(List.of(what), design, draws, seed -> new double[] {p.applyAsDouble(seed)});
    }

    /** Several p a draw, a row each. */
    void several(List<String> what, String design, int draws, LongFunction<double[]> ps) {
        List<List<Double>> all = new ArrayList<>();
        what.forEach(w -> all.add(new ArrayList<>()));
        int wanted = draws(draws);
        for (long seed = 1; seed <= wanted; seed++) {
            double[] each = ps.apply(seed * 7919 + design.hashCode());
            for (int i = 0; i < each.length; i++) {
                if (!Double.isNaN(each[i])) {
                    all.get(i).add(each[i]);
                }
            }
        }
        for (int i = 0; i < what.size(); i++) {
            row(what.get(i), design, all.get(i));
        }
    }

    /** How often 95 % intervals miss what they are for: 1 for one that holds it, 0.02 for one that misses. */
    void misses(List<String> what, String design, int draws, LongFunction<double[]> held) {
        interval = true;
        several(what, design, draws, held);
        interval = false;
    }

    private void row(String what, String design, List<Double> ps) {
        int n = ps.size();
        int five = (int) ps.stream().filter(p -> p <= .05 * ROUND).count();
        int one = (int) ps.stream().filter(p -> p <= .01 * ROUND).count();
        String mark = n > 0 && (tooMany(five, n, .05) || !interval && tooMany(one, n, .01))
                ? "**more**"
                : n > 0 && five < .01 * n ? "fewer" : "";
        System.out.printf(
                Locale.ROOT,
                "| %s | %s | %d | %s | %s | %s |%n",
                what,
                design,
                n,
                share(five, n),
                interval ? "" : share(one, n),
                mark);
    }

    private static boolean tooMany(int count, int n, double alpha) {
        return CountTests.binomial(count, n, alpha, Tail.GREATER).p() < SURPRISING;
    }

    private static String share(int count, int n) {
        if (n == 0) {
            return "–";
        }
        Interval wilson = Intervals.wilson(count, n, .95);
        return String.format(Locale.ROOT, "%.4f (%.4f–%.4f)", (double) count / n, wilson.low(), wilson.high())
                .replace("0.", ".");
    }
}
