package io.patchclamp.stats;

import org.junit.jupiter.api.Test;

import static io.patchclamp.stats.Vectors.A;
import static io.patchclamp.stats.Vectors.A_LESS_B;
import static io.patchclamp.stats.Vectors.B;
import static io.patchclamp.stats.Vectors.BH_1995;
import static io.patchclamp.stats.Vectors.C;
import static io.patchclamp.stats.Vectors.D;
import static io.patchclamp.stats.Vectors.DRAWS;
import static io.patchclamp.stats.Vectors.E;
import static io.patchclamp.stats.Vectors.close;
import static io.patchclamp.stats.Vectors.effect;
import static org.assertj.core.api.Assertions.assertThat;

/** Tests, effects and intervals on numbers whose answers SciPy, statsmodels and MNE agree on. */
class KnownTestsTest {
    @Test
    void welch() {
        TestResult two = MeanTests.welch(A, B);
        close(two.statistic(), 4.360264924898488);
        close(two.df().get(0), 13.417125824080136);
        close(two.p(), 7.187202968049674e-4, 1e-12);
        close(MeanTests.welch(A, B, Tail.GREATER).p(), 3.593601484e-4, 1e-12);
        assertThat(MeanTests.welch(A, B, Tail.LESS).p()).isGreaterThan(.999);
    }

    @Test
    void studentAndPaired() {
        close(MeanTests.student(A, B).p(), 6.529336097958e-4, 1e-12);
        TestResult paired = MeanTests.paired(A, B);
        close(paired.statistic(), 4.750604552123652);
        close(paired.p(), 2.08205050091e-3, 1e-11);
    }

    @Test
    void mannWhitneyWithATie() {
        TestResult test = RankTests.mannWhitney(A, B);
        assertThat(test.statistic()).isEqualTo(60.5);
        close(test.p(), 3.2530810400609885e-3, 1e-12);
        assertThat(RankTests.mannWhitney(B, A).statistic()).isEqualTo(3.5);
    }

    @Test
    void mannWhitneyWithManyTies() {
        TestResult test = RankTests.mannWhitney(C, D);
        assertThat(test.statistic()).isEqualTo(26);
        close(test.p(), 0.5323942493717182, 1e-12);
    }

    @Test
    void kolmogorovSmirnov() {
        TestResult apart = RankTests.kolmogorovSmirnov(A, B);
        close(apart.statistic(), .75);
        close(apart.p(), .018648018648);
        TestResult tied = RankTests.kolmogorovSmirnov(C, D);
        close(tied.statistic(), .25);
        close(tied.p(), .98010878, 1e-8);
    }

    @Test
    void wilcoxonIsExactWithTies() {
        TestResult test = RankTests.wilcoxon(A, B);
        close(test.p(), .0078125, 1e-15);
        assertThat(test.basis().method()).contains("exact");
    }

    @Test
    void anova() {
        TestResult test = GroupTests.anova(A, B, E);
        close(test.statistic(), 43.757153583048265);
        close(test.p(), 1.223630747859e-7, 1e-16);
        close(effect(test, "η²").value(), .829407020873);
        close(effect(test, "ω²").value(), .802843387347);
        assertThat(test.df()).containsExactly(2.0, 18.0);
    }

    @Test
    void kruskal() {
        TestResult test = GroupTests.kruskal(A, B, E);
        close(test.statistic(), 16.193957115);
        close(test.p(), 3.0445765e-4, 1e-10);
    }

    @Test
    void chiSquare() {
        TestResult test = CountTests.chiSquare(new long[][] {{10, 20, 30}, {6, 9, 17}});
        close(test.statistic(), .27157465150403504);
        close(test.p(), .873028283380073);
    }

    @Test
    void fisher() {
        TestResult test = CountTests.fisher(new int[][] {{8, 2}, {1, 5}}, Tail.TWO_SIDED);
        close(test.statistic(), 20);
        close(test.p(), .034965034965);
    }

    /** One success of two and two of two are exactly as probable; round-off left one out, and gave .5238. */
    @Test
    void fisherCountsTablesThatAreExactlyAsProbable() {
        close(CountTests.fisher(new int[][] {{2, 3}, {0, 2}}, Tail.TWO_SIDED).p(), 1, 1e-12);
        close(
                CountTests.fisher(new int[][] {{30, 12}, {25, 40}}, Tail.TWO_SIDED)
                        .p(),
                0.0013984420973880024,
                1e-12);
    }

    @Test
    void mcNemar() {
        close(CountTests.mcNemar(9, 2).p(), .0654296875);
        close(CountTests.mcNemarChiSquare(9, 2), 3.272727, 1e-6);
    }

    @Test
    void binomialAndIntervalsOfAProportion() {
        TestResult test = CountTests.binomial(15, 20, .5, Tail.TWO_SIDED);
        close(test.p(), .04138946533203125, 1e-14);
        Interval wilson = Intervals.wilson(15, 20, .95);
        close(wilson.low(), .531299, 1e-6);
        close(wilson.high(), .888138, 1e-6);
        Interval exact = Intervals.clopperPearson(15, 20, .95);
        close(exact.low(), .508954, 1e-6);
        close(exact.high(), .913429, 1e-6);
    }

    @Test
    void cohenAndHedges() {
        Effect d = Effects.cohenD(A, B);
        close(d.value(), 2.180132462449244);
        close(Effects.hedgesJ(14), .9452877293068114, 1e-12);
        close(Effects.hedgesG(A, B).value(), 2.0608524650167133);
        close(Effects.cohenDError(d.value(), 8, 8), .63129276, 1e-8);
        close(d.interval().orElseThrow().low(), .942821, 1e-6);
        close(d.interval().orElseThrow().high(), 3.417444, 1e-6);
    }

    @Test
    void areaUnderTheCurve() {
        close(Effects.auc(A, B).value(), .9453125);
        close(Effects.cliffDelta(A, B).value(), .890625);
        close(Effects.dA(A, B).value(), 2.26416816735873, 1e-9);
        close(Effects.deLongError(A, B), .05131501755612789, 1e-12);
        close(Effects.hanleyMcNeilError(.9453125, 8, 8), .0620373984, 1e-9);
    }

    @Test
    void dPrimeOfRatesAndCohenH() {
        close(Effects.dPrimeOfRates(.8, .3), 1.3660217462809552);
        close(Effects.cohenH(.9, .6), .7259372972);
    }

    @Test
    void exactPermutationOfLabels() {
        TestResult two = PermutationTests.labels(A, B, Tail.TWO_SIDED, DRAWS);
        close(two.statistic(), .9625);
        close(two.p(), 18.0 / 12870, 1e-15);
        close(PermutationTests.labels(A, B, Tail.GREATER, DRAWS).p(), 9.0 / 12870, 1e-15);
        assertThat(two.basis().method()).contains("exact, 12,870 arrangements");
        assertThat(two.basis().seed()).isEmpty();
    }

    @Test
    void exactPermutationOfFourAndFour() {
        TestResult test =
                PermutationTests.labels(new double[] {1, 2, 3, 4}, new double[] {5, 6, 7, 8}, Tail.TWO_SIDED, DRAWS);
        close(test.p(), 2.0 / 70, 1e-15);
    }

    @Test
    void exactSignFlips() {
        close(PermutationTests.signFlips(A_LESS_B, Tail.TWO_SIDED, DRAWS).p(), 2.0 / 256, 1e-15);
    }

    @Test
    void interactionBySignFlips() {
        TestResult test =
                PermutationTests.interaction(new double[] {.4, .1, .3, .5, .2, -.1, .6, .3}, Tail.GREATER, DRAWS);
        close(test.p(), 3.0 / 256, 1e-15);
    }

    @Test
    void rankAmongNineteenControls() {
        double[] controls = new double[19];
        for (int i = 0; i < 19; i++) {
            controls[i] = .01 * i;
        }
        TestResult test = PermutationTests.controlRank(.21, controls, Tail.GREATER);
        close(test.p(), .05, 1e-15);
        assertThat(test.notes()).containsExactly("with 19 controls no p below 0.05 is possible");
    }

    @Test
    void tIntervalOfAMean() {
        Interval interval = Intervals.mean(A, .95);
        close(interval.low(), 5.206762143815647, 1e-12);
        close(interval.high(), 6.018237856184353, 1e-12);
    }

    @Test
    void benjaminiAndHochbergsOwnExample() {
        double[] q = Correction.BENJAMINI_HOCHBERG.adjust(BH_1995);
        double[] expected = {
            .0015, .003, .0095, .035625, .0603, .0638571, .0638571, .0645, .0765, .486, .581182, .714875, .753231,
            .813214, 1
        };
        for (int i = 0; i < q.length; i++) {
            close(q[i], expected[i], 1e-6);
        }
        assertThat(rejected(Correction.BENJAMINI_HOCHBERG, BH_1995)).isEqualTo(4);
    }

    @Test
    void theOtherCorrections() {
        assertThat(rejected(Correction.BONFERRONI, BH_1995)).isEqualTo(3);
        assertThat(rejected(Correction.HOLM, BH_1995)).isEqualTo(3);
        assertThat(rejected(Correction.BENJAMINI_YEKUTIELI, BH_1995)).isEqualTo(3);
        assertThat(rejected(Correction.NONE, BH_1995)).isEqualTo(9);
        double[] holm = Correction.HOLM.adjust(BH_1995);
        close(holm[0], .0015);
        close(holm[1], .0056);
        close(holm[2], .0247);
        close(holm[3], .114);
        double[] by = Correction.BENJAMINI_YEKUTIELI.adjust(BH_1995);
        close(by[0], .00497734, 1e-7);
        close(by[1], .00995469, 1e-7);
        close(by[2], .0315232, 1e-7);
    }

    @Test
    void aQOfExactlyAlphaIsRejected() {
        double[] p = {.01, .02, .03, .04, .05};
        for (double q : Correction.BENJAMINI_HOCHBERG.adjust(p)) {
            close(q, .05, 1e-15);
        }
        assertThat(rejected(Correction.BENJAMINI_HOCHBERG, p)).isEqualTo(5);
    }

    private static int rejected(Correction correction, double... p) {
        int count = 0;
        for (boolean r : correction.rejects(.05, p)) {
            count += r ? 1 : 0;
        }
        return count;
    }
}
