package io.patchclamp.view;

import io.patchclamp.stats.ClusterTest;
import io.patchclamp.stats.MeanTests;
import io.patchclamp.stats.PermutationTests;
import io.patchclamp.stats.Resampling;
import io.patchclamp.stats.Tail;
import org.junit.jupiter.api.Test;

class TestResultViewTest {
    private static final double[] A = {5.1, 4.9, 6.2, 5.8, 6.0, 5.5, 5.3, 6.1};
    private static final double[] B = {4.2, 4.8, 5.0, 4.6, 5.2, 4.4, 4.9, 4.1};

    @Test
    void aTestShowsItselfWithAllItRestsOn() throws Exception {
        Golden.check("test-result", MeanTests.welch(A, B));
        Golden.check(
                "test-result-drawn",
                PermutationTests.signFlips(new double[] {1, 2, 3, 4, 5}, Tail.TWO_SIDED, Resampling.of(1)));
    }

    @Test
    void aClusterSaysWhatItDoesNotSay() throws Exception {
        double[][] x = {
            {0, 2, 3, 0},
            {.1, 2.5, 2, .3},
            {-.2, 2.2, 2.8, -.1},
            {.3, 1.9, 2.2, -.3},
            {-.1, 2, 2.4, .2},
            {.2, 2.4, 2.6, .1}
        };
        Golden.check("clusters", ClusterTest.of(Resampling.of(1)).oneSample(x));
    }
}
