package io.patchclamp.geometry;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.patchclamp.epoch.Responses;
import io.patchclamp.fault.Nearest;
import io.patchclamp.fault.PatchclampException;
import io.patchclamp.model.Site;

/**
 * What a population did at one place: {@code [trial][unit]}, read by nobody but this room.
 *
 * @param name the site's name, or the offset
 * @param rows one a trial, all of one length
 */
record Patterns(String name, float[][] rows) {
    int units() {
        return rows[0].length;
    }

    /** One a site, in the order of the forward pass; of some trials. */
    static List<Patterns> of(Responses responses, int[] trials) {
        Map<Site, List<Integer>> columns = new LinkedHashMap<>();
        for (int u = 0; u < responses.units().size(); u++) {
            columns.computeIfAbsent(responses.units().get(u).site(), s -> new ArrayList<>())
                    .add(u);
        }
        List<int[]> chosen = columns.values().stream()
                .map(c -> c.stream().mapToInt(Integer::intValue).toArray())
                .toList();
        List<float[][]> rows = new ArrayList<>();
        chosen.forEach(c -> rows.add(new float[trials.length][c.length]));
        for (int i = 0; i < trials.length; i++) {
            float[] all = responses.row(trials[i]);
            for (int s = 0; s < chosen.size(); s++) {
                int[] from = chosen.get(s);
                float[] to = rows.get(s)[i];
                for (int u = 0; u < from.length; u++) {
                    to[u] = all[from[u]];
                    if (!Float.isFinite(to[u])) {
                        throw new PatchclampException(
                                "Trial " + (trials[i] + 1) + " has " + to[u] + " at "
                                        + responses.units().get(from[u]).name()
                                        + ", and a population is read from finite numbers.",
                                "leave the trial out: responses.trials(List.of(…))");
                    }
                }
            }
        }
        List<Patterns> patterns = new ArrayList<>();
        List<Site> sites = new ArrayList<>(columns.keySet());
        for (int s = 0; s < sites.size(); s++) {
            patterns.add(new Patterns(sites.get(s).name(), rows.get(s)));
        }
        return patterns;
    }

    /** The one of this name, or the only one where none is named. */
    static Patterns at(List<Patterns> all, String name) {
        List<String> names = all.stream().map(Patterns::name).toList();
        if (name.isEmpty() && all.size() == 1) {
            return all.get(0);
        }
        return all.stream()
                .filter(p -> p.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new PatchclampException(
                        name.isEmpty()
                                ? "The responses are from " + all.size() + " sites, and this looks at one."
                                : "The responses have no site '" + name + "'.",
                        String.join(", ", Nearest.to(name, names, 5))));
    }
}
