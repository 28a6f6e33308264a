package io.patchclamp.stats;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleBiFunction;

import io.patchclamp.fault.PatchclampException;

/**
 * Tests that compare what was observed with what could have been, had labels or signs fallen otherwise.
 *
 * <p>All arrangements are counted where there are at most {@link Resampling#ALL}, and p is their share that is at least as
 * extreme. Else p is {@code (b + 1) / (m + 1)} of m drawn ones (Phipson and Smyth 2010), never 0, and its Monte Carlo
 * standard error is in the notes.
 */
public final class PermutationTests {
    private PermutationTests() {}

    /**
     * Whether two samples differ in their mean: labels change places.
     *
     * @param a the first sample, one number an item
     * @param b the second
     * @param tail which differences count
     * @param resampling how arrangements are drawn where they are many
     * @return the difference of means, p; Hedges' g
     */
    public static TestResult labels(double[] a, double[] b, Tail tail, Resampling resampling) {
        Checked.numbers("permutation test", "first sample", a, 1);
        Checked.numbers("permutation test", "second sample", b, 1);
        TestResult result =
                labels("mean difference", a, b, (x, y) -> Moments.mean(x) - Moments.mean(y), tail, resampling);
        boolean sized = a.length > 1 && b.length > 1 && !(Checked.constant(a) && Checked.constant(b));
        return sized ? with(result, Effects.hedgesG(a, b)) : result;
    }

    /**
     * Whether two samples differ in anything: labels change places.
     *
     * @param statistic what the statistic is called
     * @param a the first sample, one number an item
     * @param b the second
     * @param of the statistic: 0 where the samples do not differ
     * @param tail which differences count
     * @param resampling how arrangements are drawn where they are many
     * @return the statistic and p
     */
    public static TestResult labels(
            String statistic,
            double[] a,
            double[] b,
            ToDoubleBiFunction<double[], double[]> of,
            Tail tail,
            Resampling resampling) {
        String name = "permutation test";
        Checked.numbers(name, "first sample", a, 1);
        Checked.numbers(name, "second sample", b, 1);
        double[] all = Moments.concatenated(a, b);
        Checked.varied(name, all);
        Arrangements ways = Arrangements.labels(a.length, all.length, resampling);
        double observed = of.applyAsDouble(a.clone(), b.clone());
        long reached = 0;
        double[] first = new double[a.length];
        double[] second = new double[b.length];
        for (int w = 0; w < ways.count(); w++) {
            int[] set = ways.get(w);
            for (int i = 0, in = 0, out = 0; i < all.length; i++) {
                if (in < set.length && set[in] == i) {
                    first[in++] = all[i];
                } else {
                    second[out++] = all[i];
                }
            }
            reached += reaches(of.applyAsDouble(first, second), observed, tail) ? 1 : 0;
        }
        double arrangements = Arrangements.labelCount(a.length, all.length);
        double least = (tail == Tail.TWO_SIDED && a.length == b.length ? 2 : 1) / arrangements;
        return result(
                name,
                statistic,
                observed,
                ways,
                reached,
                Basis.of(MeanTests.groups(a, b), "permutation of labels", tail),
                least,
                all.length,
                resampling);
    }

    /**
     * Whether differences lie on one side of zero in the mean: signs are turned.
     *
     * @param differences one an item
     * @param tail which differences count
     * @param resampling how arrangements are drawn where they are many
     * @return the mean difference, p; Cohen's d of differences
     */
    public static TestResult signFlips(double[] differences, Tail tail, Resampling resampling) {
        return flips("sign-flip test", "mean difference", differences, tail, resampling);
    }

    /**
     * Whether a lesion (or anything else) changes one task more than another, where the same items were in both: the
     * interaction, in one test, which two tests of their own are not.
     *
     * @param first the change in the first task, one number an item
     * @param second the change in the second task, the same items in the same order
     * @param tail which interactions count
     * @param resampling how arrangements are drawn where they are many
     * @return the mean interaction, p
     */
    public static TestResult interaction(double[] first, double[] second, Tail tail, Resampling resampling) {
        Checked.numbers("interaction test", "first task", first, 2);
        Checked.numbers("interaction test", "second task", second, 2);
        Checked.pairs("interaction test", first.length, second.length);
        return interaction(Moments.differences(first, second), tail, resampling);
    }

    /**
     * The same from each item's interaction: the change in one task less the change in the other.
     *
     * @param interactions one an item
     * @param tail which interactions count
     * @param resampling how arrangements are drawn where they are many
     * @return the mean interaction, p
     */
    public static TestResult interaction(double[] interactions, Tail tail, Resampling resampling) {
        return flips("interaction test", "mean interaction", interactions, tail, resampling);
    }

    /**
     * Whether a lesion changes one task more than another, where each task has items of its own: labels of the changes
     * change places.
     *
     * @param first the change in the first task, one number an item
     * @param second the change in the second task, one number an item
     * @param tail which interactions count
     * @param resampling how arrangements are drawn where they are many
     * @return the difference of mean changes, p
     */
    public static TestResult interactionBetween(double[] first, double[] second, Tail tail, Resampling resampling) {
        TestResult r = labels(first, second, tail, resampling);
        return new TestResult(
                "interaction test",
                "difference of changes",
                r.statistic(),
                r.df(),
                r.p(),
                r.effects(),
                r.basis(),
                r.notes());
    }

    /**
     * The rank of what was observed among controls: {@code (1 + controls at least as far) / (1 + controls)}.
     *
     * @param observed such as the effect of a lesion
     * @param controls the same of matched controls
     * @param tail which side counts; two-sided is twice the smaller one
     * @return the observed number, p
     */
    public static TestResult controlRank(double observed, double[] controls, Tail tail) {
        String name = "rank among controls";
        double[] c = Checked.numbers(name, "controls", controls, 1);
        Checked.numbers(name, "observed", new double[] {observed}, 1);
        double slack = Moments.SLACK * Math.max(1, Math.abs(observed));
        double above = 1;
        double below = 1;
        for (double v : c) {
            above += v >= observed - slack ? 1 : 0;
            below += v <= observed + slack ? 1 : 0;
        }
        double all = c.length + 1.0;
        double p =
                switch (tail) {
                    case GREATER -> above / all;
                    case LESS -> below / all;
                    case TWO_SIDED -> Math.min(1, 2 * Math.min(above, below) / all);
                };
        List<String> notes = new ArrayList<>();
        double least = (tail == Tail.TWO_SIDED ? 2 : 1) / all;
        if (least >= Moments.ALPHA) {
            notes.add("with " + c.length + " controls no p below " + Notes.number(least) + " is possible");
        }
        Map<String, Integer> n = new LinkedHashMap<>();
        n.put("observed", 1);
        n.put("controls", c.length);
        Basis basis = Basis.of(n, name, tail);
        return new TestResult(
                name,
                "observed",
                observed,
                List.of(),
                p,
                List.of(new Effect("difference from the controls' mean", observed - Moments.mean(c), Optional.empty())),
                new Basis(
                        "set of units",
                        n,
                        "sets matched like these; items and model: fixed",
                        name,
                        tail,
                        basis.correction(),
                        1,
                        basis.seed()),
                notes);
    }

    private static TestResult flips(
            String name, String statistic, double[] differences, Tail tail, Resampling resampling) {
        double[] x = Checked.numbers(name, "differences", differences, 2);
        Checked.varied(name, x);
        Arrangements ways = Arrangements.flips(x.length, resampling);
        double total = 0;
        for (double v : x) {
            total += v;
        }
        double observed = total / x.length;
        long reached = 0;
        for (int w = 0; w < ways.count(); w++) {
            double sum = total;
            for (int i : ways.get(w)) {
                sum -= 2 * x[i];
            }
            reached += reaches(sum / x.length, observed, tail) ? 1 : 0;
        }
        return with(
                result(
                        name,
                        statistic,
                        observed,
                        ways,
                        reached,
                        Basis.of(Map.of("pairs", x.length), "sign flips", tail),
                        Notes.flipsLeast(x.length, tail),
                        x.length,
                        resampling),
                Effects.cohenDz(x));
    }

    private static boolean reaches(double statistic, double observed, Tail tail) {
        return switch (tail) {
            case TWO_SIDED -> Math.abs(statistic) >= Moments.reach(Math.abs(observed));
            case GREATER -> statistic >= Moments.reach(observed);
            case LESS -> -statistic >= Moments.reach(-observed);
        };
    }

    private static TestResult result(
            String name,
            String statistic,
            double observed,
            Arrangements ways,
            long reached,
            Basis basis,
            double least,
            int n,
            Resampling resampling) {
        if (!Double.isFinite(observed)) {
            throw new PatchclampException(
                    "The " + statistic + " of the observed samples is " + observed + ".",
                    "a statistic that these samples have");
        }
        double p = ways.p(reached);
        List<String> notes = new ArrayList<>();
        ways.error(p).ifPresent(notes::add);
        Notes.smallest(notes, least, n);
        return new TestResult(name, statistic, observed, List.of(), p, List.of(), ways.on(basis, resampling), notes);
    }

    private static TestResult with(TestResult r, Effect effect) {
        return new TestResult(
                r.name(), r.symbol(), r.statistic(), r.df(), r.p(), List.of(effect), r.basis(), r.notes());
    }
}
