package io.patchclamp.epoch;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

import io.patchclamp.provenance.Provenance;
import io.patchclamp.record.Exportable;
import io.patchclamp.record.ResultArray;
import io.patchclamp.stats.FamilyResult;
import io.patchclamp.stats.NullHistogram;
import io.patchclamp.stats.Power;
import io.patchclamp.stats.TwoSampleUnits;
import io.patchclamp.stats.UnitState;

/**
 * Which units tell two conditions apart: each unit's d′, area under the curve and t, and its p corrected over all units.
 * Selective is not causal: that needs a lesion. Immutable.
 *
 * <pre>{@code
 * Selectivity s = Selectivity.of(Responses.of(recording)).by("number");
 * s.top(10).forEach(u -> … s.units().get(u).name() …);
 * }</pre>
 *
 * <p>Exported: {@code d_prime}, {@code auc}, {@code auc_error}, {@code t}, {@code p_welch}, {@code p} [unit]; {@code unit}
 * [unit, 2] (layer, number in its site); {@code null_edges}, {@code null_observed}, {@code null_permuted} [bin].
 */
public final class Selectivity implements Exportable {
    /** So many units are shown by name: the largest |d′|. */
    public static final int NAMED = 10;

    private final Provenance provenance;
    private final String column;
    private final String first;
    private final String second;
    private final List<Unit> units;
    private final TwoSampleUnits each;
    private final FamilyResult family;
    private final NullHistogram histogram;

    Selectivity(
            Provenance provenance,
            String column,
            String first,
            String second,
            List<Unit> units,
            TwoSampleUnits each,
            FamilyResult family,
            NullHistogram histogram) {
        this.provenance = provenance;
        this.column = column;
        this.first = first;
        this.second = second;
        this.units = List.copyOf(units);
        this.each = each;
        this.family = family;
        this.histogram = histogram;
    }

    /**
     * A comparison of trials.
     *
     * @param responses one number a trial and unit
     * @return what can be asked, with max-T over 9,999 permutations
     */
    public static Contrast of(Responses responses) {
        return new Contrast(responses);
    }

    @Override
    public Provenance provenance() {
        return provenance;
    }

    /**
     * What was compared.
     *
     * @return the column of the trials
     */
    public String column() {
        return column;
    }

    /**
     * The first condition: a positive d′ says that numbers are larger here.
     *
     * @return a value of the column
     */
    public String first() {
        return first;
    }

    /**
     * The second condition.
     *
     * @return a value of the column
     */
    public String second() {
        return second;
    }

    /**
     * The units.
     *
     * @return in the order of the forward pass; all numbers below are by the place here
     */
    public List<Unit> units() {
        return units;
    }

    /**
     * Each unit by itself, uncorrected.
     *
     * @return d′, area under the curve with DeLong's error, Welch's t and p
     */
    public TwoSampleUnits each() {
        return each;
    }

    /**
     * All units together.
     *
     * @return corrected p, the basis, and how many could not be tested
     */
    public FamilyResult family() {
        return family;
    }

    /**
     * How selective units are, beside how selective they are when labels fall by chance.
     *
     * @return counts of d′ in bins
     */
    public NullHistogram histogram() {
        return histogram;
    }

    /**
     * The units with the largest |d′|.
     *
     * @param most how many at most
     * @return their places in {@link #units}, the largest first; only units that were tested
     */
    public List<Integer> top(int most) {
        return IntStream.range(0, units.size())
                .filter(u -> each.state(u) == UnitState.TESTED)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer u) -> -Math.abs(each.dPrime(u))))
                .limit(most)
                .toList();
    }

    /**
     * What this many trials can show.
     *
     * @return the smallest effects found with 80 % power, in one unit and in the family
     */
    public String detectable() {
        List<Integer> n = List.copyOf(family.basis().n().values());
        return Power.line(n.get(0), n.get(1), family.basis().family());
    }

    @Override
    public List<ResultArray> exported() {
        int n = units.size();
        ResultArray dPrime = ResultArray.floats("d_prime", n);
        ResultArray auc = ResultArray.floats("auc", n);
        ResultArray error = ResultArray.floats("auc_error", n);
        ResultArray t = ResultArray.floats("t", n);
        ResultArray welch = ResultArray.floats("p_welch", n);
        ResultArray p = ResultArray.floats("p", n);
        ResultArray unit = ResultArray.ids("unit", n, 2);
        for (int u = 0; u < n; u++) {
            dPrime.put(each.dPrime(u), u);
            auc.put(each.auc(u), u);
            error.put(each.aucError(u), u);
            t.put(each.t(u), u);
            welch.put(each.p(u), u);
            p.put(family.p(u), u);
            unit.put(units.get(u).site().layer(), u, 0);
            unit.put(units.get(u).index(), u, 1);
        }
        int bins = histogram.bins();
        ResultArray edges = ResultArray.floats("null_edges", bins + 1);
        ResultArray observed = ResultArray.floats("null_observed", bins);
        ResultArray permuted = ResultArray.floats("null_permuted", bins);
        for (int b = 0; b <= bins; b++) {
            edges.put(histogram.edge(b), b);
            if (b < bins) {
                observed.put(histogram.observed(b), b);
                permuted.put(histogram.permuted(b), b);
            }
        }
        return List.of(dPrime, auc, error, t, welch, p, unit, edges, observed, permuted);
    }

    @Override
    public String toString() {
        return "selectivity of " + Objects.toString(first) + " against " + second + " in " + units.size() + " units";
    }
}
