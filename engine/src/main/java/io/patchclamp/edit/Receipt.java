package io.patchclamp.edit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.patchclamp.model.Site;

/** What an edit replaced, unit by unit: the difference is the current the clamp had to inject. */
public final class Receipt {
    private record Unit(Site site, int unit) {}

    private static final class Sum {
        private double natural;
        private double imposed;
        private long count;
    }

    private final Map<Unit, Sum> sums = new LinkedHashMap<>();

    /** An empty receipt. */
    public Receipt() {}

    /**
     * Notes one replaced number.
     *
     * @param site where
     * @param unit which unit
     * @param natural what the model had computed
     * @param imposed what it was replaced by
     */
    public void note(Site site, int unit, float natural, float imposed) {
        Sum sum = sums.computeIfAbsent(new Unit(site, unit), u -> new Sum());
        sum.natural += natural;
        sum.imposed += imposed;
        sum.count++;
    }

    /**
     * The currents, one a unit.
     *
     * @return means over the numbers replaced, in the order they were first met
     */
    public List<Current> currents() {
        List<Current> out = new ArrayList<>();
        sums.forEach((u, s) -> out.add(new Current(
                u.site().name(),
                u.unit(),
                s.natural / s.count,
                s.imposed / s.count,
                (s.imposed - s.natural) / s.count,
                s.count)));
        return out;
    }

    /**
     * The clamp current of one unit: imposed minus natural, averaged over the numbers replaced.
     *
     * @param site the site's name
     * @param unit the unit's number
     * @param natural what the model computed on its own, mean
     * @param imposed what it was held at, mean
     * @param current imposed minus natural, mean
     * @param count how many numbers were replaced: tokens, times what the unit holds for each
     */
    public record Current(String site, int unit, double natural, double imposed, double current, long count) {}
}
