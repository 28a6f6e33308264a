package io.patchclamp.stats;

import org.junit.jupiter.api.Test;

import static io.patchclamp.stats.Vectors.C;
import static io.patchclamp.stats.Vectors.D;
import static io.patchclamp.stats.Vectors.close;
import static org.assertj.core.api.Assertions.assertThat;

/** Trends, correlations, power and indices whose values are known from other programs. */
class KnownTrendsTest {
    private static final double[] RDM = {1, 5, 6, 6, 11, 5};
    private static final double[] MODEL = {.1, 1.9, 1, 2, 1.1, .9};

    @Test
    void pageTrend() {
        TestResult page = PageTrend.rising(new double[][] {{1, 2, 3, 4}, {1, 3, 2, 4}, {2, 3, 4, 5}});
        assertThat(page.statistic()).isEqualTo(89);
        close(page.p(), 7.23379630e-4, 1e-11);
    }

    /** All orders of shared ranks, listed one by one in Python; SciPy counts as if none were shared, and has .0148. */
    @Test
    void pageTrendCountsOrdersOfSharedRanks() {
        TestResult page = PageTrend.rising(new double[][] {{1, 1, 2, 3}, {0, 2, 2, 2}, {5, 4, 6, 6}});
        assertThat(page.statistic()).isEqualTo(86);
        close(page.p(), 72 / 13_824.0, 1e-12);
        assertThat(page.notes()).hasSize(1);
    }

    @Test
    void spearmanAndKendallWithTies() {
        close(Associations.spearman(C, D, Tail.TWO_SIDED).statistic(), .6495190528383288);
        close(Associations.kendall(C, D, Tail.TWO_SIDED).statistic(), .6172133998483676);
    }

    @Test
    void dissimilaritiesAgainstAModelWithTies() {
        close(Associations.rhoA(RDM, MODEL), .5428571429);
        close(Associations.spearman(RDM, MODEL, Tail.TWO_SIDED).statistic(), .5590653920);
        close(Associations.kendall(RDM, MODEL, Tail.TWO_SIDED).statistic(), .5012804118);
        close(Associations.pearson(RDM, MODEL, Tail.TWO_SIDED).statistic(), .4023246066);
    }

    @Test
    void percentilesAreThoseOfNumPy() {
        close(Quantiles.percentile(new double[] {10, 9, 8, 7, 6, 5, 4, 3, 2, 1}, 25), 3.25);
    }

    @Test
    void lifetimeSparsenessAsTheAllenInstitute() {
        close(RateIndices.lifetimeSparseness(new double[] {1, 2, 3, 10}), .584795321637);
    }

    @Test
    void skaggsInformation() {
        double[] rates = {0, 2, 8, 2};
        double bits = RateIndices.skaggs(rates, new double[] {.25, .25, .25, .25});
        close(bits, 2.2451124978);
        close(bits / 3, .7483708326);
    }

    @Test
    void detectableEffectsOfTheTable() {
        // one unit as in the usual tables; the family by the noncentral t, which 200,000 simulated experiments agree
        // with
        double[][] table = {
            {10, 1.325, 3.753},
            {20, .909, 2.140},
            {30, .736, 1.644},
            {60, .516, 1.099},
            {120, .363, .757},
            {240, .256, .528}
        };
        for (double[] row : table) {
            int n = (int) row[0];
            close(Power.detectable(n, n, .8, .05), row[1], .0006);
            close(Power.detectable(n, n, .8, .05 / 46_080), row[2], .0006);
        }
        assertThat(Power.line(30, 30, 46_080))
                .isEqualTo("with 30 and 30 items, 80 % power needs d ≥ 0.74 in one unit named beforehand, "
                        + "d ≥ 1.64 in any of 46,080 (Bonferroni)");
    }

    @Test
    void splitHalvesMakeAWhole() {
        close(Reliability.spearmanBrown(.5), 2.0 / 3);
        Reliability map = Reliability.of(new double[] {1, 2, 3, Double.NaN, 9}, new double[] {2, 4, 6, 1, 18});
        close(map.pearson(), 1);
        close(map.spearmanBrown(), 1);
        assertThat(map.units()).isEqualTo(4);
        assertThat(map.left()).isEqualTo(1);
        close(Reliability.dice(java.util.List.of(1, 2, 3, 4), java.util.List.of(3, 4, 5, 6)), .5);
    }

    @Test
    void whatIsNoEvidenceIsNoEquivalence() {
        double[] few = {-1, 1.2, .3, -.4};
        assertThat(MeanTests.oneSample(few, 0, Tail.TWO_SIDED).p()).isGreaterThan(.05);
        assertThat(Equivalence.paired(few, -.5, .5).p()).isGreaterThan(.05);
        assertThat(Equivalence.paired(few, -5, 5).p()).isLessThan(.05);
    }
}
