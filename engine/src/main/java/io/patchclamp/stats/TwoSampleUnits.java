package io.patchclamp.stats;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.patchclamp.progress.Crew;
import io.patchclamp.progress.Progress;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * How two conditions differ in each of many units, each by itself: d′, area under the curve, Welch's t and its p, none
 * corrected. Immutable. Units that do not vary, or are not finite, have NaN.
 */
public final class TwoSampleUnits {
    private static final int BLOCK = 256;

    private final Map<String, Integer> n;
    private final UnitState[] states;
    private final double[] dPrime;
    private final double[] auc;
    private final double[] aucError;
    private final double[] t;
    private final double[] df;
    private final double[] p;
    private final Tail tail;

    private TwoSampleUnits(Map<String, Integer> n, int units) {
        this.n = n;
        tail = Tail.TWO_SIDED;
        df = new double[units];
        states = new UnitState[units];
        dPrime = new double[units];
        auc = new double[units];
        aucError = new double[units];
        t = new double[units];
        p = new double[units];
    }

    /**
     * Compares.
     *
     * @param table the numbers
     * @param progress hears how far it is
     * @param first whether each item is in the first condition; at least two are in each
     * @return a number of each kind for each unit
     */
    public static TwoSampleUnits of(UnitTable table, Progress progress, boolean... first) {
        Checked.pairs("comparison", table.items(), first.length);
        int n1 = 0;
        for (boolean f : first) {
            n1 += f ? 1 : 0;
        }
        Checked.numbers("comparison", "first condition", new double[n1], 2);
        Checked.numbers("comparison", "second condition", new double[first.length - n1], 2);
        Map<String, Integer> n = new LinkedHashMap<>();
        n.put("first", n1);
        n.put("second", first.length - n1);
        TwoSampleUnits units = new TwoSampleUnits(n, table.units());
        int count = n1;
        Crew.all().each((table.units() + BLOCK - 1) / BLOCK, "comparing", progress, block -> {
            for (int u = block * BLOCK; u < Math.min(table.units(), (block + 1) * BLOCK); u++) {
                Progress.checkCancelled("comparing");
                units.compare(u, table.unit(u), first, count);
            }
        });
        return units;
    }

    private TwoSampleUnits(TwoSampleUnits other, Tail tail) {
        n = other.n;
        states = other.states;
        dPrime = other.dPrime;
        auc = other.auc;
        aucError = other.aucError;
        t = other.t;
        df = other.df;
        this.tail = tail;
        p = new double[t.length];
        for (int u = 0; u < p.length; u++) {
            p[u] = states[u] == UnitState.TESTED ? p(t[u], df[u], tail) : Double.NaN;
        }
    }

    /**
     * The same with another tail.
     *
     * @param changed which differences count: greater where the first condition's numbers are larger
     * @return a changed copy
     */
    public TwoSampleUnits tail(Tail changed) {
        return new TwoSampleUnits(this, changed);
    }

    private static double p(double t, double df, Tail tail) {
        TDistribution distribution = new TDistribution(null, df);
        return switch (tail) {
            case GREATER -> distribution.cumulativeProbability(-t);
            case LESS -> distribution.cumulativeProbability(t);
            case TWO_SIDED -> Math.min(1, 2 * distribution.cumulativeProbability(-Math.abs(t)));
        };
    }

    private void compare(int u, double[] x, boolean[] first, int n1) {
        double[] a = new double[n1];
        double[] b = new double[x.length - n1];
        for (int i = 0, in = 0, out = 0; i < x.length; i++) {
            if (first[i]) {
                a[in++] = x[i];
            } else {
                b[out++] = x[i];
            }
        }
        states[u] = !MassT.finite(x)
                ? UnitState.NOT_FINITE
                : Checked.constant(a) && Checked.constant(b) ? UnitState.CONSTANT : UnitState.TESTED;
        if (states[u] != UnitState.TESTED) {
            dPrime[u] = auc[u] = aucError[u] = t[u] = p[u] = Double.NaN;
            return;
        }
        double v1 = Moments.variance(a);
        double v2 = Moments.variance(b);
        double difference = Moments.mean(a) - Moments.mean(b);
        double e1 = v1 / a.length;
        double e2 = v2 / b.length;
        dPrime[u] = difference / Math.sqrt((v1 + v2) / 2);
        t[u] = difference / Math.sqrt(e1 + e2);
        df[u] = Intervals.welchDf(e1, a.length, e2, b.length);
        p[u] = p(t[u], df[u], tail);
        Auc area = Auc.of(a, b);
        auc[u] = area.value();
        aucError[u] = area.error();
    }

    /**
     * Corrects Welch's p over the units that were tested.
     *
     * @param correction one that is made from p
     * @return each unit's t and corrected p
     */
    public FamilyResult corrected(Correction correction) {
        int[] tested = java.util.stream.IntStream.range(0, p.length)
                .filter(u -> states[u] == UnitState.TESTED)
                .toArray();
        if (tested.length == 0) {
            throw Checked.still(p.length);
        }
        double[] adjusted =
                correction.adjust(Arrays.stream(tested).mapToDouble(u -> p[u]).toArray());
        double[] all = new double[p.length];
        Arrays.fill(all, Double.NaN);
        for (int i = 0; i < tested.length; i++) {
            all[tested[i]] = adjusted[i];
        }
        Basis basis = Basis.of(n, "Welch t-test", tail).corrected(correction, tested.length);
        return new FamilyResult("Welch t-test", t.clone(), all, states.clone(), new double[0], basis, List.of());
    }

    /**
     * How many units there are.
     *
     * @return all, tested or not
     */
    public int units() {
        return states.length;
    }

    /**
     * Whether a unit could be compared.
     *
     * @param unit its number, from 0
     * @return its state
     */
    public UnitState state(int unit) {
        return states[unit];
    }

    /**
     * How far apart the conditions lie in a unit.
     *
     * @param unit its number, from 0
     * @return d′, positive where the first is larger
     */
    public double dPrime(int unit) {
        return dPrime[unit];
    }

    /**
     * How often the first condition's number is the larger one.
     *
     * @param unit its number, from 0
     * @return the area under the curve
     */
    public double auc(int unit) {
        return auc[unit];
    }

    /**
     * How well the area is known.
     *
     * @param unit its number, from 0
     * @return DeLong's standard error
     */
    public double aucError(int unit) {
        return aucError[unit];
    }

    /**
     * Welch's t.
     *
     * @param unit its number, from 0
     * @return t, positive where the first is larger
     */
    public double t(int unit) {
        return t[unit];
    }

    /**
     * Welch's p, uncorrected.
     *
     * @param unit its number, from 0
     * @return two-sided unless another tail was asked for
     */
    public double p(int unit) {
        return p[unit];
    }
}
