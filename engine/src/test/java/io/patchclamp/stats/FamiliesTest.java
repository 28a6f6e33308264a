package io.patchclamp.stats;

import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.patchclamp.fault.CancelledException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Many units at once: what cannot be tested is counted, threads change nothing, and an interrupt stops it. */
class FamiliesTest {
    private static final boolean[] HALF = half(20);

    @Test
    void whatCannotBeTestedIsCounted() {
        double[][] rows = noise(20, 6, 1);
        for (double[] row : rows) {
            row[1] = 3;
            row[4] = 0;
        }
        rows[7][2] = Double.NaN;
        for (int i = 0; i < 20; i++) {
            rows[i][5] = HALF[i] ? 1 : 2; // differs, and does not vary: replicates
        }
        FamilyResult result = MaxT.of(Resampling.of(4)).twoSample(UnitTable.of(rows), HALF);
        assertThat(IntStream.range(0, 6).mapToObj(result::state))
                .containsExactly(
                        UnitState.TESTED,
                        UnitState.CONSTANT,
                        UnitState.NOT_FINITE,
                        UnitState.TESTED,
                        UnitState.CONSTANT,
                        UnitState.CONSTANT);
        assertThat(result.basis().family()).isEqualTo(2);
        assertThat(result.notes())
                .contains("3 of 6 units do not vary, and not tested", "1 of 6 units are not finite, and not tested");
        assertThat(result.p(1)).isNaN();
        assertThat(result.t(1)).isNaN();
        assertThat(result.basis().method()).contains("Monte Carlo, 9,999 arrangements");
        assertThat(result.basis().seed()).hasValue(4);
    }

    @Test
    void threadsChangeNothing() {
        for (int n1 : new int[] {10, 7}) {
            boolean[] first = new boolean[20];
            Arrays.fill(first, 0, n1, true);
            UnitTable table = UnitTable.of(noise(20, 1_000, 2));
            MaxT test = MaxT.of(new Resampling(499, 7));
            FamilyResult one = test.threads(1).twoSample(table, first);
            FamilyResult many = test.threads(5).twoSample(table, first);
            assertThat(many.maxima()).isEqualTo(one.maxima());
            assertThat(IntStream.range(0, 1_000).mapToDouble(many::p))
                    .containsExactly(IntStream.range(0, 1_000)
                            .mapToDouble(one::p)
                            .boxed()
                            .toArray(Double[]::new));
        }
    }

    @Test
    void eachUnitHasWelchsT() {
        double[][] rows = noise(20, 5, 3);
        for (int n1 : new int[] {4, 10, 15}) {
            boolean[] first = new boolean[20];
            Arrays.fill(first, 0, n1, true);
            FamilyResult result = MaxT.of(new Resampling(99, 7)).twoSample(UnitTable.of(rows), first);
            for (int u = 0; u < 5; u++) {
                int unit = u;
                double[] x = Arrays.stream(rows).mapToDouble(r -> r[unit]).toArray();
                double[] a = Arrays.copyOf(x, n1);
                double[] b = Arrays.copyOfRange(x, n1, 20);
                Vectors.close(result.t(u), MeanTests.welch(a, b).statistic());
            }
        }
    }

    @Test
    void theCriterionIsWhereSignificanceBegins() {
        FamilyResult result = MaxT.of(new Resampling(499, 7)).twoSample(UnitTable.of(noise(20, 400, 4)), HALF);
        double[] levels = {.01, .05, .3, .9};
        for (double alpha : levels) {
            double criterion = result.criterion(alpha);
            for (int u = 0; u < 400; u++) {
                assertThat(Math.abs(result.t(u)) > criterion + 1e-9)
                        .as("unit %d at %s", u, alpha)
                        .isEqualTo(result.p(u) <= alpha && Math.abs(result.t(u)) > criterion + 1e-9);
                assertThat(result.p(u) <= alpha + 1e-12 && Math.abs(result.t(u)) < criterion - 1e-9)
                        .isFalse();
            }
        }
    }

    @Test
    @Timeout(value = 30, unit = TimeUnit.SECONDS)
    void anInterruptStopsIt() {
        UnitTable table = UnitTable.of(noise(100, 5_000, 5));
        MaxT soon = MaxT.of(new Resampling(20_000, 7))
                .progress((what, done, total, unit) -> Thread.currentThread().interrupt());
        assertThatThrownBy(() -> soon.twoSample(table, half(100)))
                .isInstanceOf(CancelledException.class)
                .hasMessageContaining("Interrupted while permuting");
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void aRaggedWindowKeepsItsCells() {
        Random random = new Random(1);
        double[][] x = new double[12][6];
        for (int i = 0; i < 12; i++) {
            for (int c = 0; c < 6; c++) {
                x[i][c] = c > 4 && i > 0 || c == 4 && i > 5 ? Double.NaN : c == 0 ? 0 : 2 + random.nextGaussian();
            }
        }
        ClusterResult result = ClusterTest.of(Resampling.of(1)).oneSample(x);
        assertThat(result.clusters().get(0).columns()).containsExactly(1, 2, 3, 4);
        assertThat(result.notes())
                .contains(
                        "2 of 6 cells do not vary, and are in no cluster", "1 of 6 cells have fewer items than others");
        assertThat(result.statistic(0, 0)).isNaN();
    }

    @Test
    void fiveSignFlipsCannotReachFivePerCent() {
        TestResult test = PermutationTests.signFlips(new double[] {1, 2, 3, 4, 5}, Tail.TWO_SIDED, Resampling.of(1));
        assertThat(test.p()).isEqualTo(.0625);
        assertThat(test.notes()).containsExactly("with n = 5 no p below 0.0625 is possible, whatever the numbers");
    }

    @Test
    void aDrawnPIsNeverZeroAndSaysHowSureItIs() {
        double[] far = IntStream.range(0, 30).mapToDouble(i -> 10 + i * .1).toArray();
        TestResult test = PermutationTests.signFlips(far, Tail.TWO_SIDED, new Resampling(999, 8));
        assertThat(test.p()).isEqualTo(.001);
        assertThat(test.notes()).containsExactly("Monte Carlo standard error of p 0.001");
        assertThat(test.basis().method()).isEqualTo("sign flips, Monte Carlo, 999 arrangements");
        assertThat(test.basis().seed()).hasValue(8);
    }

    static double[][] noise(int items, int units, long seed) {
        Random random = new Random(seed);
        return IntStream.range(0, items)
                .mapToObj(i -> random.doubles(units)
                        .map(v -> v + random.nextGaussian())
                        .toArray())
                .toArray(double[][]::new);
    }

    static boolean[] half(int n) {
        boolean[] first = new boolean[n];
        Arrays.fill(first, 0, n / 2, true);
        return first;
    }
}
