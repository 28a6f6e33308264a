package io.patchclamp.epoch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

import io.patchclamp.fault.PatchclampException;
import io.patchclamp.model.Point;
import io.patchclamp.model.Site;
import io.patchclamp.provenance.Provenance;
import io.patchclamp.record.ResultArray;
import io.patchclamp.stats.Correction;
import io.patchclamp.stats.Effects;
import io.patchclamp.stats.MeanTests;
import io.patchclamp.stats.Resampling;
import io.patchclamp.stats.UnitState;
import io.patchclamp.trial.Trials;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Selective units are found, no others, and what could not be tested is counted. */
class SelectivityTest {
    private static final Resampling DRAWS = new Resampling(999, 3);

    @Test
    void findsWhatIsPlantedAndNothingElse() {
        Responses responses = responses(60, 500, "sg", "pl");
        Selectivity found = Selectivity.of(responses).resampling(DRAWS).by("number");
        assertThat(found.family().significant(.05)).containsExactlyInAnyOrder(7, 99);
        assertThat(found.top(2)).containsExactlyInAnyOrder(7, 99);
        assertThat(found.units().get(found.top(1).get(0)).name()).startsWith("L0.mlp.neurons[");
        assertThat(found.first()).isEqualTo("sg");
        assertThat(found.each().dPrime(7)).isPositive();
        assertThat(found.each().dPrime(99)).isNegative();
        assertThat(found.family().basis().n()).containsEntry("sg", 30).containsEntry("pl", 30);
        assertThat(found.detectable()).startsWith("with 30 and 30 items, 80 % power needs d ≥ 0.74");
    }

    @Test
    void eachUnitHasTheNumbersOfItsOwnTest() {
        Responses responses = responses(24, 30, "a", "b");
        Selectivity found = Selectivity.of(responses)
                .conditions("b", "a")
                .correction(Correction.BENJAMINI_HOCHBERG)
                .by("number");
        double[] x = responses.column(4);
        double[] a = new double[12];
        double[] b = new double[12];
        for (int i = 0; i < 24; i++) {
            (i % 2 == 0 ? a : b)[i / 2] = x[i];
        }
        Offset<Double> close = Offset.offset(1e-9);
        assertThat(found.each().dPrime(4)).isCloseTo(Effects.dPrime(b, a).value(), close);
        assertThat(found.each().auc(4)).isCloseTo(Effects.auc(b, a).value(), close);
        assertThat(found.each().aucError(4)).isCloseTo(Effects.deLongError(b, a), close);
        assertThat(found.each().p(4)).isCloseTo(MeanTests.welch(b, a).p(), close);
        assertThat(found.family().basis().correction()).isEqualTo(Correction.BENJAMINI_HOCHBERG);
        assertThat(found.family().p(4)).isGreaterThanOrEqualTo(found.each().p(4));
    }

    /** Items of four trials each, which have most of what they do in common. */
    private static Responses several(int items, long seed, double common) {
        Random random = new Random(seed);
        List<Trials.Item> trials = new ArrayList<>();
        float[][] rows = new float[4 * items][20];
        float[][] own = new float[items][20];
        for (float[] row : own) {
            for (int u = 0; u < row.length; u++) {
                row[u] = (float) (Math.sqrt(common) * random.nextGaussian());
            }
        }
        for (int t = 0; t < rows.length; t++) {
            Map<String, String> columns = new LinkedHashMap<>();
            columns.put("number", t / 4 % 2 == 0 ? "sg" : "pl");
            columns.put("noun", "noun " + t / 4);
            columns.put("frame", "frame " + t % 4);
            trials.add(new Trials.Item("prompt " + t, columns, Optional.empty()));
            for (int u = 0; u < 20; u++) {
                rows[t][u] = own[t / 4][u] + (float) (Math.sqrt(1 - common) * random.nextGaussian());
            }
        }
        Site site = new Site("L0.mlp.neurons", Point.NEURONS, 0, false, List.of(20));
        List<Unit> units = new ArrayList<>();
        for (int u = 0; u < 20; u++) {
            units.add(new Unit(site, u));
        }
        Provenance made = new Provenance("none", "made up", "", "", "", "f32", Map.of());
        return Responses.of(made, "last", new Trials(trials), units, rows);
    }

    @Test
    void trialsOfOneItemAreAveragedBeforeTheTest() {
        Responses responses = several(16, 1, .6);
        Selectivity found =
                Selectivity.of(responses).item("Noun").resampling(DRAWS).by("number");
        assertThat(found.family().basis().n()).containsExactly(Map.entry("sg", 8), Map.entry("pl", 8));
        assertThat(found.family().basis().unit()).isEqualTo("item ('noun', the mean of its 4 trials)");
        assertThat(found.family().notes()).noneMatch(n -> n.contains("noun"));
        assertThat(found.provenance().details()).containsEntry("item", "noun");
        double[] x = responses.column(5);
        double[] sg = new double[8];
        double[] pl = new double[8];
        for (int t = 0; t < 64; t++) {
            (t / 4 % 2 == 0 ? sg : pl)[t / 8] += x[t] / 4;
        }
        assertThat(found.each().p(5)).isCloseTo(MeanTests.welch(sg, pl).p(), Offset.offset(1e-9));
    }

    @Test
    void noiseOfItemsIsNotFoundInTheirTrials() {
        int taken = 0;
        int averaged = 0;
        for (int seed = 0; seed < 60; seed++) {
            Contrast asked = Selectivity.of(several(12, seed, .6)).resampling(new Resampling(99, seed));
            taken += asked.by("number").family().significant(.05).isEmpty() ? 0 : 1;
            averaged +=
                    asked.item("noun").by("number").family().significant(.05).isEmpty() ? 0 : 1;
        }
        assertThat(taken).as("trials taken for items").isGreaterThan(30);
        assertThat(averaged).as("items").isLessThanOrEqualTo(9); // of a rate of .05 once in 1,000
    }

    @Test
    void aColumnThatLooksLikeItemsIsNamedWhereNoneWas() {
        Selectivity found = Selectivity.of(several(16, 1, .6)).resampling(DRAWS).by("number");
        assertThat(found.family().notes().get(0))
                .startsWith("64 trials have 16 values of 'noun', each with one 'number': if these are the items")
                .contains("--item noun (in Java item(\"noun\"))");
        Selectivity frames = Selectivity.of(several(16, 1, .6))
                .resampling(DRAWS)
                .item("frame")
                .by("number");
        assertThat(frames.family().basis().n()).containsEntry("sg", 4);
        assertThat(frames.family().notes().get(0)).startsWith("4 of 4 items ('frame') are in several conditions");
    }

    @Test
    void aTuningCurveCountsItemsToo() {
        Responses responses = several(16, 1, .6);
        Tuning tuned = Tuning.of(responses, "L0.mlp.neurons[5]", "number", 10, Optional.of("noun"));
        assertThat(tuned.points()).extracting(Tuning.Point::n).containsExactly(8, 8);
        assertThat(tuned.anova().orElseThrow().basis().unit()).isEqualTo("item ('noun', the mean of its 4 trials)");
        assertThat(tuned.notes()).isEmpty();
        double sum = 0;
        for (int t = 0; t < 64; t++) {
            sum += t / 4 % 2 == 0 ? responses.get(t, 5) : 0;
        }
        assertThat(tuned.points().get(0).mean()).isCloseTo(sum / 32, Offset.offset(1e-6));
        assertThat(Tuning.of(responses, "L0.mlp.neurons[5]", "number", 10)
                        .notes()
                        .get(0))
                .startsWith("64 trials have 16 values of 'noun', each with one 'number'");
    }

    @Test
    void anItemForEachConditionIsTooFew() {
        assertThatThrownBy(
                        () -> Selectivity.of(several(16, 1, .6)).item("number").by("number"))
                .hasMessageStartingWith("'sg' has 1 items ('number') in 'number', and a comparison needs at least 2.");
    }

    @Test
    void constantUnitsAndRoundOffAreCounted() {
        Responses responses = responses(24, 30, "a", "b");
        float[][] rows = rows(responses);
        for (int t = 0; t < rows.length; t++) {
            rows[t][3] = 5;
            rows[t][8] = 5 + 1e-6f * (t % 3);
            rows[t][9] = t == 4 ? Float.NaN : 1;
        }
        Selectivity found =
                Selectivity.of(with(responses, rows)).resampling(DRAWS).by("number");
        assertThat(found.family().count(UnitState.CONSTANT)).isEqualTo(2);
        assertThat(found.family().count(UnitState.NOT_FINITE)).isEqualTo(1);
        assertThat(found.family().basis().family()).isEqualTo(27);
        assertThat(found.family().notes()).contains("2 of 30 units do not vary, and not tested");
        long observed = 0;
        double permuted = 0;
        for (int b = 0; b < found.histogram().bins(); b++) {
            observed += found.histogram().observed(b);
            permuted += found.histogram().permuted(b);
        }
        assertThat(observed).isEqualTo(27);
        assertThat(permuted).isCloseTo(27, Offset.offset(1e-6));
    }

    @Test
    void exportsOneArrayAKind() {
        Selectivity found =
                Selectivity.of(responses(24, 30, "a", "b")).resampling(DRAWS).by("number");
        assertThat(found.exported())
                .extracting(ResultArray::name)
                .containsExactly(
                        "d_prime",
                        "auc",
                        "auc_error",
                        "t",
                        "p_welch",
                        "p",
                        "unit",
                        "null_edges",
                        "null_observed",
                        "null_permuted");
    }

    @Test
    void whatCannotBeComparedIsOnThePageOfMessages() throws IOException {
        Responses responses = responses(24, 5, "a", "b");
        String page = Files.readString(Path.of("..", "docs", "errors.md"));
        refused(
                () -> Selectivity.of(responses).by("id"),
                "Selectivity compares two conditions; 'id' has 24: 0, 1, 2",
                "Selectivity compares two conditions; 'COLUMN' has N: VALUES",
                page);
        refused(
                () -> Selectivity.of(responses).conditions("a", "bb").by("number"),
                "'bb' has 0 trials in 'number', and a comparison needs at least 2.\nTry: 'b'; there are {a=12, b=12}",
                "'VALUE' has N trials in 'COLUMN', and a comparison needs at least 2",
                page);
        refused(
                () -> Selectivity.of(responses).by("numbr"),
                "Trial 0 has no column 'numbr'; its columns are ",
                "Trial N has no column 'COLUMN'; its columns are NAMES",
                page);
        List<Integer> twice = new ArrayList<>(List.of(0, 0));
        twice.addAll(List.of(1, 2, 3));
        refused(
                () -> Selectivity.of(responses.trials(twice)).by("number"),
                "1 of 5 trials repeat a prompt",
                "N of M trials repeat a prompt",
                page);
    }

    private static void refused(ThrowingCallable mistake, String said, String row, String page) {
        assertThatThrownBy(mistake).isInstanceOf(PatchclampException.class).hasMessageStartingWith(said);
        String section = page.substring(page.indexOf("## From selectivity"));
        assertThat(section.substring(0, section.indexOf("\n## "))).contains("| " + row + " ");
    }

    /** Two conditions in turn; unit 7 is larger in the first, unit 99 in the second, both by two standard deviations. */
    static Responses responses(int trials, int units, String first, String second) {
        Random random = new Random(11);
        List<Trials.Item> items = new ArrayList<>();
        float[][] rows = new float[trials][units];
        for (int t = 0; t < trials; t++) {
            boolean one = t % 2 == 0;
            Map<String, String> columns = new LinkedHashMap<>();
            columns.put("id", String.valueOf(t));
            columns.put("number", one ? first : second);
            items.add(new Trials.Item("prompt " + t, columns, Optional.empty()));
            for (int u = 0; u < units; u++) {
                double shift = u == 7 ? 1 : u == 99 ? -1 : 0;
                rows[t][u] = (float) (random.nextGaussian() + (one ? shift : -shift));
            }
        }
        Site site = new Site("L0.mlp.neurons", Point.NEURONS, 0, false, List.of(units));
        List<Unit> all = new ArrayList<>();
        for (int u = 0; u < units; u++) {
            all.add(new Unit(site, u));
        }
        return Responses.of(
                new Provenance("made", null, null, null, null, "f32", Map.of()), "event", new Trials(items), all, rows);
    }

    private static float[][] rows(Responses responses) {
        float[][] rows = new float[responses.trials().count()][];
        for (int t = 0; t < rows.length; t++) {
            rows[t] = responses.row(t);
        }
        return rows;
    }

    private static Responses with(Responses responses, float[][] rows) {
        return Responses.of(responses.provenance(), responses.reading(), responses.trials(), responses.units(), rows);
    }
}
