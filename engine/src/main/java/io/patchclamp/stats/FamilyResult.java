package io.patchclamp.stats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * One question asked of many units at once, and how it was answered for each. Immutable; arrays are handed out as copies.
 *
 * <p>Units that could not be tested have a t and a p of NaN, and a {@link #state} that says why; the family is the others.
 */
public final class FamilyResult {
    private final String name;
    private final double[] t;
    private final double[] p;
    private final UnitState[] states;
    private final double[] maxima;
    private final Basis basis;
    private final List<String> notes;

    FamilyResult(
            String name, double[] t, double[] p, UnitState[] states, double[] maxima, Basis basis, List<String> notes) {
        this.name = Objects.requireNonNull(name, "name");
        this.t = t;
        this.p = p;
        this.states = states;
        this.maxima = maxima;
        this.basis = Objects.requireNonNull(basis, "basis");
        List<String> all = new ArrayList<>();
        for (UnitState state : List.of(UnitState.CONSTANT, UnitState.NOT_FINITE)) {
            if (count(state) > 0) {
                all.add(String.format(
                        java.util.Locale.ROOT,
                        "%,d of %,d units %s, and not tested",
                        count(state),
                        states.length,
                        state == UnitState.CONSTANT ? "do not vary" : "are not finite"));
            }
        }
        all.addAll(notes);
        this.notes = List.copyOf(all);
    }

    private FamilyResult(FamilyResult other, Basis basis, List<String> notes) {
        name = other.name;
        t = other.t;
        p = other.p;
        states = other.states;
        maxima = other.maxima;
        this.basis = Objects.requireNonNull(basis, "basis");
        this.notes = List.copyOf(notes);
    }

    /**
     * The same with another basis, such as one that names the conditions.
     *
     * @param changed what it rests on
     * @return a changed copy
     */
    public FamilyResult on(Basis changed) {
        return new FamilyResult(this, changed, notes);
    }

    /**
     * The same where more should be known before it is believed.
     *
     * @param more sentences, put before the {@link #notes}
     * @return a changed copy
     */
    public FamilyResult noting(List<String> more) {
        List<String> all = new ArrayList<>(more);
        all.addAll(notes);
        return new FamilyResult(this, basis, all);
    }

    /**
     * The test.
     *
     * @return such as {@code Welch t-test}
     */
    public String name() {
        return name;
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
     * Whether a unit was tested.
     *
     * @param unit its number, from 0
     * @return its state
     */
    public UnitState state(int unit) {
        return states[unit];
    }

    /**
     * How many units are in a state.
     *
     * @param state the state
     * @return the count
     */
    public int count(UnitState state) {
        return (int) Arrays.stream(states).filter(s -> s == state).count();
    }

    /**
     * A unit's statistic.
     *
     * @param unit its number, from 0
     * @return t; NaN where it was not tested
     */
    public double t(int unit) {
        return t[unit];
    }

    /**
     * A unit's corrected p.
     *
     * @param unit its number, from 0
     * @return p, corrected as the basis says; NaN where it was not tested
     */
    public double p(int unit) {
        return p[unit];
    }

    /**
     * The units whose corrected p is at most alpha.
     *
     * @param alpha such as 0.05
     * @return their numbers, the largest |t| first
     */
    public List<Integer> significant(double alpha) {
        Checked.share("alpha", alpha);
        return IntStream.range(0, p.length)
                .filter(u -> p[u] <= alpha * (1 + 1e-12))
                .boxed()
                .sorted((a, b) -> Double.compare(Math.abs(t[b]), Math.abs(t[a])))
                .toList();
    }

    /**
     * The largest statistic of the whole family in each arrangement, for max-T; where arrangements were drawn, without
     * the observed one.
     *
     * @return in ascending order; empty for other corrections
     */
    public double[] maxima() {
        return maxima.clone();
    }

    /**
     * The |t| from which a unit's corrected p is at most alpha, for max-T.
     *
     * @param alpha such as 0.05
     * @return NaN for other corrections, and where no arrangement is rare enough
     */
    public double criterion(double alpha) {
        Checked.share("alpha", alpha);
        boolean exact = basis.seed().isEmpty();
        double all = exact ? maxima.length : maxima.length + 1.0;
        int most = (int) Math.floor(alpha * all * (1 + 1e-12)) - (exact ? 0 : 1); // so many may reach it
        if (maxima.length == 0 || most < (exact ? 1 : 0)) {
            return Double.NaN;
        }
        int at = maxima.length - most; // the next one below must not reach it, nor its mirror image
        while (at > 0 && at < maxima.length && maxima[at - 1] >= Moments.reach(maxima[at])) {
            at++;
        }
        if (exact && at == maxima.length) {
            return Double.NaN;
        }
        return exact ? maxima[at] : at < maxima.length ? maxima[at] : Math.nextUp(maxima[maxima.length - 1]);
    }

    /**
     * What it rests on.
     *
     * @return the basis; its family are the units that were tested
     */
    public Basis basis() {
        return basis;
    }

    /**
     * What should be known before it is believed.
     *
     * @return such as {@code 12 of 46,080 units do not vary, and not tested}
     */
    public List<String> notes() {
        return notes;
    }

    /**
     * One unit's answer.
     *
     * @param unit its number, from 0
     * @return the test, with the corrected p
     */
    public TestResult unit(int unit) {
        return new TestResult(name, "t", t[unit], List.of(), p[unit], List.of(), basis, notes);
    }
}
