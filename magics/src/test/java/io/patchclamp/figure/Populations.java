package io.patchclamp.figure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
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

/** Responses with a difference that grows over layers. */
public final class Populations {
    private Populations() {}

    /**
     * Two factors of two, words in pairs.
     *
     * @param trials a multiple of 4
     */
    public static Responses growing(int trials, int layers, int units) {
        Random random = new Random(7);
        List<Trials.Item> items = new ArrayList<>();
        for (int t = 0; t < trials; t++) {
            Map<String, String> row = new LinkedHashMap<>();
            row.put("number", t % 2 == 0 ? "singular" : "plural");
            row.put("tense", t / 2 % 2 == 0 ? "past" : "present");
            row.put("cell", row.get("number") + " " + row.get("tense"));
            row.put("noun", "noun " + t / 4);
            items.add(new Trials.Item("w".repeat(1 + t % 5) + t, row, Optional.empty()));
        }
        List<Unit> places = new ArrayList<>();
        for (int l = 0; l < layers; l++) {
            Site site = new Site("L" + l + ".resid_post", Point.RESID_POST, l, false, List.of(units));
            for (int u = 0; u < units; u++) {
                places.add(new Unit(site, u));
            }
        }
        float[][] rows = new float[trials][places.size()];
        for (int t = 0; t < trials; t++) {
            for (int i = 0; i < rows[t].length; i++) {
                int layer = i / units;
                double number = t % 2 == 0 ? 1 : -1;
                double tense = t / 2 % 2 == 0 ? 1 : -1;
                double gain = (double) layer / layers;
                rows[t][i] =
                        (float) (random.nextGaussian() + gain * (i % 3 == 0 ? number : i % 3 == 1 ? tense : 0) * 0.7);
            }
        }
        Provenance made = new Provenance("made up", "", "", "", "", "f32", Map.of());
        return Responses.of(made, "last", new Trials(items), places, rows);
    }
}
