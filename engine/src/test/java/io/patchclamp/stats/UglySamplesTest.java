package io.patchclamp.stats;

import java.util.Arrays;

import io.patchclamp.fault.PatchclampException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.patchclamp.stats.Vectors.A;
import static io.patchclamp.stats.Vectors.B;
import static io.patchclamp.stats.Vectors.DRAWS;
import static io.patchclamp.stats.Vectors.close;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

/** Numbers that are very small, very large, far from zero, all the same, or no numbers. */
class UglySamplesTest {
    private static double[] times(double by, double plus, double... x) {
        return Arrays.stream(x).map(v -> v * by + plus).toArray();
    }

    /** A test of means or ranks knows no unit: its p is that of the same numbers in any other. */
    @ParameterizedTest
    @ValueSource(doubles = {1e-60, 1e-30, 1e-12, 1e-3, 1e9, 1e38, 1e60})
    void theUnitOfTheNumbersChangesNoP(double unit) {
        double[] a = times(unit, 0, A);
        double[] b = times(unit, 0, B);
        double[] d = Moments.differences(a, b);
        double[] plain = Moments.differences(A, B);
        for (Tail tail : Tail.values()) {
            close(MeanTests.welch(a, b, tail).p(), MeanTests.welch(A, B, tail).p(), 1e-9);
            close(
                    MeanTests.welch(a, b, tail).df().get(0),
                    MeanTests.welch(A, B, tail).df().get(0),
                    1e-9);
            close(
                    MeanTests.student(a, b, tail).p(),
                    MeanTests.student(A, B, tail).p(),
                    1e-9);
            close(MeanTests.paired(a, b, tail).p(), MeanTests.paired(A, B, tail).p(), 1e-9);
            close(
                    PermutationTests.labels(a, b, tail, DRAWS).p(),
                    PermutationTests.labels(A, B, tail, DRAWS).p());
            close(
                    PermutationTests.signFlips(d, tail, DRAWS).p(),
                    PermutationTests.signFlips(plain, tail, DRAWS).p());
            close(
                    Associations.pearson(a, b, tail).p(),
                    Associations.pearson(A, B, tail).p(),
                    1e-9);
            close(
                    PermutationTests.controlRank(a[0], b, tail).p(),
                    PermutationTests.controlRank(A[0], B, tail).p());
        }
        close(Effects.hedgesG(a, b).value(), Effects.hedgesG(A, B).value(), 1e-9);
        close(Effects.dPrime(a, b).value(), Effects.dPrime(A, B).value(), 1e-9);
        close(GroupTests.anova(a, b, d).p(), GroupTests.anova(A, B, plain).p(), 1e-9);
    }

    /** Activations may all lie near one large number; what is compared are the differences. */
    @Test
    void numbersFarFromZeroKeepTheirPermutations() {
        double[] a = times(1, 1e6, A);
        double[] b = times(1, 1e6, B);
        for (Tail tail : Tail.values()) {
            close(
                    PermutationTests.labels(a, b, tail, DRAWS).p(),
                    PermutationTests.labels(A, B, tail, DRAWS).p());
        }
    }

    @Test
    void numbersBeyondWhatCanBeSquaredTwiceAreRefused() {
        double[] huge = {1e150, 2e150, 4e150};
        for (ThrowingCallable test : new ThrowingCallable[] {
            () -> MeanTests.welch(huge, B),
            () -> MeanTests.paired(huge, huge),
            () -> MeanTests.oneSample(huge, 0, Tail.TWO_SIDED),
            () -> Associations.pearson(huge, huge, Tail.TWO_SIDED),
            () -> Equivalence.paired(huge, -1, 1),
            () -> Bootstrap.interval(huge, Moments::mean, .95, Bootstrap.Method.BCA, DRAWS),
            () -> GroupTests.anova(huge, B)
        }) {
            assertThatThrownBy(test)
                    .isInstanceOf(PatchclampException.class)
                    .hasMessageContaining("Number 0 of the ")
                    .hasMessageContaining("is 1.0E150, and the ");
        }
        assertThatThrownBy(() -> MeanTests.oneSample(A, Double.NaN, Tail.TWO_SIDED))
                .isInstanceOf(PatchclampException.class)
                .hasMessageContaining("Number 0 of the number to compare with is NaN");
    }

    /** What only orders numbers asks for no size: SciPy's p of the same order, however small or large. */
    @ParameterizedTest
    @ValueSource(doubles = {1e-300, 1e-150, 1e150, 1e300})
    void ranksHoldForNumbersOfAnySize(double unit) {
        double[] a = times(unit, 0, A);
        double[] b = times(unit, 0, B);
        for (Tail tail : Tail.values()) {
            close(
                    RankTests.mannWhitney(a, b, tail).p(),
                    RankTests.mannWhitney(A, B, tail).p());
            close(RankTests.wilcoxon(a, tail).p(), RankTests.wilcoxon(A, tail).p());
            close(
                    Associations.spearman(a, b, tail).p(),
                    Associations.spearman(A, B, tail).p());
            close(
                    Associations.kendall(a, b, tail).p(),
                    Associations.kendall(A, B, tail).p());
        }
        close(
                RankTests.kolmogorovSmirnov(a, b).p(),
                RankTests.kolmogorovSmirnov(A, B).p());
        close(GroupTests.kruskal(a, b).p(), GroupTests.kruskal(A, B).p());
        close(Effects.auc(a, b).value(), Effects.auc(A, B).value());
        close(Effects.deLongError(a, b), Effects.deLongError(A, B));
        close(Associations.rhoA(a, b), Associations.rhoA(A, B));
        close(
                PageTrend.rising(new double[][] {a, b}).p(),
                PageTrend.rising(new double[][] {A, B}).p());
    }

    /** Where nothing differs a test finds something as often as alpha says, also with two items and an alpha of a family. */
    @ParameterizedTest
    @ValueSource(doubles = {0.2, 0.05, 1e-4, 1e-6, 0.05 / 46_080})
    void withoutADifferenceThePowerIsAlpha(double alpha) {
        for (int n : new int[] {2, 3, 5, 30}) {
            close(Power.twoSample(0, n, n, alpha), alpha, 1e-5 * alpha + 1e-9);
            close(Power.paired(0, n, alpha), alpha, 1e-5 * alpha + 1e-9);
        }
        if (alpha == 1e-4) { // as SciPy's noncentral t
            close(Power.paired(3, 2, alpha), 5.317364e-4, 1e-9);
        }
    }

    /** A lesion after which every item fails alike is no error: of so many signs all are the same. */
    @Test
    void pairsThatAllDifferByTheSameHaveTheirSigns() {
        double[] all = new double[10];
        Arrays.fill(all, -1);
        TestResult flips = PermutationTests.signFlips(all, Tail.TWO_SIDED, DRAWS);
        close(flips.p(), 2 / 1024.0);
        close(flips.statistic(), -1);
        assertThat(flips.effects()).isEmpty();
        close(PermutationTests.interaction(all, Tail.LESS, DRAWS).p(), 1 / 1024.0);
        assertThatThrownBy(() -> PermutationTests.signFlips(new double[10], Tail.TWO_SIDED, DRAWS))
                .isInstanceOf(PatchclampException.class)
                .hasMessageContaining("Nothing varies (10 times 0.0)");
    }

    /** SciPy's binomtest of 21 of 50 and of 12 of 52; the library leaves out 29 of 50, and 40 of 52. */
    @Test
    void countsAsProbableAsTheObservedOneAreCounted() {
        close(CountTests.binomial(21, 50, .5, Tail.TWO_SIDED).p(), .3222363203575469);
        close(CountTests.binomial(29, 50, .5, Tail.TWO_SIDED).p(), .3222363203575469);
        close(CountTests.mcNemar(21, 29).p(), .3222363203575469);
        close(CountTests.mcNemar(40, 12).p(), .0001275387838557407);
        for (int n = 1; n < 200; n++) {
            for (int k = 0; k <= n / 2; k++) {
                double tail = CountTests.binomial(k, n, .5, Tail.LESS).p();
                close(CountTests.binomial(k, n, .5, Tail.TWO_SIDED).p(), Math.min(1, 2 * tail), 1e-9);
            }
        }
    }

    /** What a model rounds to zero from below is zero: SciPy 1.17.1 says the same of both. */
    @Test
    void aNegativeZeroIsZero() {
        double[] x = {0, 0, 0, 1, 2, 0, 3, 0};
        double[] minus = {-0.0, 0, -0.0, 1, 2, 0, 3, -0.0};
        double[] y = {0, 4, 0, 5, 0, 6, 7, 2};
        assertThat(RankTests.mannWhitney(minus, y, Tail.TWO_SIDED).statistic()).isEqualTo(18);
        assertThat(RankTests.mannWhitney(minus, y, Tail.TWO_SIDED).p())
                .isEqualTo(RankTests.mannWhitney(x, y, Tail.TWO_SIDED).p())
                .isEqualTo(0.12960170220833572, within(1e-12));
        assertThat(RankTests.kolmogorovSmirnov(minus, y).p())
                .isEqualTo(RankTests.kolmogorovSmirnov(x, y).p());
        assertThat(Associations.kendall(minus, y, Tail.TWO_SIDED).statistic())
                .isEqualTo(0.282842712474619, within(1e-12));
        assertThat(Associations.spearman(minus, y, Tail.TWO_SIDED).statistic())
                .isEqualTo(0.33541019662496846, within(1e-12));
    }

    /** SciPy's kruskal of i / 60 and 30 + i / 60, i from 0 to 59: 3.468544363931461e-21. */
    @Test
    void aSmallPIsNotZero() {
        double[] low = new double[60];
        double[] high = new double[60];
        for (int i = 0; i < 60; i++) {
            low[i] = i / 60.0;
            high[i] = 30 + i / 60.0;
        }
        TestResult kruskal = GroupTests.kruskal(low, high);
        close(kruskal.statistic(), 89.25619834710744);
        assertThat(kruskal.p()).isBetween(3.4685e-21, 3.4686e-21);
    }

    @ParameterizedTest
    @EnumSource(Tail.class)
    void oneItemInASampleIsEnoughForLabels(Tail tail) {
        double p = PermutationTests.labels(new double[] {9}, B, tail, DRAWS).p();
        close(p, tail == Tail.LESS ? 1 : 1 / 9.0);
    }

    /** Conditions that lie farther apart than round-off within them have an infinite t, and the least p there is. */
    @Test
    void aUnitThatSeparatesTheConditionsWithoutOverlapHasTheLeastP() {
        double[][] rows = {{1, 3}, {1, 1}, {1, 4}, {1 + 1e-8, 2}, {0, 3}, {0, 1}, {0, 2}, {1e-9, 5}};
        boolean[] first = {true, true, true, true, false, false, false, false};
        FamilyResult family = MaxT.of(DRAWS).twoSample(UnitTable.of(rows), first);
        assertThat(family.t(0)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(family.p(0)).isEqualTo(2.0 / 70);
        assertThat(family.p(1)).isGreaterThan(2.0 / 70);
    }

    /** Signs may fall so that nothing varies: that is more than the observed cluster, not nothing. */
    @Test
    void anArrangementWithoutVarianceIsBeyondTheObservedCluster() {
        double[][] items = {{1}, {1}, {1}, {1}, {-1}};
        ClusterResult result = ClusterTest.of(DRAWS).threshold(1).oneSample(items);
        close(result.statistic(0, 0), 1.5);
        assertThat(result.clusters().get(0).p()).isEqualTo(12.0 / 32);
        double[][] a = {{1}, {1}, {1}, {0}};
        double[][] b = {{0}, {0}, {0}, {1}};
        assertThat(ClusterTest.of(DRAWS)
                        .threshold(1)
                        .twoSample(a, b)
                        .clusters()
                        .get(0)
                        .p())
                .isEqualTo(34.0 / 70);
    }

    @Test
    void aClusterFarFromZeroHasTheStatisticOfTheTest() {
        double[] x = times(1, 1e8, A);
        double[][] items = Arrays.stream(x).mapToObj(v -> new double[] {v}).toArray(double[][]::new);
        close(
                ClusterTest.of(DRAWS).oneSample(items).statistic(0, 0),
                MeanTests.oneSample(x, 0, Tail.TWO_SIDED).statistic(),
                1e-6);
        assertThat(ClusterTest.of(DRAWS).oneSample(items).clusters().get(0).p()).isEqualTo(2.0 / 256);
    }

    /** The criterion is a promise: whoever reaches it has a corrected p of at most alpha, also where arrangements are mirrored. */
    @Test
    void aUnitAtTheCriterionIsSignificant() {
        double[][] rows = {{1}, {2}, {1.5}, {0}, {0.1}, {0.3}};
        FamilyResult few = MaxT.of(DRAWS).twoSample(UnitTable.of(rows), true, true, true, false, false, false);
        assertThat(few.p(0)).isEqualTo(0.1);
        assertThat(few.criterion(0.05)).isNaN();
        assertThat(few.criterion(0.1)).isEqualTo(Math.abs(few.t(0)));
        double[][] more = {{1}, {2}, {1.5}, {1.7}, {0}, {0.1}, {0.3}, {0.2}};
        FamilyResult eight =
                MaxT.of(DRAWS).twoSample(UnitTable.of(more), true, true, true, true, false, false, false, false);
        assertThat(eight.criterion(0.05)).isLessThanOrEqualTo(Math.abs(eight.t(0)));
        assertThat(eight.significant(0.05)).containsExactly(0);
    }

    @Test
    void whatDiffersByRoundOffIsNotSaidToBeTheSame() {
        assertThatThrownBy(() -> MeanTests.oneSample(new double[] {1e15, 1e15 + 1, 1e15}, 0, Tail.TWO_SIDED))
                .hasMessageContaining("Nothing varies (3 from 1.0E15 to 1.000000000000001E15, which is round-off)");
    }

    /** With groups of different size there are two ways to count two-sided, and the result says which. */
    @Test
    void aTwoSidedPermutationOfUnequalGroupsSaysHowItCounts() {
        double[] a = {1, 1};
        double[] b = {2, 1, 2, 2, 0, 2, 1, 1, 1};
        assertThat(PermutationTests.labels(a, b, Tail.TWO_SIDED, DRAWS).notes())
                .anyMatch(n -> n.startsWith("two-sided: as far from 0 on either side"));
        assertThat(PermutationTests.labels(A, B, Tail.TWO_SIDED, DRAWS).notes())
                .noneMatch(n -> n.contains("on either side"));
    }

    /** A cell that no item reaches has too few of them; that it does not vary would be a strange thing to say. */
    @Test
    void aCellThatNoItemReachesHasTooFew() {
        double[][] a = {{1, Double.NaN}, {2, Double.NaN}, {3, Double.NaN}};
        double[][] b = {{2, Double.NaN}, {1, Double.NaN}, {5, Double.NaN}};
        assertThat(ClusterTest.of(DRAWS).twoSample(a, b).notes())
                .contains("1 of 2 cells have too few items, and are in no cluster")
                .noneMatch(n -> n.contains("do not vary"));
    }
}
