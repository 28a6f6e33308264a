package io.patchclamp.epoch;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.patchclamp.fault.Nearest;
import io.patchclamp.fault.PatchclampException;
import io.patchclamp.provenance.Provenance;
import io.patchclamp.record.Exportable;
import io.patchclamp.record.ResultArray;

/**
 * All units at once: the mean over trials of each, or the difference of two conditions' means. Descriptive: nothing is
 * tested.
 *
 * @param provenance how it was made
 * @param reading what a number is
 * @param what the mean of which trials, or which difference
 * @param n how many trials each mean is over, by its name
 * @param layers one a recorded site
 */
public record PopulationMap(
        Provenance provenance, String reading, String what, Map<String, Integer> n, List<Layer> layers)
        implements Exportable {
    public PopulationMap {
        Objects.requireNonNull(provenance, "provenance");
        Objects.requireNonNull(reading, "reading");
        Objects.requireNonNull(what, "what");
        n = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(n));
        layers = List.copyOf(layers);
    }

    /**
     * One site's units.
     *
     * @param site its name
     * @param units the units, in order
     * @param values one a unit; NaN where no trial has a number
     */
    public record Layer(String site, List<Unit> units, List<Float> values) {
        public Layer {
            Objects.requireNonNull(site, "site");
            units = List.copyOf(units);
            values = List.copyOf(values);
        }
    }

    /**
     * One unit far from 0.
     *
     * @param unit which
     * @param value how far
     */
    public record Peak(Unit unit, float value) {}

    private static final int PEAKS = 15; // so many are named below a map

    /**
     * The mean over all trials.
     *
     * @param responses one number a trial and unit
     * @return the map
     */
    public static PopulationMap of(Responses responses) {
        List<Integer> all =
                IntStream.range(0, responses.trials().count()).boxed().toList();
        return new PopulationMap(
                responses.provenance().tested(Optional.empty(), "a map of means, which tests nothing,"),
                responses.reading(),
                "mean over trials",
                Map.of("all", all.size()),
                layers(responses, means(responses, all)));
    }

    /**
     * The mean of one condition less that of another.
     *
     * @param responses one number a trial and unit
     * @param column the column that makes conditions
     * @param first the condition that is taken from
     * @param second the condition that is taken away
     * @return the map
     * @throws PatchclampException if there is no such column or condition
     */
    public static PopulationMap difference(Responses responses, String column, String first, String second) {
        String name = responses.trials().column(column);
        List<Integer> a = in(responses, name, first);
        List<Integer> b = in(responses, name, second);
        double[] means = means(responses, a);
        double[] taken = means(responses, b);
        for (int u = 0; u < means.length; u++) {
            means[u] -= taken[u];
        }
        Picked.by(
                responses.trials(Stream.concat(a.stream(), b.stream()).toList()),
                first + " less " + second,
                Picked.of(PEAKS, means));
        Map<String, Integer> n = new LinkedHashMap<>();
        n.put(first, a.size());
        n.put(second, b.size());
        return new PopulationMap(
                responses.provenance().tested(Optional.empty(), "a map of means, which tests nothing,"),
                responses.reading(),
                "mean of " + name + " '" + first + "' less '" + second + "'",
                n,
                layers(responses, means));
    }

    private static List<Integer> in(Responses responses, String column, String level) {
        List<String> levels = responses.trials().items().stream()
                .map(i -> i.columns().getOrDefault(column, ""))
                .toList();
        List<Integer> found = IntStream.range(0, levels.size())
                .filter(t -> levels.get(t).equals(level))
                .boxed()
                .toList();
        if (found.isEmpty()) {
            throw new PatchclampException(
                    "There is no condition '" + level + "' in '" + column + "'; there are "
                            + String.join(", ", levels.stream().distinct().toList()) + ".",
                    "'" + Nearest.to(level, levels, 1).get(0) + "'");
        }
        return found;
    }

    private static double[] means(Responses responses, List<Integer> trials) {
        double[] sum = new double[responses.units().size()];
        int[] n = new int[sum.length];
        for (int t : trials) {
            float[] row = responses.row(t);
            for (int u = 0; u < sum.length; u++) {
                if (!Float.isNaN(row[u])) {
                    sum[u] += row[u];
                    n[u]++;
                }
            }
        }
        for (int u = 0; u < sum.length; u++) {
            sum[u] /= n[u]; // NaN where no trial has a number
        }
        return sum;
    }

    private static List<Layer> layers(Responses responses, double[] values) {
        Map<String, List<Integer>> sites = new LinkedHashMap<>();
        for (int u = 0; u < values.length; u++) {
            sites.computeIfAbsent(responses.units().get(u).site().name(), k -> new ArrayList<>())
                    .add(u);
        }
        return sites.entrySet().stream()
                .map(s -> new Layer(
                        s.getKey(),
                        s.getValue().stream().map(responses.units()::get).toList(),
                        s.getValue().stream().map(u -> (float) values[u]).toList()))
                .toList();
    }

    /**
     * The units furthest from 0.
     *
     * @param most how many at most
     * @return the furthest first
     */
    public List<Peak> peaks(int most) {
        return layers.stream()
                .flatMap(l ->
                        IntStream.range(0, l.units.size()).mapToObj(i -> new Peak(l.units.get(i), l.values.get(i))))
                .filter(p -> !Float.isNaN(p.value) && p.value != 0)
                .sorted(Comparator.comparingDouble(p -> -Math.abs(p.value)))
                .limit(most)
                .toList();
    }

    /** One array a site, named as the site: {@code [unit]}. */
    @Override
    public List<ResultArray> exported() {
        return layers.stream()
                .map(layer -> {
                    ResultArray array = ResultArray.floats(layer.site, layer.units.size());
                    for (int i = 0; i < layer.units.size(); i++) {
                        array.put(layer.values.get(i), i);
                    }
                    return array;
                })
                .toList();
    }
}
