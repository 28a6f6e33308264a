package io.patchclamp.sweep;

import java.util.BitSet;

import io.patchclamp.model.Electrode;
import io.patchclamp.model.Electrode.Polarity;
import io.patchclamp.model.Point;
import io.patchclamp.model.Site;
import io.patchclamp.model.Slab;
import io.patchclamp.model.Tap;
import io.patchclamp.model.Write;

/**
 * What one site holds in one run of one text, token by token from some position on. Of attention a query is a token: it
 * has one number for each head and key.
 */
final class Rows {
    private final Point point;
    private final int layer;
    private int from;
    private Layout layout = new Layout(false, 0, 0, 0);
    private float[] numbers = {};

    /**
     * Where a token's units lie in a slab of one row.
     *
     * @param unitsFirst whether units come before tokens, as heads before queries
     * @param tokens how many tokens there are
     * @param units how many units there are
     * @param each how many numbers a unit has at one token
     */
    private record Layout(boolean unitsFirst, int tokens, int units, int each) {
        static Layout of(Slab slab, int units) {
            int tokens = slab.length(0);
            return new Layout(slab.point().isAttention(), tokens, units, slab.data().length / tokens / units);
        }

        int at(int token, int unit) {
            return (unitsFirst ? unit * tokens + token : token * units + unit) * each;
        }
    }

    private Rows(Site site) {
        this.point = site.point();
        this.layer = site.layer();
    }

    private void take(Slab slab, int units) {
        from = slab.position(0, 0);
        numbers = slab.data().clone();
        layout = Layout.of(slab, units);
    }

    /** The first token from one on at which two runs differ in what an electrode chooses; negative if there is none. */
    int firstDifference(Rows other, Electrode electrode, BitSet tokens) {
        int[] units = electrode.unitArray();
        for (int token = tokens.nextSetBit(0); token >= 0; token = tokens.nextSetBit(token + 1)) {
            for (int unit : units) {
                int first = layout.at(token, unit);
                for (int at = first; at < first + layout.each; at++) {
                    if (Float.floatToRawIntBits(numbers[at]) != Float.floatToRawIntBits(other.numbers[at])) {
                        return token;
                    }
                }
            }
        }
        return -1;
    }

    /** Reads a site, without changing anything. */
    static final class Reader implements Tap, Write {
        private final Rows rows;
        private final int units;

        Reader(Site site) {
            this.rows = new Rows(site);
            this.units = site.units();
        }

        Rows rows() {
            return rows;
        }

        @Override
        public Point point() {
            return rows.point;
        }

        @Override
        public int layer() {
            return rows.layer;
        }

        @Override
        public void read(Slab slab) {
            rows.take(slab, units);
        }

        @Override
        public void write(Slab slab) {
            rows.take(slab, units);
        }
    }

    /** Puts into a run what a site held in another one. */
    static final class Writer implements Write {
        private final Rows rows;
        private final Electrode electrode;
        private final int[] units;
        private final BitSet tokens;
        private boolean changed;

        /** All the chosen units of an electrode, at these tokens. */
        Writer(Rows rows, Electrode electrode, BitSet tokens) {
            this.rows = rows;
            this.electrode = electrode;
            this.units = electrode.unitArray();
            this.tokens = tokens;
        }

        /** Whether any number is another one since. */
        boolean changed() {
            return changed;
        }

        @Override
        public Point point() {
            return rows.point;
        }

        @Override
        public int layer() {
            return rows.layer;
        }

        @Override
        public void write(Slab slab) {
            float[] data = slab.data();
            Layout here = Layout.of(slab, electrode.site().units());
            for (int token = 0; token < slab.length(0); token++) {
                int position = slab.position(0, token);
                if (position >= rows.from && tokens.get(position)) {
                    for (int unit : units) {
                        put(data, here.at(token, unit), rows.layout.at(position - rows.from, unit), here.each);
                    }
                }
            }
        }

        private void put(float[] data, int to, int source, int each) {
            for (int i = 0; i < each; i++) {
                float natural = data[to + i];
                boolean meant = electrode.polarity() == Polarity.BOTH
                        || (electrode.polarity() == Polarity.POSITIVE ? natural > 0 : natural < 0);
                float value = meant ? rows.numbers[source + i] : natural;
                changed |= Float.floatToRawIntBits(value) != Float.floatToRawIntBits(natural);
                data[to + i] = value;
            }
        }
    }
}
