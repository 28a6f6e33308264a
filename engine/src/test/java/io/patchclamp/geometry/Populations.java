package io.patchclamp.geometry;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

import io.patchclamp.epoch.Responses;
import io.patchclamp.epoch.Unit;
import io.patchclamp.model.Point;
import io.patchclamp.model.Site;
import io.patchclamp.provenance.Provenance;
import io.patchclamp.trial.Trials;

/** Responses that no model gave. */
final class Populations {
    private Populations() {}

    static final Provenance MADE = new Provenance("none", "made up", "", "", "", "f32", Map.of());

    /** Sites L0, L1, … of the residual stream, each {@code [trial][unit]}. */
    static Responses of(Map<String, List<String>> columns, float[][]... sites) {
        List<Trials.Item> items = new ArrayList<>();
        for (int t = 0; t < sites[0].length; t++) {
            Map<String, String> row = new LinkedHashMap<>();
            for (Map.Entry<String, List<String>> column : columns.entrySet()) {
                row.put(column.getKey(), column.getValue().get(t));
            }
            items.add(new Trials.Item("p" + t + "x", row, Optional.empty()));
        }
        List<Unit> units = new ArrayList<>();
        for (int s = 0; s < sites.length; s++) {
            int width = sites[s][0].length;
            Site site = new Site("L" + s + ".resid_post", Point.RESID_POST, s, false, List.of(width));
            for (int u = 0; u < width; u++) {
                units.add(new Unit(site, u));
            }
        }
        float[][] rows = new float[sites[0].length][units.size()];
        for (int t = 0; t < rows.length; t++) {
            int at = 0;
            for (float[][] site : sites) {
                System.arraycopy(site[t], 0, rows[t], at, site[t].length);
                at += site[t].length;
            }
        }
        return Responses.of(MADE, "last", new Trials(items), units, rows);
    }

    static float[][] noise(int trials, int units, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[][] rows = new float[trials][units];
        for (float[] row : rows) {
            for (int u = 0; u < units; u++) {
                row[u] = (float) random.nextGaussian();
            }
        }
        return rows;
    }

    /** Values in turn. */
    static List<String> cycle(int n, String... values) {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            all.add(values[i % values.length]);
        }
        return all;
    }

    /** Each value so many times in a row. */
    static List<String> blocks(int n, int run) {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            all.add("g" + i / run);
        }
        return all;
    }
}
