package io.patchclamp.stats;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.correlation.SpearmansCorrelation;

/** How far two numbers of each item rise together, whatever the shape. */
public final class RankCorrelation {
    private RankCorrelation() {}

    /**
     * Spearman's rank correlation; ties share their mean rank. p by Student's t with n - 2 degrees of freedom, as SciPy has
     * it: rough below ten items.
     *
     * @param x one number an item
     * @param y another number of the same items, in the same order
     * @return ρ, as statistic and as effect
     */
    public static TestResult spearman(double[] x, double[] y) {
        String name = "Spearman correlation";
        Checked.pairs(name, x.length, y.length);
        double[] a = Checked.numbers(name, "first sample", x, 3);
        double[] b = Checked.numbers(name, "second sample", y, 3);
        Checked.varied(name, a);
        Checked.varied(name, b);
        double rho = new SpearmansCorrelation().correlation(a, b);
        int df = a.length - 2;
        double t = rho * Math.sqrt(df / ((1 - rho) * (1 + rho)));
        double p = Math.abs(rho) >= 1 ? 0 : 2 * new TDistribution(null, df).cumulativeProbability(-Math.abs(t));
        return new TestResult(
                name,
                "ρ",
                rho,
                List.of((double) df),
                p,
                List.of(new Effect("ρ", rho, Optional.empty())),
                Basis.of(Map.of("pairs", a.length), name + ", p by t", Tail.TWO_SIDED),
                a.length < 10
                        ? List.of("with " + a.length + " items the p of a rank correlation is rough")
                        : List.of());
    }
}
