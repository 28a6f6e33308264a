package io.patchclamp.trial;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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

    @Test
    void aColumnOfNumbersWithOneTextSaysSoAndWhere() {
        assertThat(Levels.nearlyNumbers(column("1", "2.5", "", "n/a", "4"), "x"))
                .hasValue(
                        "'x' is a number in 3 of 5 trials and 'n/a' in trial 3: it is taken for names, not for a number"
                                + " line. An empty cell is a missing number.");
        assertThat(Levels.nearlyNumbers(column("1", "2.5", "", "4"), "x")).isEmpty();
        assertThat(Levels.nearlyNumbers(column("1", "2", "x", "3", "y"), "x")).isEmpty();
        assertThat(Levels.nearlyNumbers(column("dog", "1"), "x")).isEmpty();
    }

    private static Trials column(String... cells) {
        return new Trials(Arrays.stream(cells)
                .map(c -> new Trials.Item("p", Map.of("x", c), Optional.empty()))
                .toList());
    }
}
