package io.patchclamp.trial;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.patchclamp.model.Electrode;
import io.patchclamp.model.Selection;
import io.patchclamp.model.Site;
import org.apache.commons.math3.distribution.HypergeometricDistribution;

/**
 * Units that were chosen by looking at responses, known again by their numbers. A set is one that was chosen if all of it
 * is, or if half of it or more is and chance would hardly do that; of several it is the nearest.
 */
final class Choices {
    /** How seldom as many units as are in both would be in both by chance, where not all are, in any of the choices. */
    private static final double CHANCE = 0.01;

    /** One unit, however its site was named; of sites that count heads and of those that count numbers apart. */
    private record Place(Object point, int layer, int of, int unit) {}

    /**
     * One choice.
     *
     * @param model whose units, by the hash of its weights
     * @param units those chosen
     * @param among of how many
     * @param by the stimuli
     */
    private record Chosen(String model, Set<Place> units, int among, List<Trials.Item> by) {
        /** How near some units are to these, from 0 to 1; 0 where they are only beside them, or among them by chance. */
        double nearness(Set<Place> asked, double chance) {
            int both = (int) asked.stream().filter(units::contains).count();
            boolean partly = 2 * both >= asked.size() && chance(asked.size(), both) <= chance;
            return both == 0 || both < asked.size() && !partly
                    ? 0
                    : (double) both / (asked.size() + units.size() - both);
        }

        private double chance(int asked, int both) {
            int all = Math.max(among, Math.max(asked, units.size()));
            return new HypergeometricDistribution(null, all, units.size(), asked).upperCumulativeProbability(both);
        }
    }

    private final List<Chosen> all = new ArrayList<>();

    void add(String model, Selection where, int among, List<Trials.Item> by) {
        Chosen one = new Chosen(model, places(where), among, List.copyOf(by));
        if (!all.contains(one)) {
            all.add(one);
        }
    }

    void addAll(Choices others) {
        others.all.stream().filter(c -> !all.contains(c)).forEach(all::add);
    }

    /** By which stimuli some units were chosen; of choices that are equally near, by those of each. */
    List<Trials.Item> by(String model, Selection where) {
        Set<Place> asked = places(where);
        List<Chosen> here = all.stream().filter(c -> c.model.equals(model)).toList();
        double chance = CHANCE / Math.max(1, here.size());
        double nearest =
                here.stream().mapToDouble(c -> c.nearness(asked, chance)).max().orElse(0);
        return nearest == 0
                ? List.of()
                : here.stream()
                        .filter(c -> c.nearness(asked, chance) == nearest)
                        .flatMap(c -> c.by.stream())
                        .distinct()
                        .toList();
    }

    private static Set<Place> places(Selection where) {
        Set<Place> places = new HashSet<>();
        for (Electrode electrode : where.electrodes()) {
            Site site = electrode.site();
            for (int unit : electrode.unitArray()) {
                places.add(new Place(site.point(), site.layer(), site.units(), unit));
            }
        }
        return places;
    }
}
