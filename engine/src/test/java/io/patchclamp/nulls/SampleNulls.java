package io.patchclamp.nulls;

import java.util.List;
import java.util.SplittableRandom;

import io.patchclamp.stats.Associations;
import io.patchclamp.stats.Equivalence;
import io.patchclamp.stats.GroupTests;
import io.patchclamp.stats.MeanTests;
import io.patchclamp.stats.PageTrend;
import io.patchclamp.stats.PermutationTests;
import io.patchclamp.stats.RankTests;
import io.patchclamp.stats.Resampling;
import io.patchclamp.stats.Tail;

/** Tests of one, two and several samples of items. */
final class SampleNulls {
    private static final Tail BOTH = Tail.TWO_SIDED;
    private static final int DRAWS = 2000;

    private final Rates rates;

    SampleNulls(Rates rates) {
        this.rates = rates;
    }

    void run() {
        Rates.head("Two samples");
        for (Samples shape : Samples.values()) {
            for (int[] n : new int[][] {{8, 8}, {12, 12}, {24, 24}, {60, 60}, {8, 24}}) {
                two(shape, n[0], n[1], 1);
            }
        }
        for (int[] n : new int[][] {{8, 8}, {8, 24}, {24, 8}, {20, 60}}) {
            two(Samples.NORMAL, n[0], n[1], 4);
        }
        Rates.head("Differences of pairs");
        for (Samples shape : Samples.values()) {
            for (int n : new int[] {6, 8, 12, 24, 60}) {
                pairs(shape, n);
            }
        }
        Rates.head("Several samples, and trends");
        for (Samples shape : Samples.values()) {
            for (int n : new int[] {4, 8, 24}) {
                groups(shape, n, 1);
            }
        }
        groups(Samples.NORMAL, 8, 3);
        Rates.head("Two numbers of the same items");
        for (Samples shape : Samples.values()) {
            for (int n : new int[] {5, 8, 12, 24, 60}) {
                together(shape, n);
            }
        }
        Rates.head("Equivalence, at its bound");
        for (int[] n : new int[][] {{8, 8}, {24, 24}, {8, 24}}) {
            equivalence(Samples.NORMAL, n[0], n[1]);
            equivalence(Samples.HEAVY, n[0], n[1]);
        }
    }

    private void two(Samples shape, int n1, int n2, double size) {
        boolean alike = size == 1;
        String design = shape.word() + ", " + n1 + " and " + n2 + (alike ? "" : ", the first spread 4 times as far");
        rates.several(
                alike
                        ? List.of(
                                "Welch",
                                "Student",
                                "Mann-Whitney",
                                "Kolmogorov-Smirnov",
                                "permutation of labels",
                                "interaction of two tasks")
                        : List.of("Welch", "interaction of two tasks"),
                design,
                DRAWS,
                seed -> {
                    SplittableRandom random = new SplittableRandom(seed);
                    double[] a = shape.draw(n1, size, random);
                    double[] b = shape.draw(n2, 1, random);
                    Resampling draws = new Resampling(499, seed);
                    double between = PermutationTests.interactionBetween(a, b, BOTH, draws)
                            .p();
                    return alike
                            ? new double[] {
                                MeanTests.welch(a, b).p(),
                                MeanTests.student(a, b).p(),
                                RankTests.mannWhitney(a, b).p(),
                                RankTests.kolmogorovSmirnov(a, b).p(),
                                PermutationTests.labels(a, b, BOTH, draws).p(),
                                between
                            }
                            : new double[] {MeanTests.welch(a, b).p(), between};
                });
    }

    private void pairs(Samples shape, int n) {
        rates.several(
                List.of("paired t", "Wilcoxon", "sign flips, two-sided", "sign flips, one-sided"),
                shape.word() + (shape == Samples.SKEWED ? ", not symmetric" : "") + ", " + n + " pairs",
                DRAWS,
                seed -> {
                    double[] d = shape.draw(n, 1, new SplittableRandom(seed));
                    if (java.util.Arrays.stream(d).distinct().count() < 2) {
                        return new double[] {Double.NaN, Double.NaN, Double.NaN, Double.NaN};
                    }
                    Resampling draws = new Resampling(499, seed);
                    return new double[] {
                        MeanTests.oneSample(d, 0, BOTH).p(),
                        RankTests.wilcoxon(d, BOTH).p(),
                        PermutationTests.signFlips(d, BOTH, draws).p(),
                        PermutationTests.signFlips(d, Tail.GREATER, draws).p()
                    };
                });
    }

    private void groups(Samples shape, int n, double size) {
        rates.several(
                size == 1 ? List.of("ANOVA", "Kruskal-Wallis", "Page") : List.of("ANOVA"),
                shape.word() + ", 4 groups (Page: 4 conditions) of " + n
                        + (size == 1 ? "" : ", spread 1, 1, 1 and 3: not what ANOVA is for"),
                DRAWS,
                seed -> {
                    SplittableRandom random = new SplittableRandom(seed);
                    double[][] g = new double[4][];
                    for (int i = 0; i < 4; i++) {
                        g[i] = shape.draw(n, i == 3 ? size : 1, random);
                    }
                    if (size != 1) {
                        return new double[] {GroupTests.anova(g).p()};
                    }
                    return new double[] {
                        GroupTests.anova(g).p(),
                        GroupTests.kruskal(g).p(),
                        PageTrend.rising(Samples.turned(g)).p()
                    };
                });
    }

    private void together(Samples shape, int n) {
        rates.several(List.of("Pearson", "Spearman", "Kendall"), shape.word() + ", " + n + " items", DRAWS, seed -> {
            SplittableRandom random = new SplittableRandom(seed);
            double[] x = shape.draw(n, 1, random);
            double[] y = shape.draw(n, 1, random);
            if (java.util.Arrays.stream(x).distinct().count() < 2
                    || java.util.Arrays.stream(y).distinct().count() < 2) {
                return new double[] {Double.NaN, Double.NaN, Double.NaN};
            }
            return new double[] {
                Associations.pearson(x, y, BOTH).p(),
                Associations.spearman(x, y, BOTH).p(),
                Associations.kendall(x, y, BOTH).p()
            };
        });
    }

    private void equivalence(Samples shape, int n1, int n2) {
        rates.several(
                List.of("two samples, difference at the bound", "pairs, mean at the bound"),
                shape.word() + ", " + n1 + " and " + n2 + " (pairs: " + n1 + ")",
                DRAWS,
                seed -> {
                    SplittableRandom random = new SplittableRandom(seed);
                    double[] a = shape.draw(n1, 1, random);
                    double[] b = shape.draw(n2, 1, random);
                    for (int i = 0; i < n1; i++) {
                        a[i] += 1.5;
                    }
                    return new double[] {
                        Equivalence.twoSample(a, b, -1.5, 1.5).p(),
                        Equivalence.paired(a, -1.5, 1.5).p()
                    };
                });
    }
}
