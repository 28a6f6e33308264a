package io.patchclamp.stats;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.apache.commons.statistics.inference.AlternativeHypothesis;
import org.apache.commons.statistics.inference.DataDispersion;
import org.apache.commons.statistics.inference.TTest;

/** Tests of means. A direction needs to have been stated before the data: two-sided is what holds without. */
public final class MeanTests {
    private MeanTests() {}

    /**
     * Whether two means differ, whatever the variances (Welch 1947).
     *
     * @param a the first sample, one number an item
     * @param b the second
     * @return t, Welch-Satterthwaite's degrees of freedom, p; mean difference, Hedges' g, area under the curve
     */
    public static TestResult welch(double[] a, double[] b) {
        return welch(a, b, Tail.TWO_SIDED);
    }

    /**
     * Whether two means differ, whatever the variances (Welch 1947).
     *
     * @param a the first sample, one number an item
     * @param b the second
     * @param tail which differences count
     * @return t, Welch-Satterthwaite's degrees of freedom, p; mean difference, Hedges' g, area under the curve
     */
    public static TestResult welch(double[] a, double[] b, Tail tail) {
        return twoSample("Welch t-test", a, b, tail, DataDispersion.HETEROSCEDASTIC);
    }

    /**
     * Whether two means differ where both variances are the same (Student 1908).
     *
     * @param a the first sample, one number an item
     * @param b the second
     * @param tail which differences count
     * @return t, n1 + n2 - 2 degrees of freedom, p; mean difference, Hedges' g, area under the curve
     */
    public static TestResult student(double[] a, double[] b, Tail tail) {
        return twoSample("Student t-test", a, b, tail, DataDispersion.HOMOSCEDASTIC);
    }

    /**
     * Whether two means differ where both variances are the same (Student 1908).
     *
     * @param a the first sample, one number an item
     * @param b the second
     * @return t, n1 + n2 - 2 degrees of freedom, p; mean difference, Hedges' g, area under the curve
     */
    public static TestResult student(double[] a, double[] b) {
        return student(a, b, Tail.TWO_SIDED);
    }

    /**
     * Whether items differ between two conditions that each of them was in.
     *
     * @param a the first condition, one number an item
     * @param b the second, the same items in the same order
     * @return t, n - 1 degrees of freedom, p; mean difference, Cohen's d of differences
     */
    public static TestResult paired(double[] a, double[] b) {
        return paired(a, b, Tail.TWO_SIDED);
    }

    /**
     * Whether items differ between two conditions that each of them was in.
     *
     * @param a the first condition, one number an item
     * @param b the second, the same items in the same order
     * @param tail which differences count
     * @return t, n - 1 degrees of freedom, p; mean difference, Cohen's d of differences
     */
    public static TestResult paired(double[] a, double[] b, Tail tail) {
        String name = "paired t-test";
        Checked.numbers(name, "first sample", a, 2);
        Checked.numbers(name, "second sample", b, 2);
        Checked.pairs(name, a.length, b.length);
        return one(name, "pairs", Moments.differences(a, b), 0, tail);
    }

    /**
     * Whether a mean differs from a number.
     *
     * @param x the sample, one number an item
     * @param mu the number
     * @param tail which differences count
     * @return t, n - 1 degrees of freedom, p; mean difference, Cohen's d of differences
     */
    public static TestResult oneSample(double[] x, double mu, Tail tail) {
        Checked.number("one-sample t-test", "number to compare with", mu);
        return one("one-sample t-test", "sample", x, mu, tail);
    }

    private static TestResult one(String name, String group, double[] numbers, double mu, Tail tail) {
        double[] x = Checked.numbers(name, "sample", numbers, 2);
        Checked.varied(name, x);
        TTest.Result result =
                TTest.withDefaults().withMu(mu).with(alternative(tail)).test(x);
        double[] above = java.util.Arrays.stream(x).map(v -> v - mu).toArray();
        return new TestResult(
                name,
                "t",
                result.getStatistic(),
                List.of(result.getDegreesOfFreedom()),
                result.getPValue(),
                List.of(
                        new Effect("mean difference", Moments.mean(above), Optional.of(Intervals.mean(above, 0.95))),
                        Effects.cohenDz(above)),
                Basis.of(Map.of(group, x.length), name, tail),
                List.of());
    }

    private static TestResult twoSample(String name, double[] a, double[] b, Tail tail, DataDispersion dispersion) {
        Checked.numbers(name, "first sample", a, 2);
        Checked.numbers(name, "second sample", b, 2);
        Checked.varied(name, a, b);
        TTest.Result result =
                TTest.withDefaults().with(dispersion).with(alternative(tail)).test(a, b);
        double df = result.getDegreesOfFreedom();
        double difference = Moments.mean(a) - Moments.mean(b);
        Interval about = dispersion == DataDispersion.HOMOSCEDASTIC
                ? Intervals.t(difference, Intervals.pooledError(a, b), df, 0.95)
                : Intervals.difference(a, b, 0.95);
        return new TestResult(
                name,
                "t",
                result.getStatistic(),
                List.of(df),
                result.getPValue(),
                List.of(
                        new Effect("mean difference", difference, Optional.of(about)),
                        Effects.hedgesG(a, b),
                        Effects.auc(a, b)),
                Basis.of(groups(a, b), name, tail),
                List.of());
    }

    static Map<String, Integer> groups(double[] a, double[] b) {
        Map<String, Integer> n = new LinkedHashMap<>();
        n.put("first", a.length);
        n.put("second", b.length);
        return n;
    }

    static AlternativeHypothesis alternative(Tail tail) {
        return switch (tail) {
            case TWO_SIDED -> AlternativeHypothesis.TWO_SIDED;
            case GREATER -> AlternativeHypothesis.GREATER_THAN;
            case LESS -> AlternativeHypothesis.LESS_THAN;
        };
    }
}
