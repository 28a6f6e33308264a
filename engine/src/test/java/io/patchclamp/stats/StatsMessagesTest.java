package io.patchclamp.stats;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import io.patchclamp.fault.PatchclampException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

import static io.patchclamp.stats.Vectors.A;
import static io.patchclamp.stats.Vectors.B;
import static io.patchclamp.stats.Vectors.DRAWS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/** What statistics refuse is on the page of messages, and what is on the page is refused. */
class StatsMessagesTest {
    private static final double[] ONE = {1};
    private static final double[] SAME = {.5, .5, .5};
    private final Map<String, ThrowingCallable> mistakes = new LinkedHashMap<>();

    @Test
    void thePageHasEachMessageAndNoOther() throws IOException {
        samples();
        families();
        curves();
        mistakes.forEach((row, mistake) -> {
            Throwable said = catchThrowable(mistake);
            assertThat(said).as(row).isInstanceOf(PatchclampException.class);
            assertThat(said.getMessage()).matches("(?s)" + pattern(row) + ".*\nTry: .+");
        });
        assertThat(rows()).containsExactlyInAnyOrderElementsOf(mistakes.keySet());
    }

    private void samples() {
        mistakes.put("The TEST needs at least N numbers in the SAMPLE, and has M", () -> MeanTests.welch(A, ONE));
        mistakes.put(
                "Number I of the SAMPLE is VALUE, and the TEST has no place for it",
                () -> MeanTests.welch(A, new double[] {1, Double.NaN}));
        mistakes.put("The TEST takes pairs, and got N and M numbers", () -> MeanTests.paired(A, ONE_AND_TWO));
        mistakes.put(
                "Nothing varies (VALUES), and without variance there is no TEST",
                () -> MeanTests.welch(SAME, new double[] {.7, .7}));
        mistakes.put("The NAME lies strictly between 0 and 1, and VALUE does not", () -> Intervals.mean(A, 95));
        mistakes.put("Hedges' correction needs at least 2 degrees of freedom", () -> Effects.hedgesJ(1));
        mistakes.put(
                "All N differences are 0, and the TEST has nothing to rank",
                () -> RankTests.wilcoxon(new double[3], Tail.TWO_SIDED));
        mistakes.put("The TEST compares at least 2 groups, and got N", () -> GroupTests.anova(A));
        mistakes.put("N of M is no proportion", () -> Intervals.wilson(3, 2, .95));
        mistakes.put("A proportion lies from 0 to 1, and VALUE does not", () -> Effects.cohenH(1.5, .5));
        mistakes.put(
                "A standard error needs items in both samples, and has N and M", () -> Effects.cohenDError(1, 0, 4));
        mistakes.put(
                "The occupancy says how often each condition was and sums to 1, and this sums to VALUE",
                () -> RateIndices.skaggs(ONE_AND_TWO, new double[] {.2, .2}));
        mistakes.put(
                "Fisher's exact test takes a table of 2 by 2",
                () -> CountTests.fisher(new int[][] {{1, 2}}, Tail.TWO_SIDED));
        mistakes.put(
                "The TEST takes a table of counts, and got TABLE",
                () -> CountTests.chiSquare(new long[][] {{1, 2}, {3, -4}}));
        mistakes.put("McNemar's exact test counts items that changed", () -> CountTests.mcNemar(0, 0));
        mistakes.put(
                "The STATISTIC of the observed samples is VALUE",
                () -> PermutationTests.labels("x", A, B, (x, y) -> Double.NaN, Tail.TWO_SIDED, DRAWS));
    }

    private static final double[] ONE_AND_TWO = {1, 2};

    private void families() {
        mistakes.put("N draws are too FEW", () -> new Resampling(9, 1));
        mistakes.put("Number I of the family is VALUE, and no p", () -> Correction.HOLM.adjust(.1, Double.NaN));
        mistakes.put("The NAME correction is made from permuted data", () -> Correction.MAX_T.adjust(.1));
        mistakes.put("Item I has N numbers, and item 0 has M", () -> UnitTable.of(new double[][] {{1}, {1, 2}}));
        mistakes.put("The max-T test needs at least 2 items in each condition, and has N and M", () -> MaxT.of(DRAWS)
                .twoSample(UnitTable.of(Vectors.X), true, false, false, false, false));
        mistakes.put("The max-T test needs at least 2 items, and has N", () -> MaxT.of(DRAWS)
                .oneSample(UnitTable.of(new double[][] {{1}})));
        mistakes.put("None of N units varies, and there is nothing to test", () -> MaxT.of(DRAWS)
                .oneSample(UnitTable.of(new double[][] {{1, 2}, {1, 2}})));
        mistakes.put("A threshold is above 0, and VALUE is not", () -> ClusterTest.of(DRAWS)
                .threshold(-2));
        mistakes.put("A cluster test needs at least 2 items in each condition, and has N", () -> ClusterTest.of(DRAWS)
                .oneSample(new double[][] {{1, 2}}));
        mistakes.put("The first condition has N × M cells, the second K × L", () -> ClusterTest.of(DRAWS)
                .twoSample(Vectors.X, Vectors.FIRST));
        mistakes.put("Item I has a cell that is infinite", () -> ClusterTest.of(DRAWS)
                .oneSample(new double[][] {{1, 2}, {1, Double.POSITIVE_INFINITY}}));
        mistakes.put("Item I has N cells in a line, and item 0 has M", () -> ClusterTest.of(DRAWS)
                .oneSample(new double[][] {{1, 2}, {1}}));
    }

    private void curves() {
        double[] bent = {0, 1, 0, 1, 0};
        mistakes.put(
                "The TEST needs at least 2 items and 3 conditions", () -> PageTrend.rising(new double[][] {{1, 2, 3}}));
        mistakes.put(
                "No item of N differs between its conditions",
                () -> PageTrend.rising(new double[][] {{1, 1, 1}, {2, 2, 2}}));
        mistakes.put("Equivalence is within two bounds, and LOW to HIGH are none", () -> Equivalence.paired(A, 1, -1));
        mistakes.put(
                "All N items share one template, and there is none to draw instead",
                () -> Bootstrap.clustered(
                        ONE_AND_TWO, List.of("a", "a"), Moments::mean, .95, Bootstrap.Method.BCA, DRAWS));
        mistakes.put(
                "A resample has the statistic VALUE, and an interval cannot be read off",
                () -> Bootstrap.interval(A, x -> Double.NaN, .95, Bootstrap.Method.BCA, DRAWS));
        mistakes.put("A percentile lies from 0 to 100, and VALUE does not", () -> Quantiles.percentile(A, 101));
        mistakes.put("Power needs at least 2 items in a condition, and has N", () -> Power.line(1, 9, 9));
        mistakes.put("A correlation of VALUE has no reliability of the whole", () -> Reliability.spearmanBrown(-1));
        mistakes.put(
                "The INDEX is of rates, and VALUE is none", () -> RateIndices.lifetimeSparseness(new double[] {1, -1}));
        mistakes.put(
                "All rates are 0, and there is no INDEX", () -> RateIndices.lifetimeSparseness(new double[] {0, 0}));
        mistakes.put(
                "The dose curve is over the logarithm of the dose",
                () -> LogisticCurve.fit(new double[] {0, 1, 2, 3, 4}, bent));
        mistakes.put(
                "No dose curve fits these N responses",
                () -> LogisticCurve.fit(new double[] {1, 2, 4, 8, 16}, new double[] {1, 2, 4, 8, 16}));
        mistakes.put(
                "The dose curve has 4 parameters, and N doses do not settle them",
                () -> LogisticCurve.fit(new double[] {1, 1, 2, 2, 3}, bent));
    }

    private static String pattern(String row) {
        StringBuilder out = new StringBuilder();
        for (String word : row.split("(?<=\\W)|(?=\\W)")) {
            out.append(word.matches("[A-Z]+") && !word.equals("A") ? ".+" : Pattern.quote(word));
        }
        return out.toString();
    }

    private static List<String> rows() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "errors.md"));
        int start = page.indexOf("## From statistics\n");
        List<String> rows = new ArrayList<>();
        page.substring(start, page.indexOf("\n## ", start))
                .lines()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| message"))
                .map(line -> line.substring(2, line.indexOf(" |", 2)))
                .forEach(cell -> rows.addAll(List.of(cell.split(" · "))));
        return rows;
    }
}
