package io.patchclamp.epoch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.patchclamp.epoch.Evoked.Difference;
import io.patchclamp.epoch.Evoked.Point;
import io.patchclamp.fault.PatchclampException;
import io.patchclamp.stats.Cluster;
import io.patchclamp.stats.ClusterResult;
import io.patchclamp.stats.Resampling;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

/** Evoked responses, rasters, tuning curves and maps; parity with NumPy, SciPy and MNE ({@code evoked_reference.py}). */
class EvokedTest {
    /** Recorded numbers are single precision; the reference's are not. */
    private static final Offset<Double> ROUND = within(2e-6);

    private static JsonObject reference() throws IOException {
        try (InputStream in = EvokedTest.class.getResourceAsStream("/epoch/evoked.json")) {
            return JsonParser.parseString(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .getAsJsonObject();
        }
    }

    private static double[] numbers(JsonElement array) {
        JsonArray list = array.getAsJsonArray();
        double[] numbers = new double[list.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = list.get(i).isJsonNull() ? Double.NaN : list.get(i).getAsDouble();
        }
        return numbers;
    }

    private static double[][] rows(JsonElement array) {
        List<double[]> rows = new ArrayList<>();
        array.getAsJsonArray().forEach(row -> rows.add(numbers(row)));
        return rows.toArray(double[][]::new);
    }

    private static Epochs both(double[][] a, double[][] b) {
        double[][] all = new double[a.length + b.length][];
        System.arraycopy(a, 0, all, 0, a.length);
        System.arraycopy(b, 0, all, a.length, b.length);
        return Made.epochs(
                all,
                -3,
                t -> Map.of("cond", t < a.length ? "a" : "b", "pair", String.valueOf(t < a.length ? t : t - a.length)));
    }

    @Test
    void conditionsThatAreNumbersStandBySize() {
        String[] doses = {"10", "-1", "9"};
        Epochs epochs = Made.epochs(new double[][] {{10}, {-1}, {9}}, 0, t -> Map.of("dose", doses[t]));

        List<Evoked.Line> lines = Averaging.of(epochs).by("dose").evoked().lines();

        assertThat(lines).extracting(Evoked.Line::condition).containsExactly("-1", "9", "10");
        assertThat(lines).extracting(l -> l.points().get(0).mean()).containsExactly(-1.0, 9.0, 10.0);
    }

    @Test
    void meansAndIntervalsAreThoseOfScipy() throws IOException {
        JsonObject reference = reference();
        double[][] a = rows(reference.get("a"));
        double[][] b = rows(reference.get("b"));
        Evoked evoked = Averaging.of(both(a, b)).by("cond").difference("a", "b").evoked();

        for (int c = 0; c < 2; c++) {
            JsonObject expected = reference.getAsJsonObject(c == 0 ? "summary_a" : "summary_b");
            List<Point> points = evoked.lines().get(c).points();
            for (int o = 0; o < points.size(); o++) {
                Point point = points.get(o);
                assertThat(point.offset()).isEqualTo(o - 3);
                assertThat((double) point.n()).isEqualTo(numbers(expected.get("n"))[o]);
                assertThat(point.mean()).isCloseTo(numbers(expected.get("mean"))[o], ROUND);
                assertThat(point.low()).isCloseTo(numbers(expected.get("low"))[o], ROUND);
                assertThat(point.high()).isCloseTo(numbers(expected.get("high"))[o], ROUND);
            }
        }
        Difference difference = evoked.difference().orElseThrow();
        double[][] welch = rows(reference.get("welch"));
        for (int o = 0; o < welch.length; o++) {
            assertThat(difference.points().get(o).low()).isCloseTo(welch[o][0], ROUND);
            assertThat(difference.points().get(o).high()).isCloseTo(welch[o][1], ROUND);
        }
        ClusterResult clusters = difference.clusters().orElseThrow();
        assertThat(clusters.basis().n()).containsExactly(entry("a", 9), entry("b", 7));
        assertThat(clusters.significant(0.05)).extracting(Cluster::columns).containsExactly(List.of(3), List.of(5));
        assertThat(String.join(" ", clusters.notes())).contains("does not say from where to where");
    }

    @Test
    void pairedClustersAreThoseOfMne() throws IOException {
        JsonObject reference = reference();
        double[][] differences = rows(reference.get("difference"));
        double[][] none = new double[differences.length][differences[0].length];
        Difference difference = Averaging.of(both(differences, none))
                .by("cond")
                .difference("a", "b")
                .pairedBy("pair")
                .resampling(new Resampling(999, 1))
                .evoked()
                .difference()
                .orElseThrow();
        JsonObject expected = reference.getAsJsonObject("one_sample");
        ClusterResult clusters = difference.clusters().orElseThrow();

        assertThat(clusters.threshold()).isCloseTo(reference.get("threshold").getAsDouble(), ROUND);
        double[] t = numbers(expected.get("t"));
        for (int o = 0; o < t.length; o++) {
            assertThat(clusters.statistic(0, o)).isCloseTo(t[o], within(2e-5));
        }
        JsonArray theirs = expected.getAsJsonArray("clusters");
        assertThat(clusters.clusters()).hasSameSizeAs(theirs);
        for (JsonElement element : theirs) {
            JsonObject cluster = element.getAsJsonObject();
            List<Integer> columns = new ArrayList<>();
            cluster.getAsJsonArray("columns").forEach(c -> columns.add(c.getAsInt()));
            Cluster ours = clusters.clusters().stream()
                    .filter(c -> c.columns().equals(columns))
                    .findFirst()
                    .orElseThrow();
            assertThat(ours.mass()).isCloseTo(cluster.get("mass").getAsDouble(), within(2e-5));
            assertThat(ours.p()).isCloseTo(cluster.get("p").getAsDouble(), within(1e-12));
        }
    }

    @Test
    void aTuningCurveIsThatOfScipy() throws IOException {
        JsonObject expected = reference().getAsJsonObject("tuning");
        double[] x = numbers(expected.get("x"));
        double[] y = numbers(expected.get("y"));
        double[][] rows = new double[y.length][];
        for (int i = 0; i < y.length; i++) {
            rows[i] = new double[] {y[i]};
        }
        Responses responses =
                Made.epochs(rows, 0, t -> Map.of("size", String.valueOf(x[t]))).at(0);
        Tuning tuning = Tuning.of(responses, "", "size", Tuning.BINS);

        assertThat(tuning.numeric()).isTrue();
        assertThat(tuning.binned()).isFalse();
        for (int i = 0; i < 4; i++) {
            assertThat(tuning.points().get(i).mean()).isCloseTo(numbers(expected.get("means"))[i], ROUND);
            assertThat((double) tuning.points().get(i).n()).isEqualTo(numbers(expected.get("n"))[i]);
        }
        var anova = tuning.anova().orElseThrow();
        assertThat(anova.statistic()).isCloseTo(expected.get("f").getAsDouble(), within(1e-4));
        assertThat(anova.effects().get(0).value())
                .isCloseTo(expected.get("eta2").getAsDouble(), ROUND);
        var trend = tuning.trend().orElseThrow();
        assertThat(trend.statistic()).isCloseTo(expected.get("rho").getAsDouble(), within(1e-12));
        assertThat(trend.p()).isCloseTo(expected.get("rho_p").getAsDouble(), within(1e-12));

        Tuning binned = Tuning.of(responses, "", "size", 2);
        assertThat(binned.points()).extracting(Tuning.Point::label).containsExactly("0–1.5", "1.5–3");
        assertThat(binned.points().stream().mapToInt(Tuning.Point::n).sum()).isEqualTo(40);
    }

    @Test
    void whatIsConstantHasItselfAsMeanAndInterval() {
        double[][] same = new double[6][4];
        for (double[] row : same) {
            java.util.Arrays.fill(row, 0.1f);
        }
        Evoked evoked =
                Averaging.of(both(same, same)).by("cond").difference("a", "b").evoked();
        for (Evoked.Line line : evoked.lines()) {
            for (Point point : line.points()) {
                assertThat(point).isEqualTo(new Point(point.offset(), 6, 0.1f, 0.1f, 0.1f));
            }
        }
        for (Point point : evoked.difference().orElseThrow().points()) {
            assertThat(point).isEqualTo(new Point(point.offset(), 6, 0, 0, 0));
        }
        assertThat(evoked.difference().orElseThrow().clusters().orElseThrow().clusters())
                .isEmpty();
    }

    @Test
    void whatIsMissingIsNeverZero() {
        double nan = Double.NaN;
        Evoked evoked = Averaging.of(Made.epochs(
                        new double[][] {{nan, 5, 7, nan}, {nan, 6, nan, nan}, {nan, nan, nan, nan}, {nan, 7, nan, nan}},
                        -1,
                        t -> Map.of()))
                .evoked();
        assertThat(evoked.log()).hasToString("3 of 4 trials kept (75 %); dropped: 1 outside the window");
        List<Point> points = evoked.lines().get(0).points();
        assertThat(points.get(0)).isEqualTo(new Point(-1, 0, nan, nan, nan));
        assertThat(points.get(1).n()).isEqualTo(3);
        assertThat(points.get(1).mean()).isEqualTo(6);
        assertThat(points.get(2)).isEqualTo(new Point(1, 1, 7, nan, nan));
        assertThat(evoked.exported().get(3).numbers()).isEqualTo(new long[] {0, 3, 1, 0});
    }

    @Test
    void pairsWithoutAPartnerAreSaidAndNotInTheDifference() {
        double[][] a = {{1, 2}, {2, 4}, {3, 5}, {9, 9}};
        double[][] b = {{0, 1}, {1, 1}, {1, 2}};
        Evoked evoked = Averaging.of(both(a, b))
                .by("COND")
                .difference("a", "b")
                .pairedBy("pair")
                .evoked();
        Difference difference = evoked.difference().orElseThrow();
        assertThat(difference.points()).extracting(Point::n).containsExactly(3, 3);
        assertThat(difference.points().get(1).mean()).isCloseTo((1 + 3 + 3) / 3.0, within(1e-12));
        assertThat(evoked.notes())
                .contains(
                        "1 of 4 values of 'pair' have one trial only; they are in the means and not in the difference.");
    }

    @Test
    void wrongNamesAndRepeatedPromptsAreRefused() {
        double[][] a = {{1, 2}, {2, 4}};
        Epochs epochs = both(a, a);
        assertThatThrownBy(() ->
                        Averaging.of(epochs).by("cond").difference("a", "c").evoked())
                .isInstanceOf(PatchclampException.class)
                .hasMessage("There is no condition 'c' in 'cond'; there are a, b.\nTry: 'a'");
        assertThatThrownBy(() -> Averaging.of(epochs).difference("a", "b").evoked())
                .hasMessage(
                        "There is no condition 'a'; there are all.\nTry: the column of the conditions, --by or by(…)");
        assertThatThrownBy(() -> Averaging.of(epochs).unit("L0.mlp.neurons[1]"))
                .hasMessage(
                        "There is no unit 'L0.mlp.neurons[1]' among 1 from L0.mlp.neurons[0] to L0.mlp.neurons[0].\n"
                                + "Try: 'L0.mlp.neurons[0]'");
        assertThatThrownBy(() -> Averaging.of(epochs)
                        .by("cond")
                        .difference("a", "b")
                        .pairedBy("cond")
                        .evoked())
                .hasMessageStartingWith("A pair is two trials, and cond 'a' has 2.");
        Epochs twice = epochs.choose(List.of(0, 1, 0));
        assertThatThrownBy(() -> Averaging.of(twice).evoked()).hasMessageStartingWith("1 of 3 trials repeat a prompt");
        assertThatThrownBy(() -> Tuning.of(twice.at(-3), "", "cond", 5))
                .hasMessageStartingWith("1 of 3 trials repeat a prompt");
        Epochs two = Epochs.of(
                Made.recording(new double[][][] {{{1, 2}}, {{3, 4}}}, 0, t -> Map.of()), Window.eventFirst(0, 0));
        assertThatThrownBy(() -> Averaging.of(two).evoked())
                .hasMessage("There are 2 units, and the mean of one is asked for.\nTry: unit(\"L0.mlp.neurons[0]\")");
        assertThatThrownBy(() -> Tuning.of(epochs.where("cond == 'a'").at(-3), "", "cond", 5))
                .hasMessage("All 2 trials have the same 'cond', a: there is nothing to be tuned to.\n"
                        + "Try: a column with at least two values");
        assertThatThrownBy(() -> Tuning.of(epochs.at(-3), "", "cond", 1))
                .hasMessage("1 bins make no curve.\nTry: 2 to 1000; 10 is usual");
    }

    @Test
    void aRasterIsSortedAndItsTicksAreAboveTheThreshold() {
        double[][] a = {{0, 1, 2}, {0, 3, 9}, {Double.NaN, 1, 0}};
        double[][] b = {{5, 1, 2}, {0, 0, 0}};
        Epochs epochs = both(a, b);
        Raster raster = Raster.of(epochs, "", "cond", "pair", OptionalDouble.of(2));

        assertThat(raster.rows()).extracting(Raster.Row::number).containsExactly(0, 1, 2, 3, 4);
        assertThat(raster.ticks()).isEqualTo(3);
        assertThat(raster.sortedBy()).isEqualTo("cond, then pair");
        assertThat(raster.values().get(2, 0)).isNaN();
        assertThat(raster.evoked().lines()).extracting(Evoked.Line::condition).containsExactly("a", "b");
        Raster usual = Raster.of(epochs, "", "", "", OptionalDouble.empty());
        assertThat(usual.chosen()).isEqualTo("mean + 2 standard deviations of what is shown");
        assertThat(usual.threshold())
                .isCloseTo(1.7142857142857142 + 2 * Math.sqrt((126 - 576 / 14.0) / 13), within(1e-4));
        assertThat(usual.sortedBy()).isEqualTo("order of recording");
        Raster sorted = Raster.of(
                Made.epochs(
                        new double[][] {{1}, {2}, {3}},
                        0,
                        t -> Map.of("n", List.of("10", "9", "x").get(t))),
                "",
                "",
                "n",
                OptionalDouble.of(0));
        assertThat(sorted.rows()).extracting(Raster.Row::number).containsExactly(1, 0, 2);
    }

    @Test
    void aTuningOverCategoriesKeepsTheirOrderAndLeavesSingleTrialsOutOfTheTest() {
        double[][] rows = {{1}, {2}, {5}, {6}, {9}, {3}};
        List<String> cells = List.of("noun", "noun", "verb", "verb", "adverb", "");
        Tuning tuning = Tuning.of(
                Made.epochs(rows, 0, t -> Map.of("kind", cells.get(t))).at(0), "", "kind", 10);

        assertThat(tuning.points()).extracting(Tuning.Point::label).containsExactly("noun", "verb", "adverb");
        assertThat(tuning.points()).extracting(Tuning.Point::n).containsExactly(2, 2, 1);
        assertThat(tuning.anova().orElseThrow().df()).containsExactly(1.0, 2.0);
        assertThat(tuning.trend()).isEmpty();
        assertThat(tuning.notes())
                .containsExactly(
                        "1 of 6 trials have no 'kind' or no number, and are left out.",
                        "1 of 3 points rest on a single trial; the test leaves them out.");
    }

    @Test
    void anEmptyBinHasNoMean() {
        double[][] rows = {{1}, {2}, {5}, {6}};
        Tuning tuning = Tuning.of(
                Made.epochs(
                                rows,
                                0,
                                t -> Map.of("n", List.of("0", "1", "9", "10").get(t)))
                        .at(0),
                "",
                "n",
                3);
        assertThat(tuning.points().get(1).n()).isZero();
        assertThat(tuning.points().get(1).mean()).isNaN();
        assertThat(tuning.points().get(2).to()).isEqualTo(10);
        assertThat(tuning.binned()).isTrue();
    }

    @Test
    void aPopulationMapHasEachUnitsMeanAndNamesThePeaks() {
        double[][][] values = {{{1, -8, 0}}, {{3, -4, 0}}, {{5, 1, 0}}};
        Epochs epochs =
                Epochs.of(Made.recording(values, 0, t -> Map.of("c", t < 2 ? "x" : "y")), Window.eventFirst(0, 0));
        PopulationMap mean = PopulationMap.of(epochs.at(0));
        assertThat(mean.layers().get(0).values()).containsExactly(3f, -11 / 3f, 0f);
        assertThat(mean.peaks(9))
                .extracting(p -> p.unit().name())
                .containsExactly("L0.mlp.neurons[1]", "L0.mlp.neurons[0]");
        PopulationMap difference = PopulationMap.difference(epochs.at(0), "c", "x", "y");
        assertThat(difference.layers().get(0).values()).containsExactly(-3f, -7f, 0f);
        assertThat(difference.n()).isEqualTo(Map.of("x", 2, "y", 1));
        assertThat(difference.what()).isEqualTo("mean of c 'x' less 'y'");
        assertThatThrownBy(() -> PopulationMap.difference(epochs.at(0), "c", "x", "z"))
                .hasMessage("There is no condition 'z' in 'c'; there are x, y.\nTry: 'x'");
    }

    @Test
    void trialsOfOneItemAreAveragedBeforeTheyAreCompared() {
        double[][] values = new double[24][];
        for (int t = 0; t < 24; t++) {
            values[t] = new double[] {t, t % 4 == 0 ? Double.NaN : 2 * t};
        }
        Epochs epochs = Made.epochs(values, 0, t -> Map.of("c", t / 3 % 2 == 0 ? "x" : "y", "noun", "n" + t / 3));
        Averaging asked = Averaging.of(epochs).by("c").difference("x", "y");
        Evoked taken = asked.evoked();
        assertThat(taken.lines().get(0).trials()).isEqualTo(12);
        assertThat(taken.notes().toString()).contains("24 trials have 8 values of 'noun', each with one 'c'");

        Evoked evoked = asked.item("noun").evoked();
        assertThat(evoked.lines().get(0).trials()).isEqualTo(4);
        assertThat(evoked.lines().get(0).points().get(0).mean()).isEqualTo((1 + 7 + 13 + 19) / 4.0);
        // of the first item, trials 1 and 2 have the second offset: 2 and 4
        assertThat(evoked.lines().get(0).points().get(1).mean()).isEqualTo((3 + 13 + 27 + 37) / 4.0);
        assertThat(evoked.notes().toString()).doesNotContain("noun");
        assertThat(evoked.difference()
                        .orElseThrow()
                        .clusters()
                        .orElseThrow()
                        .basis()
                        .n())
                .containsEntry("x", 4)
                .containsEntry("y", 4);
        assertThat(evoked.difference()
                        .orElseThrow()
                        .clusters()
                        .orElseThrow()
                        .basis()
                        .unit())
                .isEqualTo("item ('noun', the mean of its 3 trials)");
    }

    @Test
    void itemsOfSeveralTrialsInBothConditionsAreOnePair() {
        double[][] values = new double[24][];
        for (int t = 0; t < 24; t++) {
            values[t] = new double[] {t + (t % 2 == 0 ? 5 : 0)};
        }
        Epochs epochs = Made.epochs(values, 0, t -> Map.of("c", t % 2 == 0 ? "x" : "y", "noun", "n" + t / 4));
        Evoked evoked = Averaging.of(epochs)
                .by("c")
                .difference("x", "y")
                .item("noun")
                .pairedBy("noun")
                .evoked();
        assertThat(evoked.difference().orElseThrow().points().get(0).n()).isEqualTo(6);
        assertThat(evoked.difference().orElseThrow().points().get(0).mean()).isEqualTo(4);
        assertThat(evoked.notes().toString()).doesNotContain("several conditions");
    }
}
