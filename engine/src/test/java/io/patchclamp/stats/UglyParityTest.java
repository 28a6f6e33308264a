package io.patchclamp.stats;

import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.StreamSupport;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import org.junit.jupiter.api.Test;

import static io.patchclamp.stats.Vectors.DRAWS;
import static io.patchclamp.stats.Vectors.close;
import static io.patchclamp.stats.Vectors.effect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Ties, -0, outliers, offsets, 1e-30, 1e25 and constant sides: as SciPy, statsmodels and lists (python/stats_ugly_reference.py). */
class UglyParityTest {
    private static final Map<String, Tail> TAILS =
            Map.of("two", Tail.TWO_SIDED, "greater", Tail.GREATER, "less", Tail.LESS);

    private final JsonObject made = read();

    /** To 1e-8 of the number itself, however small it is; what was listed or ranked exactly, exactly. */
    @Test
    void samplesAsTheyCome() {
        int compared = 0;
        for (JsonElement e : made.getAsJsonArray("pairs")) {
            JsonObject set = e.getAsJsonObject();
            double[] a = numbers(set.get("a"));
            double[] b = numbers(set.get("b"));
            JsonObject expected = set.getAsJsonObject("expected");
            double bound = numbers(expected.get("bound"))[0];
            for (Map.Entry<String, JsonElement> one : expected.entrySet()) {
                double[] theirs = numbers(one.getValue());
                double[] ours = ours(one.getKey(), a, b, bound);
                for (int i = 0; i < theirs.length; i++) {
                    assertThat(ours[i])
                            .as("%s of %s, number %d", one.getKey(), set.get("kind"), i)
                            .isCloseTo(theirs[i], within(1e-8 * Math.abs(theirs[i]) + 1e-300));
                    compared++;
                }
            }
        }
        assertThat(compared).isGreaterThan(1_500);
    }

    private static double[] ours(String name, double[] a, double[] b, double bound) {
        int cut = name.lastIndexOf('_');
        Tail tail = cut < 0 ? Tail.TWO_SIDED : TAILS.getOrDefault(name.substring(cut + 1), Tail.TWO_SIDED);
        return switch (cut < 0 || !TAILS.containsKey(name.substring(cut + 1)) ? name : name.substring(0, cut)) {
            case "bound" -> new double[] {bound};
            case "g" -> {
                Effect g = Effects.hedgesG(a, b);
                yield new double[] {
                    g.value(),
                    g.interval().orElseThrow().low(),
                    g.interval().orElseThrow().high()
                };
            }
            case "auc" -> new double[] {Effects.auc(a, b).value()};
            case "delong" -> new double[] {Effects.deLongError(a, b)};
            case "tost" ->
                new double[] {Equivalence.twoSample(a, b, -bound, 1.5 * bound).p()};
            case "quantiles" ->
                new double[] {
                    Quantiles.percentile(a, 0),
                    Quantiles.percentile(a, 2.5),
                    Quantiles.percentile(a, 33),
                    Quantiles.percentile(a, 97.5),
                    Quantiles.percentile(a, 100)
                };
            case "welch_interval" -> {
                Interval i = effect(MeanTests.welch(a, b), "mean difference")
                        .interval()
                        .orElseThrow();
                yield new double[] {i.low(), i.high()};
            }
            case "ks" -> both(RankTests.kolmogorovSmirnov(a, b));
            case "welch" -> both(MeanTests.welch(a, b, tail));
            case "student" -> new double[] {MeanTests.student(a, b, tail).p()};
            case "mann_whitney" -> both(RankTests.mannWhitney(a, b, tail));
            case "labels" ->
                new double[] {PermutationTests.labels(a, b, tail, DRAWS).p()};
            case "flips" ->
                new double[] {PermutationTests.signFlips(a, tail, DRAWS).p()};
            case "wilcoxon" -> new double[] {RankTests.wilcoxon(a, tail).p()};
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static double[] both(TestResult test) {
        return new double[] {test.statistic(), test.p()};
    }

    @Test
    void clustersOfEachTailAsEveryArrangement() {
        for (JsonElement e : made.getAsJsonArray("families")) {
            JsonObject c = e.getAsJsonObject();
            boolean plane = !c.has("f");
            ClusterTest test =
                    ClusterTest.of(DRAWS).threshold(c.get("threshold").getAsDouble());
            TAILS.forEach((name, tail) -> {
                ClusterTest tailed = test.tail(tail);
                same(
                        plane ? tailed.oneSample(planes(c.get("a"))) : tailed.oneSample(rows(c.get("a"))),
                        c.get("one_" + name));
                same(
                        plane
                                ? tailed.twoSample(planes(c.get("a")), planes(c.get("b")))
                                : tailed.twoSample(rows(c.get("a")), rows(c.get("b"))),
                        c.get("two_" + name));
            });
            if (!plane) {
                double[][] a = rows(c.get("a"));
                double[][] b = rows(c.get("b"));
                same(test.threshold(3).twoSampleF(a, b), c.get("f"));
                List<double[]> all = new ArrayList<>(List.of(a));
                all.addAll(List.of(b));
                boolean[] first = new boolean[all.size()];
                java.util.Arrays.fill(first, 0, a.length, true);
                FamilyResult family = MaxT.of(DRAWS).twoSample(UnitTable.of(all.toArray(double[][]::new)), first);
                double[] p = numbers(c.get("max_t"));
                for (int u = 0; u < p.length; u++) {
                    close(family.p(u), p[u], 1e-12);
                }
            }
        }
    }

    private static void same(ClusterResult ours, JsonElement theirs) {
        double[][] expected = rows(theirs);
        List<Cluster> found = ours.clusters().stream()
                .sorted(Comparator.comparingDouble(Cluster::mass))
                .toList();
        assertThat(found).hasSize(expected.length);
        for (int i = 0; i < expected.length; i++) {
            close(found.get(i).mass(), expected[i][0]);
            close(found.get(i).p(), expected[i][1], 1e-12);
        }
    }

    @Test
    void pageTrendsWithTiesAsEveryOrder() {
        for (JsonElement e : made.getAsJsonArray("pages")) {
            double[] expected = numbers(e.getAsJsonObject().get("page"));
            TestResult page = PageTrend.rising(rows(e.getAsJsonObject().get("x")));
            close(page.statistic(), expected[0]);
            close(page.p(), expected[1], 1e-12);
        }
    }

    /** No fit is worse than the best of curve_fit from 40 starts; where the data settle it, it is the same one. */
    @Test
    void curvesAsTheBestOfManyStarts() {
        int settled = 0;
        for (JsonElement e : made.getAsJsonArray("fits")) {
            JsonObject c = e.getAsJsonObject();
            double[] x = numbers(c.get("x"));
            double[] y = numbers(c.get("y"));
            LogisticCurve fit = LogisticCurve.fit(x, y);
            double squares = 0;
            for (int i = 0; i < x.length; i++) {
                squares += Math.pow(y[i] - fit.at(x[i]), 2);
            }
            double theirs = c.get("squares").getAsDouble();
            assertThat(squares).isLessThan(theirs * (1 + 1e-6));
            if (c.get("settled").getAsBoolean() && squares > theirs * (1 - 1e-6)) {
                settled++;
                close(fit.ec50() / c.get("ec50").getAsDouble(), 1, 1e-3);
                close(fit.interval().low() / c.get("low").getAsDouble(), 1, 1e-2);
                close(fit.interval().high() / c.get("high").getAsDouble(), 1, 1e-2);
            }
        }
        assertThat(settled).isGreaterThan(5);
    }

    @Test
    void bootstrapIntervalsAsSciPyButForTheDraws() {
        for (JsonElement e : made.getAsJsonArray("boots")) {
            JsonObject c = e.getAsJsonObject();
            double[] theirs = numbers(c.get("interval"));
            Interval ours = Bootstrap.interval(
                    numbers(c.get("x")),
                    x -> Math.sqrt(Moments.variance(x) * (x.length - 1) / x.length),
                    .95,
                    Bootstrap.Method.valueOf(c.get("method").getAsString().toUpperCase(Locale.ROOT)),
                    new Resampling(50_000, 3));
            double width = theirs[1] - theirs[0];
            assertThat(ours.low()).isCloseTo(theirs[0], within(0.03 * width));
            assertThat(ours.high()).isCloseTo(theirs[1], within(0.03 * width));
        }
    }

    private static double[] numbers(JsonElement list) {
        return StreamSupport.stream(list.getAsJsonArray().spliterator(), false)
                .mapToDouble(JsonElement::getAsDouble)
                .toArray();
    }

    private static double[][] rows(JsonElement list) {
        JsonArray rows = list.getAsJsonArray();
        return StreamSupport.stream(rows.spliterator(), false)
                .map(UglyParityTest::numbers)
                .toArray(double[][]::new);
    }

    private static double[][][] planes(JsonElement list) {
        return StreamSupport.stream(list.getAsJsonArray().spliterator(), false)
                .map(UglyParityTest::rows)
                .toArray(double[][][]::new);
    }

    private static JsonObject read() {
        try (Reader in = new InputStreamReader(
                UglyParityTest.class.getResourceAsStream("/stats/ugly.json"), StandardCharsets.UTF_8)) {
            return JsonParser.parseReader(in).getAsJsonObject();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
