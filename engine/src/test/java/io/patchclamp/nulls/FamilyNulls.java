package io.patchclamp.nulls;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

import io.patchclamp.progress.Progress;
import io.patchclamp.stats.Cluster;
import io.patchclamp.stats.ClusterResult;
import io.patchclamp.stats.ClusterTest;
import io.patchclamp.stats.Correction;
import io.patchclamp.stats.FamilyResult;
import io.patchclamp.stats.MaxT;
import io.patchclamp.stats.Resampling;
import io.patchclamp.stats.TwoSampleUnits;
import io.patchclamp.stats.UnitTable;

/** The smallest corrected p of a family in which nothing is. */
final class FamilyNulls {
    private static final int UNITS = 100;
    private static final int DRAWS = 1000;

    private final Rates rates;

    FamilyNulls(Rates rates) {
        this.rates = rates;
    }

    void run() {
        Rates.head("Families of 100 units: the smallest corrected p");
        for (Samples shape : new Samples[] {Samples.NORMAL, Samples.HEAVY, Samples.SKEWED}) {
            for (int[] n : new int[][] {{6, 6}, {12, 12}, {30, 30}, {8, 24}}) {
                two(shape, n[0], n[1], 1);
            }
        }
        two(Samples.NORMAL, 12, 12, 3);
        two(Samples.NORMAL, 8, 24, 3);
        two(Samples.NORMAL, 30, 30, 3);
        for (Samples shape : new Samples[] {Samples.NORMAL, Samples.HEAVY, Samples.SKEWED}) {
            for (int n : new int[] {8, 12, 24, 60}) {
                rates.of(
                        "max-T, one sample",
                        shape.word() + (shape == Samples.SKEWED ? ", not symmetric" : "") + ", " + n + " pairs",
                        DRAWS,
                        seed -> least(MaxT.of(new Resampling(499, seed))
                                .threads(1)
                                .oneSample(UnitTable.of(table(n, 1, shape, new SplittableRandom(seed))))));
            }
        }
        Rates.head("Clusters: the smallest p");
        for (Samples shape : new Samples[] {Samples.NORMAL, Samples.HEAVY}) {
            for (int[] n : new int[][] {{8, 8}, {12, 12}, {24, 24}, {8, 24}}) {
                clusters(shape, n[0], n[1]);
            }
        }
    }

    private void two(Samples shape, int n1, int n2, double size) {
        boolean[] first = new boolean[n1 + n2];
        Arrays.fill(first, 0, n1, true);
        rates.several(
                List.of("max-T", "Holm", "Bonferroni", "Benjamini-Hochberg", "Benjamini-Yekutieli"),
                shape.word() + ", " + n1 + " and " + n2
                        + (size == 1 ? "" : ", the first spread " + (int) size + " times as far"),
                DRAWS,
                seed -> {
                    SplittableRandom random = new SplittableRandom(seed);
                    double[][] rows = new double[n1 + n2][];
                    System.arraycopy(table(n1, size, shape, random), 0, rows, 0, n1);
                    System.arraycopy(table(n2, 1, shape, random), 0, rows, n1, n2);
                    UnitTable table = UnitTable.of(rows);
                    TwoSampleUnits each = TwoSampleUnits.of(table, Progress.SILENT, first);
                    return new double[] {
                        least(MaxT.of(new Resampling(499, seed)).threads(1).twoSample(table, first)),
                        least(each.corrected(Correction.HOLM)),
                        least(each.corrected(Correction.BONFERRONI)),
                        least(each.corrected(Correction.BENJAMINI_HOCHBERG)),
                        least(each.corrected(Correction.BENJAMINI_YEKUTIELI))
                    };
                });
    }

    private void clusters(Samples shape, int n1, int n2) {
        rates.several(
                List.of(
                        "clusters over 20 offsets, one sample",
                        "clusters over 20 offsets, two samples",
                        "clusters over 20 offsets, two samples by F",
                        "clusters over 8 layers × 8 offsets, one sample",
                        "clusters over 8 layers × 8 offsets, two samples"),
                shape.word() + ", " + n1 + " and " + n2 + " (one sample: " + n1 + ")",
                500,
                seed -> {
                    SplittableRandom random = new SplittableRandom(seed);
                    double[][] a = Samples.table(n1, 20, .7, shape, random);
                    double[][] b = Samples.table(n2, 20, .7, shape, random);
                    double[][][] c = plane(n1, shape, random);
                    double[][][] d = plane(n2, shape, random);
                    ClusterTest test = ClusterTest.of(new Resampling(299, seed));
                    return new double[] {
                        least(test.oneSample(a)),
                        least(test.twoSample(a, b)),
                        least(test.twoSampleF(a, b)),
                        least(test.oneSample(c)),
                        least(test.twoSample(c, d))
                    };
                });
    }

    private static double[][][] plane(int items, Samples shape, SplittableRandom random) {
        return IntStream.range(0, items)
                .mapToObj(i -> Samples.turned(Samples.table(8, 8, .5, shape, random)))
                .toArray(double[][][]::new);
    }

    private static double[][] table(int items, double size, Samples shape, SplittableRandom random) {
        double[][] rows = Samples.table(items, UNITS, .5, shape, random);
        for (double[] row : rows) {
            for (int u = 0; u < row.length; u++) {
                row[u] *= size;
            }
        }
        return rows;
    }

    static double least(FamilyResult family) {
        return IntStream.range(0, family.units())
                .mapToDouble(family::p)
                .filter(p -> !Double.isNaN(p))
                .min()
                .orElse(Double.NaN);
    }

    /** Where no cluster was formed nothing was found. */
    static double least(ClusterResult result) {
        return result.clusters().stream().mapToDouble(Cluster::p).min().orElse(1);
    }
}
