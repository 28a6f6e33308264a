package io.patchclamp.stats;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleBiFunction;

import io.patchclamp.fault.PatchclampException;
import io.patchclamp.progress.Progress;

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
        TestResult result = means(a, b, tail, resampling);
        boolean sized = a.length > 1 && b.length > 1 && !(Checked.constant(a) && Checked.constant(b));
        return sized ? with(result, Effects.hedgesG(a, b)) : result;
    }

    /** The difference of means is known from the sum over the first sample. */
    private static TestResult means(double[] a, double[] b, Tail tail, Resampling resampling) {
        double[] all = Moments.concatenated(a, b);
        Checked.varied("permutation test", all);
        double centre = Moments.mean(all);
        double total = 0;
        for (int i = 0; i < all.length; i++) {
            all[i] -= centre;
            total += all[i];
        }
        Arrangements ways = Arrangements.labels(a.length, all.length, resampling);
        Reached reached = new Reached(Moments.mean(a) - Moments.mean(b), largest(all), tail);
        for (int w = 0; w < ways.count(); w++) {
            Progress.checkCancelled("permuting");
            double sum = 0;
            for (int i : ways.get(w)) {
                sum += all[i];
            }
            reached.add(sum / a.length - (total - sum) / b.length);
        }
        return labelled("mean difference", a, b, reached, ways, resampling);
    }

    private static TestResult labelled(
            String statistic, double[] a, double[] b, Reached reached, Arrangements ways, Resampling resampling) {
        int n = a.length + b.length;
        double least =
                (reached.tail == Tail.TWO_SIDED && a.length == b.length ? 2 : 1) / Arrangements.labelCount(a.length, n);
        Basis basis = Basis.of(MeanTests.groups(a, b), "permutation of labels", reached.tail);
        TestResult tested = result("permutation test", statistic, reached, ways, basis, least, n, resampling);
        if (reached.tail != Tail.TWO_SIDED || a.length == b.length) {
            return tested;
        }
        List<String> notes = new ArrayList<>(tested.notes());
        notes.add("two-sided: as far from 0 on either side; with groups of different size twice the smaller side"
                + " is another p");
        return new TestResult(
                tested.name(),
                tested.symbol(),
                tested.statistic(),
                tested.df(),
                tested.p(),
                tested.effects(),
                tested.basis(),
                notes);
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
        double[] drawn = new double[ways.count()];
        double[] first = new double[a.length];
        double[] second = new double[b.length];
        for (int w = 0; w < ways.count(); w++) {
            Progress.checkCancelled("permuting");
            int[] set = ways.get(w);
            for (int i = 0, in = 0, out = 0; i < all.length; i++) {
                if (in < set.length && set[in] == i) {
                    first[in++] = all[i];
                } else {
                    second[out++] = all[i];
                }
            }
            drawn[w] = of.applyAsDouble(first, second);
        }
        Reached reached = new Reached(observed, largest(drawn), tail);
        for (double one : drawn) {
            reached.add(one);
        }
        return labelled(statistic, a, b, reached, ways, resampling);
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
     * change places. Changes in two tasks spread differently and may be in different units, so that they are not exchangeable
     * even where their means are equal; arrangements are therefore ordered by Welch's t and not by the difference of means,
     * which keeps the error rate for large samples (Janssen 1997) and nearly so for small ones.
     *
     * @param first the change in the first task, one number an item
     * @param second the change in the second task, one number an item
     * @param tail which interactions count
     * @param resampling how arrangements are drawn where they are many
     * @return the difference of mean changes, p
     */
    public static TestResult interactionBetween(double[] first, double[] second, Tail tail, Resampling resampling) {
        return Interaction.between(first, second, tail, resampling);
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
        double slack = Moments.slack(observed, largest(c));
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
        if (largest(x) == 0) {
            Checked.varied(name, x);
        }
        Arrangements ways = Arrangements.flips(x.length, resampling);
        double total = 0;
        for (double v : x) {
            total += v;
        }
        Reached reached = new Reached(total / x.length, largest(x), tail);
        for (int w = 0; w < ways.count(); w++) {
            Progress.checkCancelled("permuting");
            double sum = total;
            for (int i : ways.get(w)) {
                sum -= 2 * x[i];
            }
            reached.add(sum / x.length);
        }
        TestResult result = result(
                name,
                statistic,
                reached,
                ways,
                Basis.of(Map.of("pairs", x.length), "sign flips", tail),
                Notes.flipsLeast(x.length, tail),
                x.length,
                resampling);
        return Checked.constant(x) ? result : with(result, Effects.cohenDz(x));
    }

    private static double largest(double[] x) {
        double largest = 0;
        for (double v : x) {
            largest = Double.isFinite(v) ? Math.max(largest, Math.abs(v)) : largest;
        }
        return largest;
    }

    /** Counts arrangements that are as far out as the observed one, or short of it by no more than round-off. */
    private static final class Reached {
        private final double observed;
        private final double least;
        private final Tail tail;
        private long count;

        /** {@code size} is what the statistic's round-off grows with: the largest number it is made of. */
        Reached(double observed, double size, Tail tail) {
            this.observed = observed;
            this.tail = tail;
            double towards = tail == Tail.TWO_SIDED ? Math.abs(observed) : tail == Tail.GREATER ? observed : -observed;
            this.least = towards - Moments.slack(observed, size);
        }

        void add(double statistic) {
            double out = tail == Tail.TWO_SIDED ? Math.abs(statistic) : tail == Tail.GREATER ? statistic : -statistic;
            count += out >= least ? 1 : 0;
        }
    }

    private static TestResult result(
            String name,
            String statistic,
            Reached reached,
            Arrangements ways,
            Basis basis,
            double least,
            int n,
            Resampling resampling) {
        if (!Double.isFinite(reached.observed)) {
            throw new PatchclampException(
                    "The " + statistic + " of the observed samples is " + reached.observed + ".",
                    "a statistic that these samples have");
        }
        double p = ways.p(reached.count);
        List<String> notes = new ArrayList<>();
        ways.error(p).ifPresent(notes::add);
        Notes.smallest(notes, least, n);
        return new TestResult(
                name, statistic, reached.observed, List.of(), p, List.of(), ways.on(basis, resampling), notes);
    }

    private static TestResult with(TestResult r, Effect effect) {
        return new TestResult(
                r.name(), r.symbol(), r.statistic(), r.df(), r.p(), List.of(effect), r.basis(), r.notes());
    }
}
