package io.patchclamp.internal.decoder;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ConsecutiveTest {
    @Test
    void positionsThatFollowEachOtherAreTakenTogether() {
        assertThat(Consecutive.of(new int[] {0, 1, 2, 5, 6, 9, 8}, 64, -1))
                .containsExactly(
                        new Consecutive(0, 0, 3),
                        new Consecutive(3, 5, 2),
                        new Consecutive(5, 9, 1),
                        new Consecutive(6, 8, 1));
        assertThat(Consecutive.of(new int[0], 64, 0)).isEmpty();
    }

    @Test
    void noneAreMoreThanSoManyNorFromBothSidesOfTheBorder() {
        assertThat(Consecutive.of(new int[] {0, 1, 2, 3, 4, 5}, 2, 3))
                .containsExactly(
                        new Consecutive(0, 0, 2),
                        new Consecutive(2, 2, 1),
                        new Consecutive(3, 3, 2),
                        new Consecutive(5, 5, 1));
    }
}
