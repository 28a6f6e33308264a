package io.patchclamp.sweep;

import java.util.BitSet;

import io.patchclamp.model.Electrode;
import io.patchclamp.model.Electrode.Polarity;
import io.patchclamp.model.Point;
import io.patchclamp.model.Site;
import io.patchclamp.model.Slab;
import io.patchclamp.model.Tap;
import io.patchclamp.model.Write;

/** What one site holds in one run of one text, token by token from some position on. */
final class Rows {
    private final Point point;
    private final int layer;
    private int from;
    private int width;
    private float[] numbers = {};

    private Rows(Site site) {
        this.point = site.point();
        this.layer = site.layer();
    }

    private void take(Slab slab) {
        from = slab.position(0, 0);
        numbers = slab.data().clone();
        width = numbers.length / slab.length(0);
    }

    /** The first token from one on at which two runs differ in what an electrode chooses; negative if there is none. */
    int firstDifference(Rows other, Electrode electrode, BitSet tokens) {
        int[] units = electrode.unitArray();
        int each = electrode.site().width() / electrode.site().units();
        for (int token = tokens.nextSetBit(0); token >= 0; token = tokens.nextSetBit(token + 1)) {
            for (int unit : units) {
                for (int i = unit * each; i < (unit + 1) * each; i++) {
                    int at = token * width + i;
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

        Reader(Site site) {
            this.rows = new Rows(site);
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
            rows.take(slab);
        }

        @Override
        public void write(Slab slab) {
            rows.take(slab);
        }
    }

    /** Puts into a run what a site held in another one. */
    static final class Writer implements Write {
        private final Rows rows;
        private final Electrode electrode;
        private final int[] units;
        private final int each;
        private final BitSet tokens;
        private boolean changed;

        /** All the chosen units of an electrode, at these tokens. */
        Writer(Rows rows, Electrode electrode, BitSet tokens) {
            this.rows = rows;
            this.electrode = electrode;
            this.units = electrode.unitArray();
            this.each = electrode.site().width() / electrode.site().units();
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
            for (int token = 0; token < slab.length(0); token++) {
                int position = slab.position(0, token);
                if (position >= rows.from && tokens.get(position)) {
                    for (int unit : units) {
                        put(data, token * rows.width + unit * each, (position - rows.from) * rows.width + unit * each);
                    }
                }
            }
        }

        private void put(float[] data, int to, int source) {
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
