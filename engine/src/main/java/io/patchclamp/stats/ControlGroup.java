package io.patchclamp.stats;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * Controls that a mean effect is held against.
 *
 * @param name what they are called together, such as {@code random sets}
 * @param unit what one of them is, such as {@code set of units}
 * @param population what their rank speaks about: what else could have been drawn, and what is fixed
 * @param items over how many items each effect is a mean
 * @param seed what they were drawn from
 */
public record ControlGroup(String name, String unit, String population, int items, long seed) {
    public ControlGroup {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(unit, "unit");
        Objects.requireNonNull(population, "population");
    }

    /**
     * Where an effect stands among theirs, by {@link PermutationTests#controlRank}.
     *
     * @param observed the effect
     * @param effects that of each control
     * @param tail which side counts
     * @return its rank's p, as the only question
     */
    public TestResult rank(double observed, double[] effects, Tail tail) {
        TestResult rank = PermutationTests.controlRank(observed, effects, tail);
        Map<String, Integer> n = new LinkedHashMap<>();
        n.put(name, effects.length);
        n.put("items in each mean", items);
        return new TestResult(
                "rank among " + effects.length + " " + name,
                rank.symbol(),
                rank.statistic(),
                rank.df(),
                rank.p(),
                rank.effects(),
                new Basis(
                        unit,
                        n,
                        population,
                        rank.basis().method(),
                        tail,
                        rank.basis().correction(),
                        1,
                        OptionalLong.of(seed)), // they were drawn, though their rank was counted
                rank.notes());
    }
}
