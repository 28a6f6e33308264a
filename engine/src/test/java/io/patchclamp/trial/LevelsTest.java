package io.patchclamp.trial;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LevelsTest {
    @Test
    void numbersStandBySizeAndWhatHasNoneLast() {
        assertThat(Levels.inOrder(List.of("10", "9", "", "-1.5", "1e-12", "9", "100")))
                .containsExactly("-1.5", "1e-12", "9", "10", "100", "");
    }

    @Test
    void namesStandAsTheyAreFirstMet() {
        assertThat(Levels.inOrder(List.of("L10", "L9", "10", "9"))).containsExactly("L10", "L9", "10", "9");
    }

    @Test
    void numbersThatAreWrittenInTwoWaysKeepTheirOrder() {
        assertThat(Levels.inOrder(List.of("1.0", "1", "0"))).containsExactly("0", "1.0", "1");
    }
}
