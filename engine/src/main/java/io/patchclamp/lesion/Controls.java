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

/** Draws sets to compare with. The same seed gives the same sets. */
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
        for (int k = 0; k < random; k++) {
            controls.add(control(Kind.RANDOM, k, this::drawn, new SplittableRandom(seed * 31 + k)));
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

    private List<Integer> rest(Site site) {
        Set<Integer> taken = chosen.get(site);
        return new ArrayList<>(IntStream.range(0, site.units())
                .filter(u -> !taken.contains(u))
                .boxed()
                .toList());
    }

    private List<Integer> drawn(Site site, SplittableRandom random) {
        List<Integer> rest = rest(site);
        int count = chosen.get(site).size();
        for (int i = 0; i < count; i++) {
            java.util.Collections.swap(rest, i, i + random.nextInt(rest.size() - i));
        }
        return rest.subList(0, count);
    }

    /** For each unit of the set one of the nearest in activity that is still free. */
    private List<Integer> matched(Site site, SplittableRandom random) {
        double[] rms = set.scores().orElseThrow().rms().get(site);
        List<Integer> free = rest(site);
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
