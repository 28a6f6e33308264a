package io.patchclamp.magic;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

import io.patchclamp.epoch.Responses;
import io.patchclamp.epoch.Unit;
import io.patchclamp.model.Point;
import io.patchclamp.model.Site;
import io.patchclamp.provenance.Provenance;
import io.patchclamp.trial.Trials;

/** Responses of two conditions, in which some units differ by a planted distance. */
public final class Contrasts {
    private Contrasts() {}

    /** The same without a difference, where so many trials after another, of one number, show one noun. */
    static Responses repeated(int trials, int each) {
        Responses drawn = planted(trials, 1, 0, 0);
        List<Trials.Item> items = new ArrayList<>();
        float[][] rows = new float[trials][];
        for (int t = 0; t < trials; t++) {
            String number = t / each % 2 == 0 ? "sg" : "pl";
            items.add(new Trials.Item(
                    "prompt " + t, Map.of("number", number, "noun", "noun " + t / each), Optional.empty()));
            rows[t] = drawn.row(t);
        }
        return Responses.of(drawn.provenance(), "event", new Trials(items), drawn.units(), rows);
    }

    /** The first {@code planted} units of each layer of 1,536 differ by {@code distance}, in turn up and down. */
    public static Responses planted(int trials, int layers, int planted, double distance) {
        int width = 1_536;
        Random random = new Random(3);
        List<Unit> units = new ArrayList<>();
        for (int layer = 0; layer < layers; layer++) {
            Site site = new Site("L" + layer + ".mlp.neurons", Point.NEURONS, layer, false, List.of(width));
            for (int u = 0; u < width; u++) {
                units.add(new Unit(site, u));
            }
        }
        List<Trials.Item> items = new ArrayList<>();
        float[][] rows = new float[trials][units.size()];
        for (int t = 0; t < trials; t++) {
            boolean first = t % 2 == 0;
            items.add(new Trials.Item("prompt " + t, Map.of("number", first ? "sg" : "pl"), Optional.empty()));
            for (int u = 0; u < units.size(); u++) {
                int within = u % width;
                double shift = within < planted ? (within % 2 == 0 ? 1 : -1) * distance / 2 : 0;
                rows[t][u] = within == width - 1 ? 1 : (float) (random.nextGaussian() + (first ? shift : -shift));
            }
        }
        Provenance provenance = new Provenance("made", "nowhere", "0", "F32", "none", "f32", Map.of());
        return Responses.of(provenance, "event", new Trials(items), units, rows);
    }
}
