package io.patchclamp.stats;

import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static io.patchclamp.stats.Vectors.DRAWS;
import static io.patchclamp.stats.Vectors.FIRST;
import static io.patchclamp.stats.Vectors.SECOND;
import static io.patchclamp.stats.Vectors.X;
import static io.patchclamp.stats.Vectors.close;
import static org.assertj.core.api.Assertions.assertThat;

/** Max-T and clusters on numbers whose answers MNE gives, or counting by hand. */
class KnownFamiliesTest {
    @Test
    void clustersOfOneSample() {
        ClusterResult result = ClusterTest.of(DRAWS).threshold(2.776).oneSample(X);
        double[] t = {.49656353, 7.18399305, 8.70288801, 13.71722137, .31046021, .16116459};
        for (int c = 0; c < t.length; c++) {
            close(result.statistic(0, c), t[c], 1e-8);
        }
        assertThat(result.clusters()).hasSize(1);
        Cluster cluster = result.clusters().get(0);
        assertThat(cluster.columns()).containsExactly(1, 2, 3);
        close(cluster.mass(), 29.604102430120665);
        close(cluster.p(), 1 / 16.0, 1e-15);
        close(result.test().p(), 1 / 16.0, 1e-15);
        assertThat(result.notes())
                .contains("a cluster says that the conditions differ somewhere; it does not say from where to where")
                .contains("with n = 5 no p below 0.0625 is possible, whatever the numbers");
    }

    @Test
    void clustersOfOneSampleAndOneTail() {
        ClusterTest greater = ClusterTest.of(DRAWS).threshold(2.776).tail(Tail.GREATER);
        close(greater.oneSample(X).clusters().get(0).p(), 1 / 32.0, 1e-15);
        assertThat(greater.tail(Tail.LESS).oneSample(X).clusters()).isEmpty();
    }

    @Test
    void maxTOfSignFlips() {
        FamilyResult result = MaxT.of(DRAWS).oneSample(UnitTable.of(X));
        assertThat(ps(result)).containsExactly(1, .0625, .0625, .0625, 1, 1);
    }

    @Test
    void clustersOfTwoSamplesByF() {
        ClusterResult result = ClusterTest.of(DRAWS).threshold(5.987377607).twoSampleF(FIRST, SECOND);
        assertThat(result.clusters()).hasSize(1);
        assertThat(result.clusters().get(0).columns()).containsExactly(1, 2, 3);
        close(result.clusters().get(0).mass(), 965.648275862, 1e-9);
        close(result.clusters().get(0).p(), 2.0 / 70, 1e-15);
    }

    @Test
    void clustersOfTwoSamplesByT() {
        ClusterResult result = ClusterTest.of(DRAWS).threshold(2.4469).twoSample(FIRST, SECOND);
        assertThat(result.clusters()).hasSize(1);
        close(result.clusters().get(0).p(), 2.0 / 70, 1e-15);
        close(
                result.statistic(0, 1),
                MeanTests.welch(column(FIRST, 1), column(SECOND, 1)).statistic());
    }

    @Test
    void maxTOfTwoSamples() {
        double[][] rows = new double[8][];
        System.arraycopy(FIRST, 0, rows, 0, 4);
        System.arraycopy(SECOND, 0, rows, 4, 4);
        FamilyResult result =
                MaxT.of(DRAWS).twoSample(UnitTable.of(rows), true, true, true, true, false, false, false, false);
        double[] p = ps(result);
        close(p[0], 1, 1e-15);
        close(p[1], 2.0 / 70, 1e-15);
        close(p[2], 2.0 / 70, 1e-15);
        close(p[3], 2.0 / 70, 1e-15);
        close(p[4], 1, 1e-15);
        close(result.t(1), MeanTests.welch(column(FIRST, 1), column(SECOND, 1)).statistic());
        assertThat(result.significant(.05)).hasSize(3);
    }

    private static double[] column(double[][] rows, int c) {
        return java.util.Arrays.stream(rows).mapToDouble(r -> r[c]).toArray();
    }

    private static double[] ps(FamilyResult result) {
        return IntStream.range(0, result.units()).mapToDouble(result::p).toArray();
    }
}
