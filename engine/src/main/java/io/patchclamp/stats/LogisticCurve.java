package io.patchclamp.stats;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.patchclamp.fault.PatchclampException;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.exception.MathIllegalArgumentException;
import org.apache.commons.math3.exception.MathIllegalStateException;
import org.apache.commons.math3.fitting.leastsquares.LeastSquaresBuilder;
import org.apache.commons.math3.fitting.leastsquares.LeastSquaresOptimizer;
import org.apache.commons.math3.fitting.leastsquares.LevenbergMarquardtOptimizer;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.apache.commons.math3.util.Pair;

/**
 * A curve with four parameters, {@code y = low + (high - low) / (1 + (ec50 / x)^slope)}, fitted by least squares.
 *
 * @param low what no dose gives
 * @param high what the largest dose gives
 * @param ec50 the dose half way between, with an interval that is symmetric in its logarithm
 * @param interval how well that is known
 * @param slope how steep it is; above 0, so that a falling curve has its high below its low
 * @param rmse the root of the mean square of what is left, with n - 4 degrees of freedom
 * @param basis what it rests on
 * @param notes what should be known before it is believed
 */
public record LogisticCurve(
        double low,
        double high,
        double ec50,
        Interval interval,
        double slope,
        double rmse,
        Basis basis,
        List<String> notes) {
    private static final int PARAMETERS = 4;
    private static final int MOST = 5_000;

    public LogisticCurve {
        notes = List.copyOf(notes);
    }

    /**
     * Fits the curve.
     *
     * @param doses above 0, at least 4 different ones
     * @param responses one a dose
     * @return the curve with the smallest squared error
     */
    public static LogisticCurve fit(double[] doses, double[] responses) {
        String name = "dose curve";
        Checked.numbers(name, "doses", doses, PARAMETERS + 1);
        Checked.numbers(name, "responses", responses, PARAMETERS + 1);
        Checked.pairs(name, doses.length, responses.length);
        Checked.varied(name, responses);
        Map<Double, double[]> means = new TreeMap<>();
        for (int i = 0; i < doses.length; i++) {
            if (!(doses[i] > 0)) {
                throw new PatchclampException(
                        "The dose curve is over the logarithm of the dose, and has none for " + doses[i] + ".",
                        "doses above 0; dose 0 is what the curve starts from, and negative doses have a curve of their own");
            }
            double[] sum = means.computeIfAbsent(doses[i], d -> new double[2]);
            sum[0] += responses[i];
            sum[1]++;
        }
        if (means.size() < PARAMETERS) {
            throw new PatchclampException(
                    "The dose curve has 4 parameters, and " + means.size() + " doses do not settle them.",
                    "at least 4 doses, better 6, on both sides of the half effect");
        }
        double[] mean = means.values().stream().mapToDouble(s -> s[0] / s[1]).toArray();
        LeastSquaresOptimizer.Optimum best = best(doses, responses, mean, List.copyOf(means.keySet()));
        return curve(
                best,
                doses.length,
                mean,
                means.keySet().stream().mapToDouble(d -> d).toArray());
    }

    /**
     * What the curve gives.
     *
     * @param dose above 0
     * @return the response
     */
    public double at(double dose) {
        return low + (high - low) / (1 + Math.pow(ec50 / dose, slope));
    }

    private static LeastSquaresOptimizer.Optimum best(
            double[] doses, double[] responses, double[] mean, List<Double> levels) {
        LeastSquaresOptimizer.Optimum best = null;
        for (double start : levels) {
            for (double steep : new double[] {0.5, 1, 3}) {
                try {
                    LeastSquaresOptimizer.Optimum fit = new LevenbergMarquardtOptimizer()
                            .optimize(new LeastSquaresBuilder()
                                    .start(new double[] {
                                        mean[0], mean[mean.length - 1], Math.log(start), Math.log(steep)
                                    })
                                    .target(responses)
                                    .model(point -> model(point, doses))
                                    .maxEvaluations(MOST)
                                    .maxIterations(MOST)
                                    .build());
                    best = best == null || fit.getCost() < best.getCost() ? fit : best;
                } catch (MathIllegalStateException | MathIllegalArgumentException e) {
                    continue; // another start may get there
                }
            }
        }
        if (best == null || !Double.isFinite(best.getCost())) {
            throw new PatchclampException(
                    "No dose curve fits these " + doses.length + " responses.",
                    "plot them; a trend test asks for less");
        }
        return best;
    }

    private static Pair<RealVector, RealMatrix> model(RealVector point, double[] doses) {
        double low = point.getEntry(0);
        double high = point.getEntry(1);
        double slope = Math.exp(point.getEntry(3));
        double[] value = new double[doses.length];
        double[][] gradient = new double[doses.length][PARAMETERS];
        for (int i = 0; i < doses.length; i++) {
            double u = slope * (Math.log(doses[i]) - point.getEntry(2));
            double s = 1 / (1 + Math.exp(-u));
            value[i] = low + (high - low) * s;
            double steep = (high - low) * s * (1 - s);
            gradient[i] = new double[] {1 - s, s, -steep * slope, steep * u};
        }
        return new Pair<>(new ArrayRealVector(value, false), new Array2DRowRealMatrix(gradient, false));
    }

    private static LogisticCurve curve(LeastSquaresOptimizer.Optimum best, int n, double[] means, double[] doses) {
        double df = n - PARAMETERS;
        double variance = best.getCost() * best.getCost() / df;
        double logDose = best.getPoint().getEntry(2);
        double error;
        try {
            error = Math.sqrt(variance * best.getCovariances(1e-14).getEntry(2, 2));
        } catch (MathIllegalArgumentException e) { // singular: the data leave it open
            error = Double.POSITIVE_INFINITY;
        }
        double reach = new TDistribution(null, df).inverseCumulativeProbability(0.975) * error;
        double ec50 = Math.exp(logDose);
        List<String> notes = new ArrayList<>();
        if (ec50 < doses[0] || ec50 > doses[doses.length - 1]) {
            notes.add("half the effect is outside the doses that were given: the curve is a guess there");
        }
        int rises = 0;
        for (int i = 1; i < means.length; i++) {
            rises += means[i] > means[i - 1] ? 1 : 0;
        }
        if (rises > 0 && rises < means.length - 1) {
            notes.add("the means of the doses are not monotone, as the curve is");
        }
        Interval interval = new Interval(
                Double.isFinite(reach) ? Math.exp(logDose - reach) : 0,
                Double.isFinite(reach) ? Math.exp(logDose + reach) : Double.POSITIVE_INFINITY,
                0.95,
                "t of the logarithm");
        return new LogisticCurve(
                best.getPoint().getEntry(0),
                best.getPoint().getEntry(1),
                ec50,
                interval,
                Math.exp(best.getPoint().getEntry(3)),
                Math.sqrt(variance),
                Basis.of(Map.of("responses", n), "four-parameter logistic, least squares", Tail.TWO_SIDED),
                notes);
    }
}
