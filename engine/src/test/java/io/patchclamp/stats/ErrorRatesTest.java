package io.patchclamp.stats;

import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Where nothing is, nothing is found but as often as is said; intervals hold what they are for. Seeds are fixed. */
class ErrorRatesTest {
    private static final int RUNS = 400;
    /** More than this of 400 would happen by chance in less than one of a thousand at a rate of .05. */
    private static final int MOST = 34;

    private static final Resampling DRAWS = new Resampling(199, 3);

    @Test
    void maxTFindsNothingWhereNothingIs() {
        int wrong = 0;
        for (int run = 0; run < RUNS; run++) {
            Random random = new Random(run);
            double[][] rows = noise(24, 30, random);
            boolean[] first = new boolean[24];
            Arrays.fill(first, 0, run % 2 == 0 ? 12 : 9, true);
            wrong += MaxT.of(DRAWS)
                            .threads(1)
                            .twoSample(UnitTable.of(rows), first)
                            .significant(.05)
                            .isEmpty()
                    ? 0
                    : 1;
        }
        assertThat(wrong).isBetween(5, MOST);
    }

    @Test
    void maxTOfDifferencesFindsNothingWhereNothingIs() {
        int wrong = 0;
        for (int run = 0; run < RUNS; run++) {
            double[][] rows = noise(16, 30, new Random(run));
            wrong += MaxT.of(DRAWS)
                            .threads(1)
                            .oneSample(UnitTable.of(rows))
                            .significant(.05)
                            .isEmpty()
                    ? 0
                    : 1;
        }
        assertThat(wrong).isBetween(5, MOST);
    }

    @Test
    void clustersFindNothingWhereNothingIs() {
        AtomicInteger one = new AtomicInteger();
        AtomicInteger two = new AtomicInteger();
        IntStream.range(0, RUNS).forEach(run -> {
            Random random = new Random(run);
            double[][] a = smooth(15, 20, random);
            double[][] b = smooth(12, 20, random);
            ClusterTest test = ClusterTest.of(DRAWS);
            one.addAndGet(test.oneSample(a).significant(.05).isEmpty() ? 0 : 1);
            two.addAndGet(test.twoSample(a, b).significant(.05).isEmpty() ? 0 : 1);
        });
        assertThat(one.get()).isBetween(5, MOST);
        assertThat(two.get()).isBetween(5, MOST);
    }

    /** The difference of means, which labels that change places order by too, would find something in one of four. */
    @Test
    void tasksWhoseChangesSpreadDifferentlyDoNotInteractForThat() {
        int wrong = 0;
        for (int run = 0; run < RUNS; run++) {
            Random random = new Random(run);
            double[] wide = Arrays.stream(normal(24, 0, random)).map(x -> 4 * x).toArray();
            wrong += PermutationTests.interactionBetween(wide, normal(72, 0, random), Tail.TWO_SIDED, DRAWS)
                                    .p()
                            <= .05
                    ? 1
                    : 0;
        }
        assertThat(wrong).isBetween(5, MOST);
    }

    @Test
    void intervalsHoldWhatTheyAreFor() {
        int mean = 0;
        int g = 0;
        int auc = 0;
        int dPrime = 0;
        int wilson = 0;
        int bca = 0;
        for (int run = 0; run < RUNS; run++) {
            Random random = new Random(run);
            double[] a = normal(25, 1, random);
            double[] b = normal(30, 0, random);
            mean += Intervals.mean(a, .95).holds(1) ? 1 : 0;
            g += Effects.hedgesG(a, b).interval().orElseThrow().holds(1) ? 1 : 0;
            dPrime += Effects.dPrime(a, b).interval().orElseThrow().holds(1) ? 1 : 0;
            auc += Effects.auc(a, b).interval().orElseThrow().holds(.7602499) ? 1 : 0;
            int k = (int) random.doubles(40).filter(v -> v < .3).count();
            wilson += Intervals.wilson(k, 40, .95).holds(.3) ? 1 : 0;
            bca += Bootstrap.interval(a, Moments::mean, .95, Bootstrap.Method.BCA, DRAWS)
                            .holds(1)
                    ? 1
                    : 0;
        }
        assertThat(mean).isBetween(366, 393);
        assertThat(g).isBetween(366, 393);
        assertThat(dPrime).isBetween(366, 393);
        assertThat(auc).isBetween(366, 393);
        assertThat(wilson).isBetween(366, 393);
        assertThat(bca).isBetween(352, 393);
    }

    @Test
    void aBootstrapOfTheMeanIsCloseToItsT() {
        double[] x = normal(60, 2, new Random(5));
        Interval t = Intervals.mean(x, .95);
        Resampling many = Resampling.of(1);
        for (Bootstrap.Method method : Bootstrap.Method.values()) {
            Interval b = Bootstrap.interval(x, Moments::mean, .95, method, many);
            assertThat(b.low()).isBetween(t.low() - .03, t.low() + .05);
            assertThat(b.high()).isBetween(t.high() - .05, t.high() + .03);
            assertThat(b).isEqualTo(Bootstrap.interval(x, Moments::mean, .95, method, many));
        }
        Interval two = Bootstrap.twoSample(
                x,
                normal(40, 0, new Random(6)),
                (a, b) -> Moments.mean(a) - Moments.mean(b),
                .95,
                Bootstrap.Method.PERCENTILE,
                many);
        assertThat(two.holds(2)).isTrue();
        assertThat(two.method()).isEqualTo("percentile bootstrap, 9,999 resamples, seed 1");
    }

    @Test
    void itemsOfOneTemplateAreNotMoreThanOne() {
        double[] x = new double[60];
        java.util.List<String> template = new java.util.ArrayList<>();
        Random random = new Random(2);
        for (int i = 0; i < 60; i += 10) {
            double shared = random.nextGaussian();
            for (int j = 0; j < 10; j++) {
                x[i + j] = shared + .1 * random.nextGaussian();
                template.add("t" + i);
            }
        }
        Resampling many = Resampling.of(1);
        Interval wrong = Bootstrap.interval(x, Moments::mean, .95, Bootstrap.Method.PERCENTILE, many);
        Interval right = Bootstrap.clustered(x, template, Moments::mean, .95, Bootstrap.Method.PERCENTILE, many);
        assertThat(right.high() - right.low()).isGreaterThan(2 * (wrong.high() - wrong.low()));
    }

    private static double[][] noise(int items, int units, Random random) {
        double[][] rows = new double[items][units];
        for (double[] row : rows) {
            double shared = random.nextGaussian();
            for (int u = 0; u < units; u++) {
                row[u] = .5 * shared + random.nextGaussian();
            }
        }
        return rows;
    }

    private static double[][] smooth(int items, int cells, Random random) {
        double[][] rows = new double[items][cells];
        for (double[] row : rows) {
            double before = random.nextGaussian();
            for (int c = 0; c < cells; c++) {
                before = .7 * before + random.nextGaussian();
                row[c] = before;
            }
        }
        return rows;
    }

    private static double[] normal(int n, double mean, Random random) {
        return IntStream.range(0, n)
                .mapToDouble(i -> mean + random.nextGaussian())
                .toArray();
    }
}
