package io.patchclamp.epoch;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class DiscriminationTest {
    private static final double[] A = {5.1, 4.9, 6.2, 5.8, 6.0, 5.5, 5.3, 6.1};
    private static final double[] B = {4.2, 4.8, 5.0, 4.6, 5.2, 4.4, 4.9, 4.1};

    @Test
    void theCurveHasTheAreaThatTheRanksSay() {
        Discrimination two = Discrimination.of("a", "b", A, B);

        assertThat(two.auc().value()).isEqualTo(0.9453125);
        assertThat(two.aucError()).isCloseTo(0.05131501755612789, within(1e-12));
        assertThat(two.areaUnderCurve()).isCloseTo(0.9453125, within(1e-12));
        assertThat(two.dPrime().value()).isCloseTo(2.180132462449244, within(1e-12));
    }

    @Test
    void theCurveGoesFromNothingToEverything() {
        Discrimination two = Discrimination.of("a", "b", A, B);

        assertThat(two.curve().get(0)).isEqualTo(new Discrimination.Rates(0, 0));
        assertThat(two.curve().get(two.curve().size() - 1)).isEqualTo(new Discrimination.Rates(1, 1));
        for (int i = 1; i < two.curve().size(); i++) {
            assertThat(two.curve().get(i).hits())
                    .isGreaterThanOrEqualTo(two.curve().get(i - 1).hits());
        }
    }
}
