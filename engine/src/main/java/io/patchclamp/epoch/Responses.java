package io.patchclamp.epoch;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

import io.patchclamp.array.NamedArray;
import io.patchclamp.fault.PatchclampException;
import io.patchclamp.provenance.Provenance;
import io.patchclamp.record.RecordedTrial;
import io.patchclamp.record.Recording;
import io.patchclamp.record.SiteRecording;
import io.patchclamp.stats.Hypothesis;
import io.patchclamp.stats.UnitTable;
import io.patchclamp.trial.ItemTrials;
import io.patchclamp.trial.Trials;

/**
 * One number a trial and unit: {@code [trial, unit]}, in memory, immutable.
 *
 * <p>Ownership: {@link #row} hands out copies. Cost: four bytes a number; a recording on disk is read once, trial by
 * trial, and only its pooled numbers stay.
 */
public final class Responses {
    /** What provenance calls it that units were chosen by whoever had the responses. */
    public static final String CHOSEN = "units chosen";

    private final Provenance provenance;
    private final String reading;
    private final Trials trials;
    private final List<Unit> units;
    private final float[][] rows;
    private final int[] lengths;
    private final int[] positions;

    private Responses(
            Provenance provenance,
            String reading,
            Trials trials,
            List<Unit> units,
            float[][] rows,
            int[] lengths,
            int[] positions) {
        this.provenance = Objects.requireNonNull(provenance, "provenance");
        this.reading = Objects.requireNonNull(reading, "reading");
        this.trials = Objects.requireNonNull(trials, "trials");
        this.units = List.copyOf(units);
        this.rows = rows;
        this.lengths = lengths;
        this.positions = positions;
    }

    /**
     * Numbers that were made elsewhere.
     *
     * @param provenance how they were made
     * @param reading what a number is, such as {@code event} or {@code mean}
     * @param trials the stimuli
     * @param units the columns
     * @param rows {@code [trial][unit]}, taken over
     * @return the responses
     */
    public static Responses of(Provenance provenance, String reading, Trials trials, List<Unit> units, float[][] rows) {
        if (rows.length != trials.count()) {
            throw new IllegalArgumentException(rows.length + " rows, " + trials.count() + " trials");
        }
        for (float[] row : rows) {
            if (row.length != units.size()) {
                throw new IllegalArgumentException("a row of " + row.length + ", " + units.size() + " units");
            }
        }
        int[] unknown = new int[rows.length];
        Arrays.fill(unknown, -1);
        return new Responses(provenance, reading, trials, units, rows, unknown, unknown);
    }

    /**
     * Refuses trials in which the model does the same: one prompt twice, or, where not the event was read, one prompt in
     * which different parts are marked.
     *
     * @throws PatchclampException if there are such
     */
    public void refuseReplicates() {
        boolean chosenByEvent =
                provenance.details().containsKey("window") || tokensRead().equals("event");
        if (reading.equals("last") || reading.equals("mean") && !chosenByEvent) {
            trials.refuseRepeatedPrompts();
        } else {
            trials.refuseReplicates();
        }
    }

    /** Whether each number is a mean over all tokens of a prompt. */
    boolean meansOfWholePrompts() {
        return reading.equals("mean")
                && !provenance.details().containsKey("window")
                && List.of("all", "prompt").contains(tokensRead());
    }

    private String tokensRead() {
        return provenance.details().getOrDefault("tokens", "all");
    }

    /** The same where it is known how long the prompts were and which token was read. */
    Responses read(int[] lengths, int[] positions) {
        return new Responses(provenance, reading, trials, units, rows, lengths, positions);
    }

    /**
     * A recording with one token a trial: pooled while it was recorded.
     *
     * @param recording made with {@code --pool mean}, {@code last} or {@code event}
     * @return its numbers side by side, all sites after another
     * @throws PatchclampException if a trial has more than one token, or a site is attention
     */
    public static Responses of(Recording recording) {
        List<Unit> units = recording.sites().stream()
                .flatMap(site -> RecordedUnits.all(site).units().stream())
                .toList();
        int n = recording.trials().size();
        float[][] rows = new float[n][units.size()];
        for (int t = 0; t < n; t++) {
            int at = 0;
            for (SiteRecording site : recording.sites()) {
                NamedArray numbers = site.trials().get(t);
                if (numbers.length("token") != 1) {
                    throw new PatchclampException(
                            "Trial " + (t + 1) + " has " + numbers.length("token") + " tokens at '"
                                    + site.site().name() + "', and which of them to analyse is not said.",
                            "%%record --pool event (or last, or mean), or epochs around the event");
                }
                numbers.copyTo(0, rows[t], at, numbers.size());
                at += numbers.size();
            }
        }
        Trials trials =
                new Trials(recording.trials().stream().map(RecordedTrial::item).toList());
        int[] lengths =
                recording.trials().stream().mapToInt(t -> t.prompt().count()).toArray();
        int[] positions =
                recording.trials().stream().mapToInt(t -> t.rows().get(0)).toArray();
        return new Responses(recording.provenance(), recording.pool(), trials, units, rows, lengths, positions);
    }

    /**
     * The same under a provenance that says more, such as what was expected of them.
     *
     * @param changed how they were made
     * @return a changed copy of the same numbers
     */
    public Responses under(Provenance changed) {
        return new Responses(changed, reading, trials, units, rows, lengths, positions);
    }

    /**
     * The same where what is read out of these is a test of a hypothesis, which stands on each result and picture, POST HOC if it
     * is not known to have been registered before the recording. The direction of one that was makes p one-sided.
     *
     * @param hypothesis what was expected
     * @return a changed copy of the same numbers
     */
    public Responses testing(Hypothesis hypothesis) {
        return under(
                provenance.testing(hypothesis, "responses " + Integer.toHexString(trials.hashCode()), trials.count()));
    }

    /**
     * How they were made.
     *
     * @return the recording's provenance
     */
    public Provenance provenance() {
        return provenance;
    }

    /**
     * What a number is.
     *
     * @return how tokens were pooled: {@code mean}, {@code last} or {@code event}
     */
    public String reading() {
        return reading;
    }

    /**
     * How long the prompts are: what a population may tell apart instead of what it was asked about.
     *
     * @return their tokens, one a trial; -1 where that is not known
     */
    public int[] lengths() {
        return lengths.clone();
    }

    /**
     * Where the numbers were read.
     *
     * @return the token's number in its prompt, one a trial; -1 for a mean, and where it is not known
     */
    public int[] positions() {
        return positions.clone();
    }

    /**
     * The stimuli.
     *
     * @return one a row
     */
    public Trials trials() {
        return trials;
    }

    /**
     * The columns.
     *
     * @return site by site in the order of the forward pass
     */
    public List<Unit> units() {
        return units;
    }

    /**
     * One trial's numbers.
     *
     * @param trial its number, from 0
     * @return {@code [unit]}, a copy
     */
    public float[] row(int trial) {
        return rows[trial].clone();
    }

    /**
     * One number.
     *
     * @param trial the trial's number, from 0
     * @param unit the unit's number, from 0
     * @return what was recorded
     */
    public float get(int trial, int unit) {
        return rows[trial][unit];
    }

    /**
     * One unit's numbers.
     *
     * @param unit its number, from 0
     * @return {@code [trial]}, a copy
     */
    public double[] column(int unit) {
        double[] column = new double[rows.length];
        for (int t = 0; t < rows.length; t++) {
            column[t] = rows[t][unit];
        }
        return column;
    }

    /**
     * As statistics read them. A unit whose numbers differ by less than a millionth of the largest is constant there: that
     * much is round-off of batches.
     *
     * @return items are trials
     */
    public UnitTable table() {
        return new ResponseTable(
                this, IntStream.range(0, rows.length).mapToObj(List::of).toList());
    }

    /**
     * As statistics read them where an item has several trials: each item is their mean.
     *
     * @param items which trials are an item
     * @return items are what was said
     */
    public UnitTable table(ItemTrials items) {
        return new ResponseTable(this, items.members());
    }

    /**
     * One number a trial for all units together: a pool, as a field potential is of cells.
     *
     * @param how what is made of a trial's units
     * @param name what the pool is called, such as the selector that chose its units
     * @return a copy with a single unit
     */
    public Responses pooled(UnitPool how, String name) {
        float[][] one = new float[rows.length][];
        for (int t = 0; t < one.length; t++) {
            one[t] = new float[] {how.of(rows[t])};
        }
        Provenance made = provenance.with(UnitPool.NOTE, how.word() + " of " + units.size() + " units");
        return new Responses(made, reading, trials, List.of(how.unit(units, name)), one, lengths, positions);
    }

    /**
     * Some of the trials.
     *
     * @param chosen their numbers, from 0, in the order they are wanted
     * @return a smaller copy
     */
    public Responses trials(List<Integer> chosen) {
        return new Responses(
                provenance,
                reading,
                new Trials(chosen.stream().map(trials.items()::get).toList()),
                units,
                chosen.stream().map(t -> rows[t].clone()).toArray(float[][]::new),
                chosen.stream().mapToInt(t -> lengths[t]).toArray(),
                chosen.stream().mapToInt(t -> positions[t]).toArray());
    }

    /**
     * The units of some sites, all of each: nothing was chosen by what they did.
     *
     * @param names the sites, as they were recorded
     * @return a smaller copy
     * @throws PatchclampException if nothing was recorded there
     */
    public Responses sites(Collection<String> names) {
        List<Integer> kept = IntStream.range(0, units.size())
                .filter(u -> names.contains(units.get(u).site().name()))
                .boxed()
                .toList();
        if (kept.isEmpty()) {
            throw new PatchclampException(
                    "The responses have no site " + names + ".",
                    "one of "
                            + units.stream()
                                    .map(u -> u.site().name())
                                    .distinct()
                                    .toList());
        }
        return some(provenance, kept);
    }

    /**
     * Some of the units. That they were chosen stays with them: on the trials they were chosen by, what a choice of units
     * shows is circular.
     *
     * @param chosen their numbers, from 0, in the order they are wanted
     * @return a smaller copy
     */
    public Responses units(List<Integer> chosen) {
        return some(provenance.with(CHOSEN, chosen.size() + " of " + units.size()), chosen);
    }

    private Responses some(Provenance made, List<Integer> chosen) {
        float[][] fewer = new float[rows.length][chosen.size()];
        for (int t = 0; t < rows.length; t++) {
            for (int i = 0; i < fewer[t].length; i++) {
                fewer[t][i] = rows[t][chosen.get(i)];
            }
        }
        return new Responses(
                made, reading, trials, chosen.stream().map(units::get).toList(), fewer, lengths, positions);
    }
}
