package io.patchclamp.sweep;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import io.patchclamp.array.NamedArray;
import io.patchclamp.stats.CountTests;
import io.patchclamp.stats.PermutationTests;
import io.patchclamp.stats.Resampling;
import io.patchclamp.stats.Tail;
import io.patchclamp.stats.TestResult;
import org.apache.commons.math3.stat.correlation.SpearmansCorrelation;

/** Whether a metric goes up or down with the dose: each trial's Spearman correlation, and its mean over trials. */
final class DoseTrend {
    private DoseTrend() {}

    /** Nothing where fewer than two trials changed with the dose. */
    static Optional<TestResult> of(double[] doses, NamedArray effect, Tail tail, long seed) {
        List<Double> correlations = new ArrayList<>();
        for (int t = 0; t < effect.shape()[1]; t++) {
            double[] y = new double[doses.length];
            for (int d = 0; d < y.length; d++) {
                y[d] = effect.get(d, t) + 0.0; // -0 is ranked below 0
            }
            double rho = new SpearmansCorrelation().correlation(doses, y);
            if (!Double.isNaN(rho)) {
                correlations.add(rho);
            }
        }
        return correlations.size() < 2 ? Optional.empty() : Optional.of(test(correlations, tail, seed));
    }

    private static TestResult test(List<Double> correlations, Tail tail, long seed) {
        double[] rho = correlations.stream().mapToDouble(Double::doubleValue).toArray();
        double mean = Arrays.stream(rho).average().orElseThrow();
        // trials that all agree to the last digit have no variance to flip signs of, but they have signs
        boolean alike = Arrays.stream(rho).distinct().count() == 1;
        int up = (int) Arrays.stream(rho).filter(r -> r > 0).count();
        TestResult test = alike
                ? CountTests.binomial(up, rho.length, 0.5, tail)
                : PermutationTests.signFlips(rho, tail, Resampling.of(seed));
        return new TestResult(
                "trend with dose: each trial's Spearman correlation, " + (alike ? "their signs" : "signs flipped"),
                "mean ρ",
                mean,
                List.of(),
                test.p(),
                List.of(),
                test.basis(),
                test.notes());
    }
}
