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
        long before = note.touched;
        Notes.Units sums = notes.units(note, number);
        for (int u = 0; u < units.length; u++) {
            change(data, at + units[u] * perUnit, perUnit, values, u * perUnit, sums, u, note);
        }
        if (note.touched > before) {
            note.tokens.set(position);
        }
    }

    /** Only the keys that the query may look at: those in its window, up to its own position. */
    private void query(float[] data, int[] shape, int row, int query, int position, float[] values, Notes.Trial note) {
        long before = note.touched;
        Notes.Units sums = notes.units(note, number);
        int keys = values.length / units.length; // 1 where every key gets the same
        for (int u = 0; u < units.length; u++) {
            int at = ((row * shape[1] + units[u]) * shape[2] + query) * shape[3];
            int first = window == 0 ? 0 : Math.max(0, position - window + 1);
            if (keys > 1) {
                int count = Math.min(keys, position + 1) - first;
                change(data, at + first, count, values, u * keys + first, sums, u, note);
            } else {
                for (int key = first; key <= position; key++) {
                    change(data, at + key, 1, values, u, sums, u, note);
                }
            }
        }
        if (note.touched > before) {
            note.tokens.set(position);
        }
    }

    private void change(
            float[] data,
            int start,
            int count,
            float[] values,
            int from,
            Notes.Units sums,
            int unit,
            Notes.Trial note) {
        Polarity polarity = electrode.polarity();
        double naturalSum = 0;
        double imposedSum = 0;
        int touched = 0;
        for (int i = 0; i < count; i++) {
            float natural = data[start + i];
            float value = values[from + i];
            boolean otherSign =
                    polarity == Polarity.POSITIVE && !(natural > 0) || polarity == Polarity.NEGATIVE && !(natural < 0);
            // a score of minus infinity is a key out of sight; a value that is not there is NaN
            if (otherSign || Float.isNaN(value) || natural == Float.NEGATIVE_INFINITY && point() == Point.SCORES) {
                continue;
            }
            float imposed = rule.apply(natural, value);
            data[start + i] = imposed;
            double change = (double) imposed - natural;
            naturalSum += natural;
            imposedSum += imposed;
            note.naturalSquares += (double) natural * natural;
            note.changeSquares += change * change;
            note.min = Math.min(note.min, imposed);
            note.max = Math.max(note.max, imposed);
            if (Float.floatToRawIntBits(natural) != Float.floatToRawIntBits(imposed)) {
                note.changed++;
            }
            touched++;
        }
        note.touched += touched;
        sums.natural[unit] += naturalSum;
        sums.imposed[unit] += imposedSum;
        sums.count[unit] += touched;
    }
}
