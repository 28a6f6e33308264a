package io.patchclamp.attribute;

import io.patchclamp.model.Electrode;
import io.patchclamp.model.Point;
import io.patchclamp.model.Slab;
import io.patchclamp.model.Variant;
import io.patchclamp.model.Write;

/**
 * Some numbers at one token, put in place of what is there.
 *
 * @param point where
 * @param layer in which block, or -1
 * @param token at which position
 * @param places which numbers of that token
 * @param values what they become
 */
record Forced(Point point, int layer, int token, int[] places, float[] values) implements Write {
    /** A unit's numbers, or all chosen ones for unit -1, that the electrode's polarity means. */
    static Forced of(Electrode electrode, int token, int unit, float[] natural, float[] instead) {
        int width = electrode.site().width();
        int wide = width / electrode.site().units();
        int[] units = unit < 0 ? electrode.unitArray() : new int[] {unit};
        int[] places = new int[units.length * wide];
        float[] values = new float[places.length];
        for (int i = 0; i < places.length; i++) {
            places[i] = units[i / wide] * wide + i % wide;
            int at = token * width + places[i];
            boolean meant = Signs.meant(electrode, natural[at]);
            values[i] = meant ? instead == null ? 0 : instead[at] : natural[at];
        }
        return new Forced(electrode.site().point(), electrode.site().layer(), token, places, values);
    }

    Variant alone() {
        return new Variant(java.util.List.of(this), token);
    }

    @Override
    public void write(Slab slab) {
        int row = token - slab.position(0, 0);
        if (row < 0 || row >= slab.length(0)) {
            return;
        }
        float[] data = slab.data();
        int width = data.length / (slab.rows() * slab.shape()[1]);
        for (int i = 0; i < places.length; i++) {
            data[row * width + places[i]] = values[i];
        }
    }
}
