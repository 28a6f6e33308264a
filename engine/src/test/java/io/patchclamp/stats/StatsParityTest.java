package io.patchclamp.stats;

import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import org.junit.jupiter.api.Test;

import static io.patchclamp.stats.Vectors.DRAWS;
import static io.patchclamp.stats.Vectors.close;
import static org.assertj.core.api.Assertions.assertThat;

/** Random samples with ties, unequal sizes and hardly any items: as SciPy, statsmodels and MNE (python/stats_reference.py). */
class StatsParityTest {
    private final JsonObject reference = read();

    @Test
    void twoSamplesAsSciPy() {
        for (JsonElement e : reference.getAsJsonArray("pairs")) {
            JsonObject c = e.getAsJsonObject();
            double[] a = numbers(c.get("a"));
            double[] b = numbers(c.get("b"));
            TestResult welch = MeanTests.welch(a, b);
            close(welch.statistic(), numbers(c.get("welch"))[0]);
            close(welch.df().get(0), numbers(c.get("welch"))[1]);
            Interval interval = welch.effects().get(0).interval().orElseThrow();
            close(interval.low(), numbers(c.get("interval"))[0], 1e-8);
            close(interval.high(), numbers(c.get("interval"))[1], 1e-8);
            tails(c.get("welch_p"), tail -> MeanTests.welch(a, b, tail));
            tails(c.get("student_p"), tail -> MeanTests.student(a, b, tail));
            tails(c.get("mann_whitney_p"), tail -> RankTests.mannWhitney(a, b, tail));
            close(RankTests.mannWhitney(a, b).statistic(), c.get("u").getAsDouble());
            close(RankTests.kolmogorovSmirnov(a, b).statistic(), numbers(c.get("ks"))[0]);
            close(RankTests.kolmogorovSmirnov(a, b).p(), numbers(c.get("ks"))[1]);
            double[] third = {a[0] + 1, a[1] + 1};
            close(GroupTests.kruskal(a, b, third).statistic(), numbers(c.get("kruskal"))[0]);
            close(GroupTests.kruskal(a, b, third).p(), numbers(c.get("kruskal"))[1]);
            close(GroupTests.anova(a, b, third).statistic(), numbers(c.get("anova"))[0]);
            close(GroupTests.anova(a, b, third).p(), numbers(c.get("anova"))[1]);
            close(Equivalence.twoSample(a, b, -1, 1).p(), c.get("tost").getAsDouble());
        }
    }

    @Test
    void pairsAsSciPy() {
        int wilcoxons = 0;
        for (JsonElement e : reference.getAsJsonArray("pairs")) {
            JsonObject c = e.getAsJsonObject();
            double[] a = numbers(c.get("a"));
            double[] b = numbers(c.get("b"));
            if (c.has("paired_p")) {
                tails(c.get("paired_p"), tail -> MeanTests.paired(a, b, tail));
                close(
                        Equivalence.paired(Moments.differences(a, b), -1, 1).p(),
                        c.get("tost_paired").getAsDouble());
            }
            if (c.has("wilcoxon_p")) {
                wilcoxons++;
                tails(c.get("wilcoxon_p"), tail -> RankTests.wilcoxon(Moments.differences(a, b), tail));
            }
            if (c.has("kendall")) {
                correlation(c.get("pearson"), tail -> Associations.pearson(a, b, tail));
                correlation(c.get("spearman"), tail -> Associations.spearman(a, b, tail));
                correlation(c.get("kendall"), tail -> Associations.kendall(a, b, tail));
            }
        }
        assertThat(wilcoxons).isGreaterThan(2);
        double[] wide = numbers(reference.get("wide"));
        tails(reference.get("wide_wilcoxon"), tail -> RankTests.wilcoxon(wide, tail));
    }

    @Test
    void countsAsSciPy() {
        for (JsonElement e : reference.getAsJsonArray("tables")) {
            JsonObject c = e.getAsJsonObject();
            double[][] t = rows(c.get("table"));
            int[][] table = {{(int) t[0][0], (int) t[0][1]}, {(int) t[1][0], (int) t[1][1]}};
            tails(c.get("fisher"), tail -> CountTests.fisher(table, tail));
            long[][] wide = {{table[0][0], table[0][1]}, {table[1][0], table[1][1]}};
            close(CountTests.chiSquare(wide).p(), c.get("chi2").getAsDouble());
        }
        for (JsonElement e : reference.getAsJsonArray("binomial")) {
            JsonObject c = e.getAsJsonObject();
            int k = c.get("k").getAsInt();
            int n = c.get("n").getAsInt();
            tails(c.get("ps"), tail -> CountTests.binomial(k, n, c.get("p").getAsDouble(), tail));
            close(Intervals.wilson(k, n, .95).low(), numbers(c.get("wilson"))[0]);
            close(Intervals.wilson(k, n, .95).high(), numbers(c.get("wilson"))[1]);
            close(Intervals.clopperPearson(k, n, .95).low(), numbers(c.get("exact"))[0]);
            close(Intervals.clopperPearson(k, n, .95).high(), numbers(c.get("exact"))[1]);
        }
    }

    @Test
    void correctionsAsStatsmodels() {
        double[] p = numbers(reference.get("p"));
        JsonObject adjusted = reference.getAsJsonObject("adjusted");
        equal(Correction.BONFERRONI.adjust(p), numbers(adjusted.get("bonferroni")));
        equal(Correction.HOLM.adjust(p), numbers(adjusted.get("holm")));
        equal(Correction.BENJAMINI_HOCHBERG.adjust(p), numbers(adjusted.get("fdr_bh")));
        equal(Correction.BENJAMINI_YEKUTIELI.adjust(p), numbers(adjusted.get("fdr_by")));
    }

    @Test
    void trendsPowerQuantilesAndCurvesAsSciPy() {
        for (JsonElement e : reference.getAsJsonArray("pages")) {
            JsonObject c = e.getAsJsonObject();
            TestResult page = PageTrend.rising(rows(c.get("x")));
            close(page.statistic(), c.get("l").getAsDouble());
            close(page.p(), c.get("p").getAsDouble());
        }
        for (JsonElement e : reference.getAsJsonArray("powers")) {
            JsonObject c = e.getAsJsonObject();
            int n1 = c.get("n1").getAsInt();
            int n2 = c.get("n2").getAsInt();
            double power = Power.twoSample(
                    c.get("d").getAsDouble(), n1, n2, c.get("alpha").getAsDouble());
            close(power, c.get("power").getAsDouble(), 1e-6);
        }
        for (double[] row : rows(reference.get("detectable"))) {
            int n = (int) row[0];
            close(Power.detectable(n, n, .8, .05), row[1], 1e-6);
            close(Power.detectable(n, n, .8, .05 / 46_080), row[2], 1e-6);
        }
        for (JsonElement e : reference.getAsJsonArray("quantiles")) {
            JsonObject c = e.getAsJsonObject();
            close(
                    Quantiles.percentile(numbers(c.get("x")), c.get("q").getAsDouble()),
                    c.get("v").getAsDouble());
        }
        for (JsonElement e : reference.getAsJsonArray("fits")) {
            JsonObject c = e.getAsJsonObject();
            LogisticCurve fit = LogisticCurve.fit(numbers(c.get("x")), numbers(c.get("y")));
            close(fit.low(), c.get("low").getAsDouble(), 1e-4);
            close(fit.high(), c.get("high").getAsDouble(), 1e-4);
            close(fit.ec50(), c.get("ec50").getAsDouble(), 1e-4);
            close(fit.slope(), c.get("slope").getAsDouble(), 1e-4);
            close(fit.interval().low(), numbers(c.get("interval"))[0], 1e-3);
            close(fit.interval().high(), numbers(c.get("interval"))[1], 1e-3);
        }
    }

    @Test
    void clustersAndMaxTAsMne() {
        JsonObject one = reference.getAsJsonObject("mne_one");
        double[][] x = rows(one.get("x"));
        clusters(ClusterTest.of(DRAWS).threshold(2).oneSample(x), one);
        FamilyResult family = MaxT.of(DRAWS).oneSample(UnitTable.of(x));
        double[] p = numbers(one.get("max_t_p"));
        for (int u = 0; u < p.length; u++) {
            close(family.p(u), p[u]);
            close(family.t(u), numbers(one.get("t"))[u]);
        }
        JsonObject two = reference.getAsJsonObject("mne_two");
        List<double[][]> items = new ArrayList<>();
        two.getAsJsonArray("x").forEach(item -> items.add(rows(item)));
        clusters(ClusterTest.of(DRAWS).threshold(1.9).oneSample(items.toArray(new double[0][][])), two);
    }

    @Test
    void maxTOfUnequalSamplesAsBruteForce() {
        JsonObject c = reference.getAsJsonObject("max_t");
        FamilyResult family = MaxT.of(DRAWS)
                .twoSample(UnitTable.of(rows(c.get("x"))), true, true, true, true, false, false, false, false, false);
        for (int u = 0; u < family.units(); u++) {
            close(family.t(u), numbers(c.get("t"))[u]);
            close(family.p(u), numbers(c.get("p"))[u]);
        }
    }

    private static void clusters(ClusterResult ours, JsonObject theirs) {
        double[] mass = numbers(theirs.get("mass"));
        double[] p = numbers(theirs.get("p"));
        assertThat(ours.clusters()).hasSize(mass.length);
        for (Cluster cluster : ours.clusters()) {
            int same = 0;
            for (int i = 0; i < mass.length; i++) {
                if (Math.abs(mass[i] - cluster.mass()) < 1e-8) {
                    same++;
                    close(cluster.p(), p[i]);
                }
            }
            assertThat(same).isEqualTo(1);
        }
    }

    private static void tails(JsonElement expected, Function<Tail, TestResult> test) {
        double[] p = numbers(expected);
        close(test.apply(Tail.TWO_SIDED).p(), p[0]);
        close(test.apply(Tail.GREATER).p(), p[1]);
        close(test.apply(Tail.LESS).p(), p[2]);
    }

    private static void correlation(JsonElement expected, Function<Tail, TestResult> test) {
        double[] e = numbers(expected);
        close(test.apply(Tail.TWO_SIDED).statistic(), e[0]);
        close(test.apply(Tail.TWO_SIDED).p(), e[1]);
        close(test.apply(Tail.GREATER).p(), e[2]);
        close(test.apply(Tail.LESS).p(), e[3]);
    }

    private static void equal(double[] actual, double[] expected) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < actual.length; i++) {
            close(actual[i], expected[i], 1e-12);
        }
    }

    private static double[] numbers(JsonElement list) {
        double[] out = new double[list.getAsJsonArray().size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = list.getAsJsonArray().get(i).getAsDouble();
        }
        return out;
    }

    private static double[][] rows(JsonElement list) {
        JsonArray rows = list.getAsJsonArray();
        double[][] out = new double[rows.size()][];
        for (int i = 0; i < out.length; i++) {
            out[i] = numbers(rows.get(i));
        }
        return out;
    }

    private static JsonObject read() {
        try (Reader in = new InputStreamReader(
                StatsParityTest.class.getResourceAsStream("/stats/reference.json"), StandardCharsets.UTF_8)) {
            return JsonParser.parseReader(in).getAsJsonObject();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
