package io.patchclamp.nulls;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.IntFunction;

import io.patchclamp.epoch.Responses;
import io.patchclamp.epoch.Unit;
import io.patchclamp.model.Point;
import io.patchclamp.model.Site;
import io.patchclamp.provenance.Provenance;
import io.patchclamp.trial.Trials;

/** Responses that no model gave: trials of items, units that have something in common, sites that know each other. */
record Populated(int sites, int units, double item, double site) {
    /** Columns by trial; {@code items} says which item each trial shows. */
    Responses draw(int[] items, IntFunction<Map<String, String>> columns, SplittableRandom random) {
        List<Trials.Item> trials = new ArrayList<>();
        for (int t = 0; t < items.length; t++) {
            trials.add(new Trials.Item("p" + t + "x q" + t, new LinkedHashMap<>(columns.apply(t)), Optional.empty()));
        }
        List<Unit> names = new ArrayList<>();
        for (int s = 0; s < sites; s++) {
            Site place = new Site("L" + s + ".resid_post", Point.RESID_POST, s, false, List.of(units));
            for (int u = 0; u < units; u++) {
                names.add(new Unit(place, u));
            }
        }
        int most = java.util.Arrays.stream(items).max().orElseThrow() + 1;
        float[][] known = rows(most, random);
        float[][] own = rows(items.length, random);
        float[][] rows = new float[items.length][names.size()];
        for (int t = 0; t < items.length; t++) {
            for (int u = 0; u < rows[t].length; u++) {
                rows[t][u] = (float) (Math.sqrt(item) * known[items[t]][u] + Math.sqrt(1 - item) * own[t][u]);
            }
        }
        Provenance made = new Provenance("none", "made up", "", "", "", "f32", Map.of());
        return Responses.of(made, "last", new Trials(trials), names, rows);
    }

    private float[][] rows(int count, SplittableRandom random) {
        float[][] rows = new float[count][sites * units];
        for (float[] row : rows) {
            double shared = random.nextGaussian();
            for (int u = 0; u < row.length; u++) {
                double before = u < units ? random.nextGaussian() : row[u - units];
                double fresh = u < units ? before : site * before + Math.sqrt(1 - site * site) * random.nextGaussian();
                row[u] = (float) (u < units ? fresh + .5 * shared : fresh);
            }
        }
        return rows;
    }

    /** One trial an item. */
    static int[] each(int trials) {
        return java.util.stream.IntStream.range(0, trials).toArray();
    }

    /** So many trials an item. */
    static int[] several(int items, int trials) {
        return java.util.stream.IntStream.range(0, items * trials)
                .map(t -> t / trials)
                .toArray();
    }
}
