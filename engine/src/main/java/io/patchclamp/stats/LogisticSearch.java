package io.patchclamp.stats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import io.patchclamp.progress.Progress;
import org.apache.commons.math3.exception.MathIllegalArgumentException;
import org.apache.commons.math3.exception.MathIllegalStateException;
import org.apache.commons.math3.fitting.leastsquares.LeastSquaresBuilder;
import org.apache.commons.math3.fitting.leastsquares.LeastSquaresProblem;
import org.apache.commons.math3.fitting.leastsquares.LevenbergMarquardtOptimizer;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.apache.commons.math3.util.Pair;

/**
 * Where the squared error of a logistic curve is least. It often has several minima: with the half-effective dose and the
 * slope given, both ends of the curve are a line's two coefficients, so the error is looked at over a grid of these two, and
 * followed down from every valley of the grid. Responses are centred and scaled first, for their size to change nothing.
 */
final class LogisticSearch {
    static final int PARAMETERS = 4;
    private static final int BETWEEN = 4; // places of the half-effective dose from one dose to the next
    private static final int MOST_PLACES = 60;
    private static final int SLOPES = 16;
    private static final int VALLEYS = 8;
    private static final int MOST = 5_000;
    private static final double SAME = 1e-8; // of the largest response, as is the next
    private static final double PERFECT = 1e-6;

    private final double[] logDoses;
    private final double[] responses;
    private final double centre;
    private final double size;

    /**
     * What was found: low, high, the logarithms of the half-effective dose and of the slope; the deviation of what is left;
     * and the standard error of the logarithm of the dose, infinite where the responses leave it open.
     */
    record Found(double low, double high, double logDose, double logSlope, double deviation, double error) {}

    LogisticSearch(double[] doses, double[] numbers) {
        logDoses = Arrays.stream(doses).map(Math::log).toArray();
        centre = Moments.mean(numbers);
        double largest =
                Arrays.stream(numbers).map(v -> Math.abs(v - centre)).max().orElse(0);
        size = largest > 0 ? largest : 1;
        responses = Arrays.stream(numbers).map(v -> (v - centre) / size).toArray();
    }

    /** The best; nothing where the error falls without end from a start that is already better than all minima. */
    Optional<Found> best() {
        LeastSquaresProblem.Evaluation best = null;
        double endless = Double.POSITIVE_INFINITY;
        for (double[] valley : valleys()) {
            Progress.checkCancelled("fitting a dose curve");
            Optional<LeastSquaresProblem.Evaluation> fit = down(Arrays.copyOf(valley, PARAMETERS));
            if (fit.isEmpty()) {
                endless = Math.min(endless, Math.sqrt(Math.max(0, valley[PARAMETERS])));
            } else if (best == null || fit.get().getCost() < best.getCost() - SAME) {
                best = fit.get();
            }
        }
        return best == null || !(best.getCost() <= endless) ? Optional.empty() : Optional.of(found(best));
    }

    private Optional<LeastSquaresProblem.Evaluation> down(double... start) {
        LeastSquaresProblem problem = new LeastSquaresBuilder()
                .start(start)
                .target(responses)
                .model(this::model)
                .maxEvaluations(MOST)
                .maxIterations(MOST)
                .build();
        try {
            return Optional.of(new LevenbergMarquardtOptimizer().optimize(problem));
        } catch (MathIllegalStateException | MathIllegalArgumentException e) {
            // another start may get there; and where nothing is left to fit, this one is there
            LeastSquaresProblem.Evaluation here = problem.evaluate(problem.getStart());
            return here.getCost() < PERFECT ? Optional.of(here) : Optional.empty();
        }
    }

    private Found found(LeastSquaresProblem.Evaluation best) {
        RealVector point = best.getPoint();
        double deviation = best.getCost() / Math.sqrt(logDoses.length - PARAMETERS);
        double error;
        try {
            error = deviation * Math.sqrt(best.getCovariances(1e-14).getEntry(2, 2));
        } catch (MathIllegalArgumentException e) { // singular: the data leave it open
            error = Double.POSITIVE_INFINITY;
        }
        return new Found(
                centre + size * point.getEntry(0),
                centre + size * point.getEntry(1),
                point.getEntry(2),
                point.getEntry(3),
                size * deviation,
                error);
    }

    /** Starts at the lowest points of the grid among their neighbours: those between the doses first, the lowest of them first. */
    private List<double[]> valleys() {
        double[] places = places();
        double[] slopes = slopes();
        double[][][] grid = new double[places.length][slopes.length][];
        for (int i = 0; i < places.length; i++) {
            for (int j = 0; j < slopes.length; j++) {
                grid[i][j] = line(places[i], slopes[j]);
            }
        }
        List<double[]> low = new ArrayList<>();
        for (int i = 0; i < places.length; i++) {
            for (int j = 0; j < slopes.length; j++) {
                if (lowest(grid, i, j)) {
                    low.add(grid[i][j]);
                }
            }
        }
        double least = Arrays.stream(logDoses).min().orElseThrow();
        double most = Arrays.stream(logDoses).max().orElseThrow();
        low.sort(Comparator.<double[]>comparingInt(p -> p[2] > least && p[2] < most ? 0 : 1)
                .thenComparingDouble(p -> p[PARAMETERS]));
        return low.stream().limit(VALLEYS).toList();
    }

    private static boolean lowest(double[][][] grid, int i, int j) {
        for (int a = Math.max(0, i - 1); a <= Math.min(grid.length - 1, i + 1); a++) {
            for (int b = Math.max(0, j - 1); b <= Math.min(grid[0].length - 1, j + 1); b++) {
                if (grid[a][b][PARAMETERS] < grid[i][j][PARAMETERS] - SAME * SAME) {
                    return false;
                }
            }
        }
        return true;
    }

    /** From a little below the least dose to a little above the largest, finer than the doses lie. */
    private double[] places() {
        double[] levels = Arrays.stream(logDoses).sorted().distinct().toArray();
        double low = levels[0];
        double span = levels[levels.length - 1] - low;
        int count = Math.min(MOST_PLACES, BETWEEN * levels.length);
        double[] places = new double[count];
        for (int i = 0; i < count; i++) {
            places[i] = low + span * (-0.25 + 1.5 * i / (count - 1));
        }
        return places;
    }

    /** From a line over all of the doses to a step between two of them. */
    private double[] slopes() {
        double[] levels = Arrays.stream(logDoses).sorted().distinct().toArray();
        double gap = Double.POSITIVE_INFINITY;
        for (int i = 1; i < levels.length; i++) {
            gap = Math.min(gap, levels[i] - levels[i - 1]);
        }
        double flat = Math.log(0.5 / (levels[levels.length - 1] - levels[0]));
        double steep = Math.log(60 / gap);
        double[] slopes = new double[SLOPES];
        for (int i = 0; i < SLOPES; i++) {
            slopes[i] = flat + (steep - flat) * i / (SLOPES - 1);
        }
        return slopes;
    }

    /** Low, high, both given numbers, and the squared error of the best low and high for them. */
    private double[] line(double logDose, double logSlope) {
        int n = logDoses.length;
        double[] s = new double[n];
        double mean = 0;
        for (int i = 0; i < n; i++) {
            s[i] = 1 / (1 + Math.exp(-Math.exp(logSlope) * (logDoses[i] - logDose)));
            mean += s[i] / n;
        }
        double across = 0;
        double along = 0;
        double all = 0;
        for (int i = 0; i < n; i++) {
            across += (s[i] - mean) * responses[i]; // responses have a mean of 0
            along += (s[i] - mean) * (s[i] - mean);
            all += responses[i] * responses[i];
        }
        double rise = along > 1e-20 ? across / along : 0;
        double low = -rise * mean;
        return new double[] {low, low + rise, logDose, logSlope, all - rise * across};
    }

    private Pair<RealVector, RealMatrix> model(RealVector point) {
        double low = point.getEntry(0);
        double high = point.getEntry(1);
        double slope = Math.exp(Math.min(700, point.getEntry(3)));
        double[] value = new double[logDoses.length];
        double[][] gradient = new double[logDoses.length][];
        for (int i = 0; i < value.length; i++) {
            double u = slope * (logDoses[i] - point.getEntry(2));
            double s = 1 / (1 + Math.exp(-u));
            value[i] = low + (high - low) * s;
            double steep = (high - low) * s * (1 - s);
            gradient[i] = new double[] {1 - s, s, steep == 0 ? 0 : -steep * slope, steep == 0 ? 0 : steep * u};
        }
        return new Pair<>(new ArrayRealVector(value, false), new Array2DRowRealMatrix(gradient, false));
    }
}
