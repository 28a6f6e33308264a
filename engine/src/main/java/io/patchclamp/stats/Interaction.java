package io.patchclamp.stats;

import java.util.List;

/** Whether changes in two tasks differ, where each task has items of its own. */
final class Interaction {
    private Interaction() {}

    static TestResult between(double[] first, double[] second, Tail tail, Resampling resampling) {
        boolean spread = first.length > 1 && second.length > 1;
        TestResult r = spread
                ? PermutationTests.labels("Welch's t", first, second, Interaction::angle, tail, resampling)
                : PermutationTests.labels(first, second, tail, resampling);
        boolean sized = spread && !(Checked.constant(first) && Checked.constant(second));
        return new TestResult(
                "interaction test",
                "difference of changes",
                Moments.mean(first) - Moments.mean(second),
                r.df(),
                r.p(),
                sized ? List.of(Effects.hedgesG(first, second)) : List.of(),
                spread ? byT(r.basis()) : r.basis(),
                r.notes());
    }

    private static Basis byT(Basis basis) {
        String labels = "permutation of labels";
        return new Basis(
                basis.unit(),
                basis.n(),
                basis.population(),
                basis.method().replace(labels, labels + " by Welch's t"),
                basis.tail(),
                basis.correction(),
                basis.family(),
                basis.seed());
    }

    /** Rises with Welch's t, and is finite where nothing varies. */
    private static double angle(double[] a, double[] b) {
        double difference = Moments.mean(a) - Moments.mean(b);
        return Math.atan2(difference, Math.sqrt(Moments.variance(a) / a.length + Moments.variance(b) / b.length));
    }
}
