package io.patchclamp.nulls;

import java.util.List;
import java.util.SplittableRandom;

import io.patchclamp.stats.Bootstrap;
import io.patchclamp.stats.CountTests;
import io.patchclamp.stats.Effects;
import io.patchclamp.stats.Interval;
import io.patchclamp.stats.Intervals;
import io.patchclamp.stats.Resampling;
import io.patchclamp.stats.Tail;

/** Tests of counts, and how often intervals miss. */
final class CountNulls {
    private static final int DRAWS = 2000;

    private final Rates rates;

    CountNulls(Rates rates) {
        this.rates = rates;
    }

    void counts() {
        Rates.head("Counts");
        for (double share : new double[] {.5, .2}) {
            for (int n : new int[] {8, 24, 60}) {
                rates.several(
                        List.of("binomial", "McNemar", "Fisher", "χ²"),
                        n + " items (Fisher, χ²: twice), share " + share,
                        DRAWS,
                        seed -> {
                            SplittableRandom random = new SplittableRandom(seed);
                            int a = count(n, share, random);
                            int b = count(n, share, random);
                            int half = count(n, .5, random);
                            boolean table = a + b > 0 && a + b < 2 * n;
                            return new double[] {
                                CountTests.binomial(a, n, share, Tail.TWO_SIDED).p(),
                                CountTests.mcNemar(half, n - half).p(),
                                table
                                        ? CountTests.fisher(new int[][] {{a, n - a}, {b, n - b}}, Tail.TWO_SIDED)
                                                .p()
                                        : Double.NaN,
                                table
                                        ? CountTests.chiSquare(new long[][] {{a, n - a}, {b, n - b}})
                                                .p()
                                        : Double.NaN
                            };
                        });
            }
        }
    }

    void intervals() {
        Rates.head("95 % intervals: how often they miss");
        for (Samples shape : new Samples[] {Samples.NORMAL, Samples.HEAVY, Samples.SKEWED}) {
            for (int[] n : new int[][] {{8, 8}, {12, 12}, {24, 24}, {60, 60}, {8, 24}}) {
                means(shape, n[0], n[1]);
            }
        }
        for (int[] n : new int[][] {{8, 8}, {12, 12}, {24, 24}, {60, 60}, {8, 24}}) {
            effects(n[0], n[1], 0);
            effects(n[0], n[1], 1);
        }
        for (int n : new int[] {8, 24, 60}) {
            for (double share : new double[] {.5, .2, .05}) {
                rates.misses(List.of("Wilson", "Clopper-Pearson"), n + " items, share " + share, DRAWS, seed -> {
                    int k = count(n, share, new SplittableRandom(seed));
                    return new double[] {
                        held(Intervals.wilson(k, n, .95), share), held(Intervals.clopperPearson(k, n, .95), share)
                    };
                });
            }
        }
        for (int groups : new int[] {6, 12, 24}) {
            clustered(groups);
        }
    }

    private void means(Samples shape, int n1, int n2) {
        rates.misses(
                List.of(
                        "t of a mean (the first sample)",
                        "t of a difference",
                        "bootstrap of a mean, percentile",
                        "bootstrap of a mean, BCa",
                        "bootstrap of a difference, percentile"),
                shape.word() + ", " + n1 + " and " + n2,
                1000,
                seed -> {
                    SplittableRandom random = new SplittableRandom(seed);
                    double[] a = shape.draw(n1, 1, random);
                    double[] b = shape.draw(n2, 1, random);
                    Resampling draws = new Resampling(999, seed);
                    return new double[] {
                        held(Intervals.mean(a, .95), 0),
                        held(Intervals.difference(a, b, .95), 0),
                        held(Bootstrap.interval(a, CountNulls::mean, .95, Bootstrap.Method.PERCENTILE, draws), 0),
                        held(Bootstrap.interval(a, CountNulls::mean, .95, Bootstrap.Method.BCA, draws), 0),
                        held(
                                Bootstrap.twoSample(
                                        a, b, (x, y) -> mean(x) - mean(y), .95, Bootstrap.Method.PERCENTILE, draws),
                                0)
                    };
                });
    }

    private void effects(int n1, int n2, double d) {
        double area = d == 0 ? .5 : .760249938906523;
        rates.misses(
                List.of("Cohen's d", "Hedges' g", "d′", "AUC, DeLong on the logit scale", "Cliff's delta"),
                "normal, " + n1 + " and " + n2 + ", d = " + (int) d,
                DRAWS,
                seed -> {
                    SplittableRandom random = new SplittableRandom(seed);
                    double[] a = Samples.NORMAL.draw(n1, 1, random);
                    double[] b = Samples.NORMAL.draw(n2, 1, random);
                    for (int i = 0; i < n1; i++) {
                        a[i] += d;
                    }
                    return new double[] {
                        Effects.cohenD(a, b).interval().map(i -> held(i, d)).orElse(Double.NaN),
                        Effects.hedgesG(a, b).interval().map(i -> held(i, d)).orElse(Double.NaN),
                        Effects.dPrime(a, b).interval().map(i -> held(i, d)).orElse(Double.NaN),
                        Effects.auc(a, b).interval().map(i -> held(i, area)).orElse(0.02),
                        Effects.cliffDelta(a, b)
                                .interval()
                                .map(i -> held(i, 2 * area - 1))
                                .orElse(0.02)
                    };
                });
    }

    private void clustered(int groups) {
        rates.misses(
                List.of("bootstrap of a mean by template", "the same as if items were independent"),
                groups + " templates of 5 items, half of the variance between them",
                500,
                seed -> {
                    SplittableRandom random = new SplittableRandom(seed);
                    double[] x = new double[groups * 5];
                    List<String> of = new java.util.ArrayList<>();
                    for (int g = 0; g < groups; g++) {
                        double shared = random.nextGaussian();
                        for (int i = 0; i < 5; i++) {
                            x[of.size()] = shared + random.nextGaussian();
                            of.add("g" + g);
                        }
                    }
                    Resampling draws = new Resampling(999, seed);
                    Bootstrap.Method method = Bootstrap.Method.PERCENTILE;
                    return new double[] {
                        held(Bootstrap.clustered(x, of, CountNulls::mean, .95, method, draws), 0),
                        held(Bootstrap.interval(x, CountNulls::mean, .95, method, draws), 0)
                    };
                });
    }

    private static double held(Interval interval, double value) {
        return interval.holds(value) ? 1 : 0.02;
    }

    private static double mean(double... x) {
        double sum = 0;
        for (double v : x) {
            sum += v;
        }
        return sum / x.length;
    }

    private static int count(int n, double share, SplittableRandom random) {
        return (int) random.doubles(n).filter(v -> v < share).count();
    }
}
