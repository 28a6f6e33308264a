package io.patchclamp.edit;

import java.util.BitSet;

import io.patchclamp.model.Electrode;
import io.patchclamp.model.Electrode.Polarity;
import io.patchclamp.model.Point;
import io.patchclamp.model.Slab;
import io.patchclamp.model.Write;

/** One electrode of one edit, for the trials that are the rows of one batch. */
final class BoundWrite implements Write {
    private final Electrode electrode;
    private final int number;
    private final int[] units;
    private final int perUnit;
    private final Rule rule;
    private final BitSet[] held;
    private final Notes notes;
    private final int window;
    private final int[] trials;
    private final Polarity polarity;
    private final boolean scores;

    /**
     * {@code number} counts the edit's electrodes; {@code held} has the positions for every trial of the run;
     * {@code window} is how many keys a query sees, 0 for all.
     */
    BoundWrite(Electrode electrode, int number, Rule rule, BitSet[] held, Notes notes, int window, int... trials) {
        this.electrode = electrode;
        this.number = number;
        this.units = electrode.unitArray();
        this.perUnit = electrode.site().width() / electrode.site().units();
        this.rule = rule;
        this.held = held;
        this.notes = notes;
        this.window = window;
        this.trials = trials;
        this.polarity = electrode.polarity();
        this.scores = electrode.site().point() == Point.SCORES;
    }

    @Override
    public Point point() {
        return electrode.site().point();
    }

    @Override
    public int layer() {
        return electrode.site().layer();
    }

    @Override
    public void write(Slab slab) {
        if (slab.rows() != trials.length) {
            throw new IllegalStateException(
                    "an edit of " + trials.length + " trials was given " + slab.rows() + " rows");
        }
        int[] shape = slab.shape();
        for (int row = 0; row < trials.length; row++) {
            int trial = trials[row];
            for (int token = 0; token < slab.length(row); token++) {
                int position = slab.position(row, token);
                if (held[trial].get(position)) {
                    float[] values = rule.values(trial, position);
                    Notes.Trial note = notes.trial(trial);
                    if (values == null) {
                        note.without.set(position);
                    } else if (point().isAttention()) {
                        query(slab.data(), shape, row, token, position, values, note);
                    } else {
                        int at = (row * shape[1] + token) * electrode.site().width();
                        token(slab.data(), at, position, values, note);
                    }
                }
            }
        }
    }

    private void token(float[] data, int at, int position, float[] values, Notes.Trial note) {
        Tally tally = new Tally(notes.units(note, number));
        for (int u = 0; u < units.length; u++) {
            change(data, at + units[u] * perUnit, perUnit, values, u * perUnit, u, tally);
        }
        tally.into(note, position);
    }

    /** Only the keys that the query may look at: those in its window, up to its own position. */
    private void query(float[] data, int[] shape, int row, int query, int position, float[] values, Notes.Trial note) {
        Tally tally = new Tally(notes.units(note, number));
        int keys = values.length / units.length; // 1 where every key gets the same
        int first = window == 0 ? 0 : Math.max(0, position - window + 1);
        for (int u = 0; u < units.length; u++) {
            int at = ((row * shape[1] + units[u]) * shape[2] + query) * shape[3];
            if (keys > 1) {
                int count = Math.min(keys, position + 1) - first;
                change(data, at + first, count, values, u * keys + first, u, tally);
            } else {
                for (int key = first; key <= position; key++) {
                    change(data, at + key, 1, values, u, u, tally);
                }
            }
        }
        tally.into(note, position);
    }

    private void change(float[] data, int start, int count, float[] values, int from, int unit, Tally tally) {
        for (int i = 0; i < count; i++) {
            float natural = data[start + i];
            float value = values[from + i];
            if (leftAlone(natural, value)) {
                continue;
            }
            float imposed = rule.apply(natural, value);
            data[start + i] = imposed;
            tally.add(unit, natural, imposed);
        }
    }

    /** Of the other sign; out of the query's sight, as a score of minus infinity says; or without a value, as NaN says. */
    private boolean leftAlone(float natural, float value) {
        return polarity == Polarity.POSITIVE && !(natural > 0)
                || polarity == Polarity.NEGATIVE && !(natural < 0)
                || value != value
                || scores && natural == Float.NEGATIVE_INFINITY;
    }

    /** Sums of one token, which the compiler can keep in registers. */
    private static final class Tally {
        private final Notes.Units sums;
        private double naturalSquares;
        private double changeSquares;
        private float min = Float.POSITIVE_INFINITY;
        private float max = Float.NEGATIVE_INFINITY;
        private int touched;
        private int changed;

        private Tally(Notes.Units sums) {
            this.sums = sums;
        }

        private void add(int unit, float natural, float imposed) {
            double change = (double) imposed - natural;
            naturalSquares += (double) natural * natural;
            changeSquares += change * change;
            min = Math.min(min, imposed);
            max = Math.max(max, imposed);
            changed += Float.floatToRawIntBits(natural) == Float.floatToRawIntBits(imposed) ? 0 : 1;
            touched++;
            sums.natural[unit] += natural;
            sums.imposed[unit] += imposed;
            sums.count[unit]++;
        }

        private void into(Notes.Trial note, int position) {
            note.naturalSquares += naturalSquares;
            note.changeSquares += changeSquares;
            note.min = Math.min(note.min, min);
            note.max = Math.max(note.max, max);
            note.changed += changed;
            note.touched += touched;
            if (touched > 0) {
                note.tokens.set(position);
            }
        }
    }
}
