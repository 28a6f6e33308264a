package io.patchclamp.epoch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.patchclamp.model.Selection;
import io.patchclamp.model.Site;
import io.patchclamp.trial.Ledger;

/** Units that a read-out names for being the farthest out: they are there to be typed, and were chosen by its trials. */
final class Picked {
    private Picked() {}

    /** Writes down by which stimuli they were chosen. Pools have no selector, and cannot be typed. */
    static void by(Responses responses, String name, List<Integer> numbers) {
        Map<Site, List<Integer>> units = new LinkedHashMap<>();
        for (int u : numbers) {
            Unit unit = responses.units().get(u);
            if (unit.pool().isEmpty()) {
                int inner = unit.site().width() / unit.site().units();
                units.computeIfAbsent(unit.site(), s -> new ArrayList<>()).add(unit.index() / inner);
            }
        }
        if (!units.isEmpty()) {
            Ledger.chosen(
                    responses.provenance(),
                    Selection.of(name, units),
                    responses.units().size(),
                    responses.trials().items());
        }
    }

    /** Of units with a selectivity those that its table names: the farthest out, unless hardly any others are there. */
    static List<Integer> of(Selectivity found) {
        int all = found.units().size();
        List<Integer> top = found.top(Math.min(all, Selectivity.NAMED));
        List<Integer> significant =
                top.stream().filter(u -> found.family().p(u) <= 0.05).toList();
        boolean few = 4 * significant.size() <= all;
        return all >= 2 * Selectivity.NAMED ? top : few ? significant : List.of();
    }

    /** Of units with one number the farthest from 0, unless hardly any others are there. */
    static List<Integer> of(int most, double... values) {
        return values.length < 2 * most
                ? List.of()
                : IntStream.range(0, values.length)
                        .filter(u -> !Double.isNaN(values[u]) && values[u] != 0)
                        .boxed()
                        .sorted((a, b) -> Double.compare(Math.abs(values[b]), Math.abs(values[a])))
                        .limit(most)
                        .toList();
    }
}
