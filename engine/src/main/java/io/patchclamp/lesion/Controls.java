package io.patchclamp.lesion;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

import io.patchclamp.fault.PatchclampException;
import io.patchclamp.lesion.Control.Kind;
import io.patchclamp.model.Electrode;
import io.patchclamp.model.Site;

/**
 * Draws sets to compare with. The same seed gives the same sets.
 *
 * <p>A rank among them has the p it is given if the set, were it any set, could be exchanged with each of them. Sets of the
 * rest alone cannot: what is large in the set is missing in all of them. With 7 of 28 units a random set was then beyond 39
 * controls at .05 in 12 % of studies. So no two sets share a unit where a site has enough for all of them, and elsewhere they
 * are drawn from all units of the site, those of the set too.
 */
final class Controls {
    /** A unit is as active as another if it is among so many nearest to it. */
    private static final int NEAREST = 10;

    private final UnitSet set;
    private final Map<Site, Set<Integer>> chosen = new LinkedHashMap<>();

    Controls(UnitSet set) {
        this.set = set;
        for (Electrode electrode : set.where().electrodes()) {
            for (int unit : electrode.unitArray()) {
                chosen.computeIfAbsent(electrode.site(), s -> new HashSet<>()).add(unit);
            }
        }
        chosen.forEach((site, units) -> {
            if (2 * units.size() > site.units()) {
                throw new PatchclampException(
                        "'" + set.name() + "' has " + units.size() + " of the " + site.units() + " units of "
                                + site.name() + ": there are not as many others to compare with.",
                        "fewer units, or --controls 0, which leaves the effect without anything to hold it against");
            }
        });
    }

    /** As many random and norm-matched sets as asked for, and one each of the others that are known. */
    List<Control> draw(int random, int matched, long seed) {
        List<Control> controls = new ArrayList<>();
        Map<Site, List<Integer>> apart = apart(random, seed);
        for (int k = 0; k < random; k++) {
            int number = k;
            controls.add(control(
                    Kind.RANDOM,
                    k,
                    (site, r) -> apart.containsKey(site) ? part(apart, site, number) : drawn(site, r),
                    new SplittableRandom(seed * 31 + k)));
        }
        if (set.scores().isPresent()) {
            for (int k = 0; k < matched; k++) {
                controls.add(control(Kind.NORM_MATCHED, k, this::matched, new SplittableRandom(~seed * 31 + k)));
            }
            UnitScores scores = set.scores().get();
            controls.add(control(
                    Kind.LEAST_SELECTIVE,
                    -1,
                    (site, r) -> smallest(site, u -> Math.abs(scores.t().get(site)[u])),
                    null));
            controls.add(control(
                    Kind.BOTTOM, -1, (site, r) -> smallest(site, u -> scores.t().get(site)[u]), null));
        }
        return controls;
    }

    private Control control(
            Kind kind, int number, BiFunction<Site, SplittableRandom, List<Integer>> choose, SplittableRandom random) {
        Map<Site, List<Integer>> units = new LinkedHashMap<>();
        chosen.keySet().forEach(site -> units.put(site, choose.apply(site, random)));
        return new Control(kind, set.with(kind.word() + (number < 0 ? "" : " " + (number + 1)), units));
    }

    private static List<Integer> all(Site site) {
        return new ArrayList<>(IntStream.range(0, site.units()).boxed().toList());
    }

    private List<Integer> rest(Site site) {
        List<Integer> rest = all(site);
        rest.removeAll(chosen.get(site));
        return rest;
    }

    /** The rest of each site that has enough for all sets, in a random order. */
    private Map<Site, List<Integer>> apart(int sets, long seed) {
        Map<Site, List<Integer>> orders = new LinkedHashMap<>();
        SplittableRandom random = new SplittableRandom(seed * 31 - 1);
        chosen.forEach((site, units) -> {
            List<Integer> rest = rest(site);
            if ((long) units.size() * sets <= rest.size()) {
                orders.put(site, first(units.size() * sets, rest, random));
            }
        });
        return orders;
    }

    private List<Integer> part(Map<Site, List<Integer>> apart, Site site, int number) {
        int count = chosen.get(site).size();
        return apart.get(site).subList(number * count, (number + 1) * count);
    }

    private List<Integer> drawn(Site site, SplittableRandom random) {
        return first(chosen.get(site).size(), all(site), random);
    }

    private static List<Integer> first(int count, List<Integer> units, SplittableRandom random) {
        for (int i = 0; i < count; i++) {
            java.util.Collections.swap(units, i, i + random.nextInt(units.size() - i));
        }
        return units.subList(0, count);
    }

    /** For each unit of the set one of the nearest in activity that is still free; the nearest is the unit itself. */
    private List<Integer> matched(Site site, SplittableRandom random) {
        double[] rms = set.scores().orElseThrow().rms().get(site);
        List<Integer> free = all(site);
        List<Integer> out = new ArrayList<>();
        for (int unit : chosen.get(site).stream().sorted().toList()) {
            free.sort(Comparator.comparingDouble((Integer u) -> Math.abs(rms[u] - rms[unit]))
                    .thenComparing(u -> u));
            out.add(free.remove(random.nextInt(Math.min(NEAREST, free.size()))));
        }
        return out;
    }

    private List<Integer> smallest(Site site, java.util.function.IntToDoubleFunction score) {
        return rest(site).stream()
                .filter(u -> !Double.isNaN(score.applyAsDouble(u)))
                .sorted(Comparator.comparingDouble((Integer u) -> score.applyAsDouble(u))
                        .thenComparing(u -> u))
                .limit(chosen.get(site).size())
                .toList();
    }
}
