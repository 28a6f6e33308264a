package io.patchclamp.epoch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

import io.patchclamp.stats.Effect;
import io.patchclamp.stats.Effects;

/**
 * How well one unit tells two conditions apart, whatever the threshold: an observer who sees its number alone.
 *
 * @param first the condition whose numbers count as signals: d′ above 0 and an area above .5 say that they are larger
 * @param second the other condition
 * @param dPrime d′ with its interval
 * @param auc the area under the curve with its interval, where the samples overlap
 * @param aucError DeLong's standard error of the area
 * @param curve from (0, 0) to (1, 1), one point for each number that is a threshold
 */
public record Discrimination(
        String first, String second, Effect dPrime, Effect auc, double aucError, List<Rates> curve) {
    public Discrimination {
        Objects.requireNonNull(first, "first");
        Objects.requireNonNull(second, "second");
        Objects.requireNonNull(dPrime, "dPrime");
        Objects.requireNonNull(auc, "auc");
        curve = List.copyOf(curve);
    }

    /**
     * What an observer with one threshold does.
     *
     * @param falseAlarms the share of the second condition at or above it
     * @param hits the share of the first condition at or above it
     */
    public record Rates(double falseAlarms, double hits) {}

    static Discrimination of(String first, String second, double[] a, double[] b) {
        return new Discrimination(
                first, second, Effects.dPrime(a, b), Effects.auc(a, b), Effects.deLongError(a, b), curve(a, b));
    }

    private static List<Rates> curve(double[] a, double[] b) {
        double[] thresholds = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, thresholds, a.length, b.length);
        double[] falling = Arrays.stream(thresholds).distinct().sorted().toArray();
        List<Rates> curve = new ArrayList<>(List.of(new Rates(0, 0)));
        for (int i = falling.length - 1; i >= 0; i--) {
            curve.add(new Rates(share(b, falling[i]), share(a, falling[i])));
        }
        return curve;
    }

    private static double share(double[] x, double threshold) {
        return Arrays.stream(x).filter(v -> v >= threshold).count() / (double) x.length;
    }

    /** The area as a trapezoid sum, which the rank statistic must equal. */
    double areaUnderCurve() {
        double area = 0;
        for (int i = 1; i < curve.size(); i++) {
            Rates from = curve.get(i - 1);
            Rates to = curve.get(i);
            area += (to.falseAlarms - from.falseAlarms) * (to.hits + from.hits) / 2;
        }
        return area;
    }
}
