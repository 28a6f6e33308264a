package io.patchclamp.lesion;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

import io.patchclamp.Patchclamp;
import io.patchclamp.model.Electrode;
import io.patchclamp.model.Model;
import io.patchclamp.model.Site;
import io.patchclamp.stats.PermutationTests;
import io.patchclamp.stats.Tail;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Sets that a lesion is held against. A layer of the model has 28 neurons. */
class ControlsTest {
    private static final int STUDIES = 1000;
    /** More than this of 1,000 would happen by chance in less than one of a thousand at a rate of .05. */
    private static final int MOST = 72;

    private static Model model;

    @BeforeAll
    static void load() throws Exception {
        model = Patchclamp.load(
                Path.of(ControlsTest.class.getResource("/parity/llama-grouped").toURI())
                        .toString());
    }

    @AfterAll
    static void close() {
        model.close();
    }

    private static UnitSet set(String selector) {
        return UnitSet.named(model.select(selector));
    }

    @Test
    void aControlHasAsManyUnitsAtEachSite() {
        UnitSet set = set("L0.mlp.neurons[0..4], L1.mlp.neurons[7]");
        for (Control control : new Controls(scored(set)).draw(5, 4, 1)) {
            assertThat(control.units().counts()).as(control.units().name()).isEqualTo(set.counts());
            for (Electrode electrode : control.units().where().electrodes()) {
                assertThat(electrode.units()).doesNotHaveDuplicates();
            }
        }
    }

    @Test
    void whereASiteHasEnoughUnitsNoTwoSetsShareOne() {
        UnitSet set = set("L0.mlp.neurons[0..4], L1.mlp.neurons[7]");
        Set<String> met = units(set);
        for (Control control : new Controls(set).draw(4, 0, 1)) {
            assertThat(met).doesNotContainAnyElementsOf(units(control.units()));
            met.addAll(units(control.units()));
        }
    }

    @Test
    void theLeastSelectiveAndTheBottomAreNoneOfTheSet() {
        UnitSet set = scored(set("L0.mlp.neurons[0..4]"));
        for (Control control : new Controls(set).draw(0, 0, 1)) {
            assertThat(units(control.units())).doesNotContainAnyElementsOf(units(set));
        }
    }

    /** Sets of the rest alone miss what is large in the set: one of eight would then be beyond all but the nearest. */
    @Test
    void aSetThatIsAnySetHasASmallRankAsOftenAsItSays() {
        for (int size : new int[] {1, 3, 7}) {
            int small = 0;
            for (int study = 0; study < STUDIES; study++) {
                SplittableRandom random = new SplittableRandom(study);
                small += rank(random(size, random), Control.Kind.RANDOM, random) <= 0.05 ? 1 : 0;
            }
            assertThat(small).as(size + " of 28 units").isBetween(5, MOST);
        }
    }

    @Test
    void amongSetsAsActiveARankIsNotSmallMoreOftenEither() {
        for (int size : new int[] {1, 7}) {
            int small = 0;
            for (int study = 0; study < STUDIES; study++) {
                SplittableRandom random = new SplittableRandom(study);
                small += rank(scored(random(size, random)), Control.Kind.NORM_MATCHED, random) <= 0.05 ? 1 : 0;
            }
            assertThat(small).as(size + " of 28 units").isLessThanOrEqualTo(MOST);
        }
    }

    /** Of a set whose effect is the sum of what its units do, which is drawn for each unit alike. */
    private static double rank(UnitSet set, Control.Kind kind, SplittableRandom random) {
        double[] does = random.doubles(28).toArray();
        double[] others = new Controls(set)
                .draw(39, 39, random.nextInt(1_000_000)).stream()
                        .filter(c -> c.kind() == kind)
                        .mapToDouble(c -> sum(c.units(), does))
                        .toArray();
        return PermutationTests.controlRank(sum(set, does), others, Tail.TWO_SIDED)
                .p();
    }

    private static double sum(UnitSet set, double... does) {
        return set.where().electrodes().get(0).units().stream()
                .mapToDouble(u -> does[u])
                .sum();
    }

    private static UnitSet random(int size, SplittableRandom random) {
        List<Integer> units = new ArrayList<>();
        while (units.size() < size) {
            int unit = random.nextInt(28);
            if (!units.contains(unit)) {
                units.add(unit);
            }
        }
        return set("L0.mlp.neurons[" + units.stream().map(String::valueOf).collect(Collectors.joining(",")) + "]");
    }

    private static Set<String> units(UnitSet set) {
        Set<String> all = new HashSet<>();
        set.where().electrodes().forEach(e -> e.units()
                .forEach(u -> all.add(e.site().name() + u)));
        return all;
    }

    @Test
    void theSameSeedDrawsTheSameControlsAndAnotherSeedOthers() {
        UnitSet set = set("L0.mlp.neurons[0..4]");
        assertThat(new Controls(set).draw(6, 0, 7)).isEqualTo(new Controls(set).draw(6, 0, 7));
        assertThat(new Controls(set).draw(6, 0, 7)).isNotEqualTo(new Controls(set).draw(6, 0, 8));
        assertThat(new Controls(set).draw(6, 0, 7).stream().distinct()).hasSize(6);
    }

    @Test
    void aNormMatchedControlIsNearerInActivityThanARandomOne() {
        UnitSet set = scored(set("L0.mlp.neurons[0..2]"));
        double[] rms = set.scores().orElseThrow().rms().values().iterator().next();
        double matched = 0;
        double random = 0;
        for (Control control : new Controls(set).draw(40, 40, 3)) {
            double away = control.units().where().electrodes().get(0).units().stream()
                    .mapToDouble(u -> Math.abs(rms[u] - rms[1]))
                    .sum();
            matched += control.kind() == Control.Kind.NORM_MATCHED ? away : 0;
            random += control.kind() == Control.Kind.RANDOM ? away : 0;
        }
        assertThat(matched).isLessThan(random);
    }

    /** Scores that rise with the unit's number. */
    private static UnitSet scored(UnitSet set) {
        Map<Site, double[]> t = new java.util.HashMap<>();
        Map<Site, double[]> rms = new java.util.HashMap<>();
        for (Site site : set.counts().keySet()) {
            double[] numbers = new double[site.units()];
            java.util.Arrays.setAll(numbers, i -> i);
            t.put(site, numbers);
            rms.put(site, numbers);
        }
        return new UnitSet(set.name(), set.where(), List.of(), Optional.of(new UnitScores(t, rms)));
    }
}
