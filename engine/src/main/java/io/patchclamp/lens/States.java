package io.patchclamp.lens;

import java.util.ArrayList;
import java.util.List;

import io.patchclamp.model.Model;
import io.patchclamp.model.Point;
import io.patchclamp.model.Site;
import io.patchclamp.model.Slab;
import io.patchclamp.model.Tap;

/**
 * What one text leaves at some sites.
 *
 * @param logits after its last token
 * @param values one array a site, {@code [token, unit…]}
 */
record States(float[] logits, List<float[]> values) {
    private record Eye(Point point, int layer, float[][] into, int index) implements Tap {
        @Override
        public void read(Slab slab) {
            into[index] = slab.data();
        }
    }

    static States of(Model model, int[] tokens, List<Site> sites) {
        float[][] values = new float[sites.size()][];
        List<Tap> taps = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            taps.add(new Eye(sites.get(i).point(), sites.get(i).layer(), values, i));
        }
        float[][] logits = model.read(new int[][] {tokens}, taps, List.of());
        return new States(logits[0], List.of(values));
    }
}
