package io.patchclamp.stats;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.correlation.KendallsCorrelation;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;

/** Whether two numbers of the same items go together. */
public final class Associations {
    private static final int EXACT_TAU = 33;

    private Associations() {}

    /**
     * How close pairs lie to a straight line.
     *
     * @param x one number an item
     * @param y another, the same items in the same order
     * @param tail which correlations count
     * @return r with Fisher's interval, t with n - 2 degrees of freedom, p
     */
    public static TestResult pearson(double[] x, double[] y, Tail tail) {
        checked("Pearson correlation", x, y);
        double r = new PearsonsCorrelation().correlation(x, y);
        return byT("Pearson correlation", "r", r, x.length, tail);
    }

    /**
     * How close pairs lie to a rising or falling line, whatever its shape: the correlation of ranks. p is from t, as SciPy
     * has it; with few items it is a little too small (at most .05 in 8 % of 5 unrelated items, 6 % of 8, 5 % of 24).
     *
     * @param x one number an item
     * @param y another, the same items in the same order
     * @param tail which correlations count
     * @return ρ, t with n - 2 degrees of freedom, p
     */
    public static TestResult spearman(double[] x, double[] y, Tail tail) {
        ordered("Spearman correlation", x, y);
        double r = new PearsonsCorrelation().correlation(Ranks.mid(x), Ranks.mid(y));
        return byT("Spearman correlation", "ρ", r, x.length, tail);
    }

    /**
     * How often two pairs agree on which item is larger, less how often they disagree: τ-b, which has room for ties. p is
     * exact without ties and up to 33 items, else normal, as SciPy has it.
     *
     * @param x one number an item
     * @param y another, the same items in the same order
     * @param tail which correlations count
     * @return τ-b and p
     */
    public static TestResult kendall(double[] x, double[] y, Tail tail) {
        String name = "Kendall correlation";
        ordered(name, x, y);
        double[] first = Ranks.mid(x);
        double[] second = Ranks.mid(y);
        double tau = new KendallsCorrelation().correlation(first, second);
        boolean exact = Ranks.ties(x) == 0 && Ranks.ties(y) == 0 && x.length <= EXACT_TAU;
        double p = exact ? Concordance.exact(first, second, tail) : Concordance.normal(first, second, tail);
        return new TestResult(
                name,
                "τ-b",
                tau,
                List.of(),
                p,
                List.of(new Effect("τ-b", tau, Optional.empty())),
                Basis.of(Map.of("pairs", x.length), name + (exact ? ", exact" : ", normal"), tail),
                List.of());
    }

    /**
     * The correlation of ranks that a random order of tied numbers would have on average: {@code 12 Σ r1 r2 / (n³ - n)} of
     * centred ranks. For comparing dissimilarities with models that have ties (Schütt et al. 2023).
     *
     * @param x numbers
     * @param y others, as many
     * @return ρ-a
     */
    public static double rhoA(double[] x, double[] y) {
        ordered("ρ-a", x, y);
        double[] r1 = Ranks.mid(x);
        double[] r2 = Ranks.mid(y);
        double n = x.length;
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += (r1[i] - (n + 1) / 2) * (r2[i] - (n + 1) / 2);
        }
        return 12 * sum / (n * n * n - n);
    }

    private static void checked(String name, double[] x, double[] y) {
        Checked.numbers(name, "first numbers", x, 3);
        Checked.numbers(name, "second numbers", y, 3);
        Checked.pairs(name, x.length, y.length);
        Checked.varied(name, x);
        Checked.varied(name, y);
    }

    private static void ordered(String name, double[] x, double[] y) {
        Checked.orders(name, "first numbers", x, 3);
        Checked.orders(name, "second numbers", y, 3);
        Checked.pairs(name, x.length, y.length);
        Checked.ordered(name, x);
        Checked.ordered(name, y);
    }

    private static TestResult byT(String name, String symbol, double r, int n, Tail tail) {
        double bounded = Math.max(-1, Math.min(1, r));
        double df = n - 2.0;
        double t = bounded * Math.sqrt(df / ((1 - bounded) * (1 + bounded)));
        double below = Double.isInfinite(t) ? (t > 0 ? 1 : 0) : new TDistribution(null, df).cumulativeProbability(t);
        double above = Double.isInfinite(t) ? 1 - below : new TDistribution(null, df).cumulativeProbability(-t);
        double p =
                switch (tail) {
                    case TWO_SIDED -> Math.min(1, 2 * Math.min(below, above));
                    case GREATER -> above;
                    case LESS -> below;
                };
        boolean interval = symbol.equals("r") && n > 3 && Math.abs(bounded) < 1;
        double z = 0.5 * Math.log((1 + bounded) / (1 - bounded));
        double reach = interval ? Moments.z(0.975) / Math.sqrt(n - 3.0) : 0;
        return new TestResult(
                name,
                symbol,
                bounded,
                List.of(df),
                p,
                List.of(new Effect(
                        symbol,
                        bounded,
                        interval
                                ? Optional.of(
                                        new Interval(Math.tanh(z - reach), Math.tanh(z + reach), 0.95, "Fisher's z"))
                                : Optional.empty())),
                Basis.of(Map.of("pairs", n), name + ", t", tail),
                List.of());
    }
}
