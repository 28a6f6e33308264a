package io.patchclamp.epoch;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.patchclamp.array.NamedArray;
import io.patchclamp.fault.PatchclampException;
import io.patchclamp.provenance.Provenance;
import io.patchclamp.record.Exportable;
import io.patchclamp.record.Recording;
import io.patchclamp.record.ResultArray;
import io.patchclamp.stats.Hypothesis;
import io.patchclamp.trial.DropLog;
import io.patchclamp.trial.DropLog.Drop;
import io.patchclamp.trial.Reason;
import io.patchclamp.trial.Trials;

/**
 * Trials aligned to an event: {@code [trial, offset, unit]}, ragged, in memory, immutable. An offset that a trial does not
 * have is missing, never 0: it counts in no n and no mean.
 *
 * <p>Cost: four bytes a number that is kept; a recording on disk is read once, trial by trial, and only the asked units at
 * the asked offsets stay.
 */
public final class Epochs implements Exportable {
    private final Provenance provenance;
    private final Window alignment;
    private final List<Cut> cuts;
    private final List<Unit> units;
    private final DropLog log;
    private final Set<String> notes;
    private final Trials trials;

    Epochs(Provenance provenance, Window alignment, List<Cut> cuts, List<Unit> units, DropLog log, Set<String> notes) {
        this.provenance = provenance;
        this.alignment = alignment;
        this.cuts = List.copyOf(cuts);
        this.units = List.copyOf(units);
        this.log = log;
        this.notes = notes;
        if (cuts.isEmpty()) {
            throw new PatchclampException(
                    "No trial is left: " + log + ".",
                    log.drops().isEmpty()
                            ? "at least one trial"
                            : "another window or condition; the first dropped: "
                                    + log.drops().get(0));
        }
        this.trials = new Trials(cuts.stream().map(c -> c.trial().item()).toList());
    }

    /**
     * The same under a provenance that says more, such as what was expected of them.
     *
     * @param changed how they were made
     * @return a changed copy of the same numbers
     */
    public Epochs under(Provenance changed) {
        return new Epochs(changed, alignment, cuts, units, log, notes);
    }

    /**
     * The same where what is read out of these is a test of a hypothesis, which stands on each result and picture, POST HOC if it
     * is not known to have been registered before the recording. The direction of one that was makes p one-sided.
     *
     * @param hypothesis what was expected
     * @return a changed copy of the same numbers
     */
    public Epochs testing(Hypothesis hypothesis) {
        return under(
                provenance.testing(hypothesis, "epochs " + Integer.toHexString(trials.hashCode()), trials.count()));
    }

    /**
     * Epochs of a recording.
     *
     * @param recording not pooled over tokens
     * @param alignment which tokens
     * @param names which sites or units, such as {@code L5.mlp.neurons[3]}; all that was recorded if none are named
     * @return the epochs; trials without the event, or without a token in the window, are in {@link #log}
     * @throws PatchclampException if tokens were averaged, a site is attention, or no trial has a token in the window
     * @throws io.patchclamp.fault.SelectorException if something named was not recorded
     */
    public static Epochs of(Recording recording, Window alignment, String... names) {
        Objects.requireNonNull(alignment, "alignment");
        return new EpochCutter(recording, alignment, RecordedUnits.of(recording, List.of(names))).cut();
    }

    /**
     * How they were made.
     *
     * @return the recording's provenance, with alignment and what was done since
     */
    @Override
    public Provenance provenance() {
        return provenance;
    }

    /**
     * Which tokens they are.
     *
     * @return anchor and window
     */
    public Window alignment() {
        return alignment;
    }

    /**
     * The stimuli.
     *
     * @return one an epoch
     */
    public Trials trials() {
        return trials;
    }

    /**
     * The trials' numbers in the recording.
     *
     * @return from 0, one an epoch
     */
    public List<Integer> numbers() {
        return cuts.stream().map(Cut::number).toList();
    }

    /**
     * The numbers of one token.
     *
     * @return site by site
     */
    public List<Unit> units() {
        return units;
    }

    /**
     * The offsets from the anchor.
     *
     * @return ascending, without a gap
     */
    public List<Integer> offsets() {
        return IntStream.rangeClosed(alignment.from(), alignment.to()).boxed().toList();
    }

    /**
     * How many trials there are.
     *
     * @return at least 1
     */
    public int count() {
        return cuts.size();
    }

    /**
     * Which trials of the recording are not here, and why.
     *
     * @return the log
     */
    public DropLog log() {
        return log;
    }

    /**
     * What should be known of them: what was left out, what was done.
     *
     * @return sentences
     */
    public List<String> notes() {
        return List.copyOf(notes);
    }

    /**
     * How many trials have each offset.
     *
     * @return one count an offset
     */
    public List<Integer> counts() {
        return offsets().stream()
                .map(o ->
                        (int) IntStream.range(0, count()).filter(t -> has(t, o)).count())
                .toList();
    }

    /**
     * Whether a trial has an offset.
     *
     * @param trial its number here, from 0
     * @param offset the offset
     * @return false if it is missing
     */
    public boolean has(int trial, int offset) {
        return row(trial, offset) != null;
    }

    /**
     * One number.
     *
     * @param trial the trial's number here, from 0
     * @param offset the offset
     * @param unit the unit's number here, from 0
     * @return what was recorded; NaN if the trial does not have the offset
     */
    public float get(int trial, int offset, int unit) {
        Objects.checkIndex(unit, units.size());
        float[] row = row(trial, offset);
        return row == null ? Float.NaN : row[unit];
    }

    /**
     * The token at an offset, made visible.
     *
     * @param trial the trial's number here, from 0
     * @param offset the offset
     * @return such as {@code ·Paris}; empty where the trial has no such token
     */
    public String token(int trial, int offset) {
        return cuts.get(trial).token(offset);
    }

    /**
     * All numbers, NaN where missing.
     *
     * @return {@code [trial, offset, unit]}
     */
    public NamedArray array() {
        return EpochArrays.all(this);
    }

    /**
     * The trials that meet an expression.
     *
     * @param expression as {@link Trials#where} has it
     * @return fewer epochs; the others are in the log
     * @throws PatchclampException if it is no expression, or none meets it
     */
    public Epochs where(String expression) {
        return keep(trials().meeting(expression), Reason.NOT_SELECTED, t -> expression);
    }

    /**
     * Some of the trials.
     *
     * @param chosen their numbers here, from 0, in the order they are wanted
     * @return fewer epochs; the others are in the log
     */
    public Epochs choose(List<Integer> chosen) {
        return keep(chosen, Reason.NOT_SELECTED, t -> "chosen by number");
    }

    /**
     * Leaves some trials out.
     *
     * @param reason why
     * @param numbers their numbers in the recording, from 0
     * @return fewer epochs
     * @throws PatchclampException if one is not here, or none is left
     */
    public Epochs drop(Reason reason, int... numbers) {
        return drop(reason, Arrays.stream(numbers).boxed().collect(Collectors.toMap(n -> n, n -> "", (a, b) -> a)));
    }

    /**
     * Leaves some trials out, each with what is known of it.
     *
     * @param reason why
     * @param details what is more exactly known, by the trial's number in the recording, from 0
     * @return fewer epochs
     * @throws PatchclampException if one is not here, or none is left
     */
    public Epochs drop(Reason reason, Map<Integer, String> details) {
        for (int number : details.keySet()) {
            if (!numbers().contains(number)) {
                throw new PatchclampException(
                        "There is no trial " + number + " to drop: " + log + ".", "numbers of the recording, from 0");
            }
        }
        List<Integer> kept = IntStream.range(0, count())
                .filter(t -> !details.containsKey(cuts.get(t).number()))
                .boxed()
                .toList();
        return keep(kept, reason, t -> {
            String said = details.getOrDefault(cuts.get(t).number(), "");
            return said.isEmpty() ? reason.word() : said;
        });
    }

    /**
     * Some of the units.
     *
     * @param chosen their numbers here, from 0, in the order they are wanted
     * @return a smaller copy
     */
    public Epochs units(List<Integer> chosen) {
        List<Unit> fewer = chosen.stream().map(units::get).toList();
        List<Cut> narrower = cuts.stream().map(cut -> cut.only(chosen)).toList();
        return new Epochs(provenance, alignment, narrower, fewer, log, notes);
    }

    /**
     * One number an offset for all units together: a pool, as a field potential is of cells.
     *
     * @param how what is made of the units of a token
     * @param name what the pool is called, such as the selector that chose its units
     * @return a copy with a single unit
     */
    public Epochs pooled(UnitPool how, String name) {
        return Pooling.units(this, how, name);
    }

    /**
     * Subtracts from each trial, unit by unit, its mean over some offsets before the event. For trials that differ before
     * the event; those that are minimal pairs have nothing there to correct.
     *
     * @param from the first offset of the baseline
     * @param to the last, before the event
     * @return corrected epochs; trials without a token there are dropped
     * @throws PatchclampException if the baseline is not before the event, or every trial has the tokens before its event
     *     in common with another one: then a causal model's difference there is exactly 0, see {@link #minimalPairs}
     */
    public Epochs baseline(int from, int to) {
        return Baseline.of(this, from, to);
    }

    /**
     * Proves that minimal pairs are such: before the first token in which the two trials of a pair differ, a causal model
     * does the same in both, to the bit where both were read in the same shape.
     *
     * @param column which trials are a pair, two for each value
     * @return how many numbers were compared, and the largest difference
     * @throws PatchclampException if a value does not have two trials
     */
    public PairCheck minimalPairs(String column) {
        return PairCheck.of(this, column);
    }

    /**
     * The same with a note on whether they are minimal pairs, see {@link #minimalPairs}.
     *
     * @param column which trials are a pair, two for each value
     * @return a changed copy of the same numbers
     * @throws PatchclampException if a value does not have two trials
     */
    public Epochs checkedPairs(String column) {
        String said = minimalPairs(column).toString();
        return changed(
                cuts,
                log,
                "minimal pairs",
                column + ": " + said,
                List.of("Minimal pairs by '" + column + "'. " + said));
    }

    /**
     * Mean and standard deviation of each unit over these trials and offsets, to scale these or others by.
     *
     * @param stated what these trials are, such as {@code S}; reports name it
     * @return the scaling
     */
    public Scaling scaling(String stated) {
        return Scaling.of(this, stated);
    }

    /**
     * In standard deviations from the mean, as they were elsewhere.
     *
     * @param scaling fitted on the same units; on other trials, where these are to be tested
     * @return scaled epochs; units that were constant where it was fitted are NaN
     * @throws PatchclampException if it was fitted on other units
     */
    public Epochs scaled(Scaling scaling) {
        return scaling.apply(this);
    }

    /**
     * One offset of all trials that have it.
     *
     * @param offset the offset
     * @return {@code [trial, unit]}, as they were recorded
     * @throws PatchclampException if no trial has it
     */
    public Responses at(int offset) {
        return over(offset, offset);
    }

    /**
     * The mean over some offsets, of those that a trial has.
     *
     * @param from the first offset
     * @param to the last, inclusive
     * @return {@code [trial, unit]} of the trials that have one of them; says how many have not
     * @throws PatchclampException if no trial has any
     */
    public Responses over(int from, int to) {
        return Pooling.over(this, from, to);
    }

    /**
     * The mean over trials at each offset, of those that have it.
     *
     * @return {@code [offset, unit]}; NaN where no trial has the offset
     */
    public NamedArray mean() {
        return Pooling.mean(this);
    }

    /** {@code epochs} {@code [trial, offset, unit]}, NaN where missing; {@code offsets}; {@code n} {@code [offset]}. */
    @Override
    public List<ResultArray> exported() {
        return EpochArrays.exported(this);
    }

    List<Cut> cuts() {
        return cuts;
    }

    /** One trial's numbers at an offset, not a copy; null if missing. */
    float[] row(int trial, int offset) {
        int at = offset - alignment.from();
        return at >= 0 && at < alignment.length() ? cuts.get(trial).rows()[at] : null;
    }

    /** The same trials and units with other numbers. */
    Epochs changed(List<Cut> others, DropLog longer, String key, String value, List<String> more) {
        return changed(others, units, longer, key, value, more);
    }

    /** The same trials with other numbers of other units. */
    Epochs changed(List<Cut> others, List<Unit> these, DropLog longer, String key, String value, List<String> more) {
        Set<String> all = new LinkedHashSet<>(notes);
        all.addAll(more);
        return new Epochs(provenance.with(key, value), alignment, others, these, longer, all);
    }

    private Epochs keep(List<Integer> kept, Reason reason, IntFunction<String> detail) {
        Set<Integer> stays = new LinkedHashSet<>(kept);
        List<Drop> drops = IntStream.range(0, count())
                .filter(t -> !stays.contains(t))
                .mapToObj(t -> cuts.get(t).dropped(reason, detail.apply(t)))
                .toList();
        return new Epochs(provenance, alignment, kept.stream().map(cuts::get).toList(), units, log.with(drops), notes);
    }
}
