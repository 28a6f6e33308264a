package io.patchclamp.edit;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.patchclamp.fault.PatchclampException;
import io.patchclamp.model.Electrode;
import io.patchclamp.model.Point;
import io.patchclamp.model.Selection;
import io.patchclamp.model.Slab;
import io.patchclamp.model.Write;

/**
 * Forces units to one value, as a voltage clamp holds a membrane: whatever the model computes there is replaced.
 *
 * <p>At attention scores and patterns the units are heads, and only the keys a query may look at are forced.
 *
 * @param where sites and units
 * @param value the value they are held at
 * @param fromToken the first token position held, counted from the beginning of the sequence
 * @param toToken the last token position held, inclusive
 */
public record Clamp(Selection where, float value, int fromToken, int toToken) implements Edit {
    public Clamp {
        Objects.requireNonNull(where, "where");
        if (fromToken < 0 || toToken < fromToken) {
            throw new IllegalArgumentException("a clamp on tokens " + fromToken + ".." + toToken + " holds no token");
        }
        for (Electrode electrode : where.electrodes()) {
            if (electrode.polarity() != Electrode.Polarity.BOTH) {
                throw new PatchclampException(
                        "A clamp holds " + electrode.site().name()
                                + " at one value, whatever its sign was: a polarity (+ or -) says nothing here.",
                        "the same selector without it");
            }
        }
        if (Float.isNaN(value)) {
            throw new IllegalArgumentException("a clamp at NaN would make every later number NaN");
        }
    }

    /**
     * A clamp on every token.
     *
     * @param where sites and units
     * @param value the value they are held at
     * @return the clamp
     */
    public static Clamp of(Selection where, float value) {
        return new Clamp(where, value, 0, Integer.MAX_VALUE);
    }

    @Override
    public List<Write> writes(Receipt receipt) {
        List<Write> writes = new ArrayList<>();
        for (Electrode electrode : where.electrodes()) {
            writes.add(new Hold(electrode, value, fromToken, toToken, receipt));
        }
        return writes;
    }

    @Override
    public String describe() {
        String tokens = toToken == Integer.MAX_VALUE ? fromToken + ".." : fromToken + ".." + toToken;
        return where.selector() + "=" + value + " @ tokens " + tokens;
    }

    private record Hold(Electrode electrode, float value, int from, int to, Receipt receipt) implements Write {
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
            int[] units = electrode.unitArray();
            if (electrode.site().point().isAttention()) {
                holdAttention(slab, units);
                return;
            }
            int[] shape = slab.shape();
            int tokens = shape[1];
            int width = electrode.site().width();
            int perUnit = width / electrode.site().units();
            for (int row = 0; row < slab.rows(); row++) {
                for (int token = 0; token < slab.length(row); token++) {
                    if (!holds(slab.position(row, token))) {
                        continue;
                    }
                    int at = (row * tokens + token) * width;
                    for (int unit : units) {
                        force(slab.data(), at + unit * perUnit, perUnit, unit);
                    }
                }
            }
        }

        private void holdAttention(Slab slab, int[] heads) {
            int[] shape = slab.shape(); // [row, head, query, key]
            for (int row = 0; row < slab.rows(); row++) {
                for (int head : heads) {
                    for (int query = 0; query < slab.length(row); query++) {
                        int position = slab.position(row, query);
                        if (holds(position)) {
                            int at = ((row * shape[1] + head) * shape[2] + query) * shape[3];
                            force(slab.data(), at, position + 1, head);
                        }
                    }
                }
            }
        }

        private boolean holds(int position) {
            return position >= from && position <= to;
        }

        private void force(float[] data, int start, int count, int unit) {
            for (int i = start; i < start + count; i++) {
                receipt.note(electrode.site(), unit, data[i], value);
                data[i] = value;
            }
        }
    }
}
