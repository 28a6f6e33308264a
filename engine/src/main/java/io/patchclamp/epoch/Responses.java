package io.patchclamp.epoch;

import java.util.List;
import java.util.Objects;

import io.patchclamp.array.NamedArray;
import io.patchclamp.fault.PatchclampException;
import io.patchclamp.provenance.Provenance;
import io.patchclamp.record.RecordedTrial;
import io.patchclamp.record.Recording;
import io.patchclamp.record.SiteRecording;
import io.patchclamp.trial.Trials;

/**
 * One number a trial and unit: {@code [trial, unit]}, in memory, immutable.
 *
 * <p>Ownership: {@link #row} hands out copies. Cost: four bytes a number; a recording on disk is read once, trial by
 * trial, and only its pooled numbers stay.
 */
public final class Responses {
    private final Provenance provenance;
    private final String reading;
    private final Trials trials;
    private final List<Unit> units;
    private final float[][] rows;

    private Responses(Provenance provenance, String reading, Trials trials, List<Unit> units, float[][] rows) {
        this.provenance = Objects.requireNonNull(provenance, "provenance");
        this.reading = Objects.requireNonNull(reading, "reading");
        this.trials = Objects.requireNonNull(trials, "trials");
        this.units = List.copyOf(units);
        this.rows = rows;
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
        return new Responses(provenance, reading, trials, units, rows);
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
        return new Responses(recording.provenance(), recording.pool(), trials, units, rows);
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
                chosen.stream().map(t -> rows[t].clone()).toArray(float[][]::new));
    }

    /**
     * Some of the units.
     *
     * @param chosen their numbers, from 0, in the order they are wanted
     * @return a smaller copy
     */
    public Responses units(List<Integer> chosen) {
        float[][] fewer = new float[rows.length][chosen.size()];
        for (int t = 0; t < rows.length; t++) {
            for (int i = 0; i < fewer[t].length; i++) {
                fewer[t][i] = rows[t][chosen.get(i)];
            }
        }
        return new Responses(
                provenance, reading, trials, chosen.stream().map(units::get).toList(), fewer);
    }
}
