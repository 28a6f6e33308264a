package io.patchclamp.geometry;

import java.util.Arrays;

import io.patchclamp.progress.Progress;
import io.patchclamp.stats.Ranks;
import org.apache.commons.math3.stat.correlation.KendallsCorrelation;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;
import org.apache.commons.math3.stat.ranking.NaNStrategy;
import org.apache.commons.math3.stat.ranking.NaturalRanking;
import org.apache.commons.math3.stat.ranking.TiesStrategy;

/**
 * How alike two dissimilarity matrices are, by their pairs of conditions.
 *
 * <p>Source: Nili et al., A toolbox for representational similarity analysis, 2014; Schütt et al., Statistical inference on
 * representational geometries, 2023, for {@link #RHO_A}.
 */
public enum Agreement {
    /** Spearman's with ties broken at random, in expectation: where a model has ties, no model gains by having fewer. */
    RHO_A("rho-a"),
    /** Rank correlation with mean ranks for ties. */
    SPEARMAN("Spearman"),
    /** Concordant less discordant pairs over all pairs: ties count as neither. */
    TAU_A("Kendall tau-a"),
    /** The same over pairs without ties. */
    TAU_B("Kendall tau-b"),
    /** The cosine of the angle between both: 0 means 0, as for distances that may be negative. */
    COSINE("cosine"),
    /** Linear correlation. */
    PEARSON("Pearson");

    private final String word;

    Agreement(String word) {
        this.word = word;
    }

    /**
     * As reports print it.
     *
     * @return such as {@code rho-a}
     */
    public String word() {
        return word;
    }

    /**
     * Compares.
     *
     * @param a one number a pair of conditions
     * @param b as many
     * @return -1 to 1; NaN where one of them is constant
     */
    public double of(double[] a, double[] b) {
        if (a.length != b.length || a.length < 2) {
            throw new IllegalArgumentException(a.length + " and " + b.length + " pairs");
        }
        return switch (this) {
            case RHO_A -> rhoA(a, b);
            case SPEARMAN -> pearson(ranks(a), ranks(b));
            case TAU_A -> tauA(a, b);
            case TAU_B ->
                constant(a) || constant(b)
                        ? Double.NaN
                        : new KendallsCorrelation().correlation(Ranks.oneZero(a), Ranks.oneZero(b));
            case COSINE -> dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
            case PEARSON -> pearson(a, b);
        };
    }

    /** Whether only the order of the distances counts. */
    boolean ranked() {
        return this != COSINE && this != PEARSON;
    }

    static double[] ranks(double[] x) {
        return new NaturalRanking(NaNStrategy.FAILED, TiesStrategy.AVERAGE).rank(Ranks.oneZero(x));
    }

    private static double pearson(double[] a, double[] b) {
        return constant(a) || constant(b) ? Double.NaN : new PearsonsCorrelation().correlation(a, b);
    }

    private static double rhoA(double[] a, double[] b) {
        double n = a.length;
        double mean = (n + 1) / 2;
        double[] r = ranks(a);
        double[] s = ranks(b);
        double sum = 0;
        for (int i = 0; i < r.length; i++) {
            sum += (r[i] - mean) * (s[i] - mean);
        }
        return 12 * sum / (n * n * n - n);
    }

    private static double tauA(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            Progress.checkCancelled("comparing conditions");
            for (int j = 0; j < i; j++) {
                sum += Math.signum(a[i] - a[j]) * Math.signum(b[i] - b[j]);
            }
        }
        return sum / (a.length * (a.length - 1) / 2.0);
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static boolean constant(double[] x) {
        return Arrays.stream(x).allMatch(v -> v == x[0]);
    }
}
