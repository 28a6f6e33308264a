package io.patchclamp.stats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.patchclamp.fault.PatchclampException;
import org.apache.commons.statistics.inference.KolmogorovSmirnovTest;
import org.apache.commons.statistics.inference.MannWhitneyUTest;
import org.apache.commons.statistics.inference.PValueMethod;
import org.apache.commons.statistics.inference.WilcoxonSignedRankTest;

/** Tests that ask only which number is larger. Which are exact and which are not says the method of their basis. */
public final class RankTests {
    private static final int EXACT_U = 8;
    private static final int EXACT_W = 50;

    private RankTests() {}

    /**
     * Whether numbers of one sample tend to exceed those of another (Mann and Whitney 1947). Exact where one sample has at
     * most 8 numbers and none are equal; else normal, corrected for ties and continuity. This is SciPy's rule.
     *
     * @param a the first sample, one number an item
     * @param b the second
     * @return U of the first sample, p; the area under the curve and Cliff's delta
     */
    public static TestResult mannWhitney(double[] a, double[] b) {
        return mannWhitney(a, b, Tail.TWO_SIDED);
    }

    /**
     * Whether numbers of one sample tend to exceed those of another (Mann and Whitney 1947). Exact where one sample has at
     * most 8 numbers and none are equal; else normal, corrected for ties and continuity. This is SciPy's rule.
     *
     * @param a the first sample, one number an item
     * @param b the second
     * @param tail which differences count
     * @return U of the first sample, p; the area under the curve and Cliff's delta
     */
    public static TestResult mannWhitney(double[] a, double[] b, Tail tail) {
        String name = "Mann-Whitney test";
        Checked.orders(name, "first sample", a, 1);
        Checked.orders(name, "second sample", b, 1);
        double[] all = Moments.concatenated(a, b);
        Checked.ordered(name, all);
        boolean exact = Ranks.ties(all) == 0 && Math.min(a.length, b.length) <= EXACT_U;
        MannWhitneyUTest.Result result = MannWhitneyUTest.withDefaults()
                .with(MeanTests.alternative(tail))
                .with(exact ? PValueMethod.EXACT : PValueMethod.ASYMPTOTIC)
                .test(Ranks.oneZero(a), Ranks.oneZero(b));
        List<Effect> effects = a.length > 1 && b.length > 1 && !(Checked.same(a) && Checked.same(b))
                ? List.of(Effects.auc(a, b), Effects.cliffDelta(a, b))
                : List.of(new Effect("AUC", result.getStatistic() / ((double) a.length * b.length), Optional.empty()));
        String method = name + (exact ? ", exact" : ", normal, corrected for ties and continuity");
        return new TestResult(
                name,
                "U",
                result.getStatistic(),
                List.of(),
                Math.min(1, result.getPValue()),
                effects,
                Basis.of(MeanTests.groups(a, b), method, tail),
                List.of());
    }

    /**
     * Whether differences tend to lie on one side of zero (Wilcoxon 1945). Differences of zero are left out, and counted.
     * Exact up to 50, also where differences are equal: all signs of the ranks are counted. Else normal, corrected for ties.
     *
     * @param differences one an item
     * @param tail which differences count
     * @return W as SciPy reports it (the smaller sum of ranks; one-sided that of the positive ones), p; the rank-biserial
     *     correlation
     */
    public static TestResult wilcoxon(double[] differences, Tail tail) {
        String name = "Wilcoxon signed-rank test";
        double[] all = Checked.orders(name, "differences", differences, 1);
        double[] d = Arrays.stream(all).filter(v -> v != 0).toArray();
        if (d.length == 0) {
            throw new PatchclampException(
                    "All " + all.length + " differences are 0, and the " + name + " has nothing to rank.",
                    "items in which the conditions differ");
        }
        double[] ranks = Ranks.mid(Arrays.stream(d).map(Math::abs).toArray());
        double plus = 0;
        double total = 0;
        for (int i = 0; i < d.length; i++) {
            plus += d[i] > 0 ? ranks[i] : 0;
            total += ranks[i];
        }
        boolean exact = d.length <= EXACT_W;
        double p = exact ? SignedRanks.p(ranks, plus, tail) : asymptotic(d, tail);
        List<String> notes = new ArrayList<>();
        if (d.length < all.length) {
            notes.add((all.length - d.length) + " of " + all.length + " differences are 0 and were left out");
        }
        Notes.smallest(notes, exact ? Notes.flipsLeast(d.length, tail) : 0, d.length);
        return new TestResult(
                name,
                "W",
                tail == Tail.TWO_SIDED ? Math.min(plus, total - plus) : plus,
                List.of(),
                p,
                List.of(new Effect("rank-biserial correlation", 2 * plus / total - 1, Optional.empty())),
                Basis.of(Map.of("pairs", d.length), name + (exact ? ", exact" : ", normal, corrected for ties"), tail),
                notes);
    }

    /**
     * Whether pairs differ: {@link #wilcoxon(double[], Tail)} of their differences, two-sided.
     *
     * @param a the first condition, one number an item
     * @param b the second, the same items in the same order
     * @return the test of the differences
     */
    public static TestResult wilcoxon(double[] a, double[] b) {
        Checked.pairs("Wilcoxon signed-rank test", a.length, b.length);
        return wilcoxon(Moments.differences(a, b), Tail.TWO_SIDED);
    }

    /**
     * Whether two samples come from the same distribution, in any respect (Kolmogorov and Smirnov).
     *
     * @param a the first sample, one number an item
     * @param b the second
     * @return D, the largest distance of both cumulative distributions, and p, two-sided
     */
    public static TestResult kolmogorovSmirnov(double[] a, double[] b) {
        String name = "Kolmogorov-Smirnov test";
        Checked.orders(name, "first sample", a, 2);
        Checked.orders(name, "second sample", b, 2);
        Checked.ordered(name, Moments.concatenated(a, b));
        boolean exact = Math.max(a.length, b.length) <= 10_000;
        KolmogorovSmirnovTest.TwoResult result = KolmogorovSmirnovTest.withDefaults()
                .with(exact ? PValueMethod.EXACT : PValueMethod.ASYMPTOTIC)
                .test(Ranks.oneZero(a), Ranks.oneZero(b));
        return new TestResult(
                name,
                "D",
                result.getStatistic(),
                List.of(),
                result.getPValue(),
                List.of(),
                Basis.of(MeanTests.groups(a, b), name + (exact ? ", exact" : ", asymptotic"), Tail.TWO_SIDED),
                Ranks.ties(Moments.concatenated(a, b)) > 0
                        ? List.of("equal numbers: p is at most too large")
                        : List.of());
    }

    private static double asymptotic(double[] d, Tail tail) {
        return WilcoxonSignedRankTest.withDefaults()
                .with(MeanTests.alternative(tail))
                .with(PValueMethod.ASYMPTOTIC)
                .with(org.apache.commons.statistics.inference.ContinuityCorrection.DISABLED)
                .test(d)
                .getPValue();
    }
}
