package io.patchclamp.stats;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class PValueTest {
    @ParameterizedTest
    @CsvSource({
        "0.0504, .0504",
        "0.05, .0500",
        "0.05004, .05004",
        "0.0500004, .0500004",
        "0.0499999, .0500",
        "0.3123, .312",
        "0.0123, .0123",
        "0.001, .0010",
        "0.0009999, < .001",
        "1e-30, < .001",
        "0, < .001",
        "0.99999, 1",
        "1, 1",
        "NaN, not tested"
    })
    void aPIsWrittenOnItsSideOfAlpha(double p, String text) {
        assertThat(PValue.of(p)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "0.01671, 0.0166666667, .0167",
        "0.01666, 0.0166666667, .01666",
        "0.1004, 0.1, .1004",
        "0.0002, 0.0001, 2.00e-04",
        "0.0002, 0.01, < .001"
    })
    void theSameOfAnotherAlpha(double p, double alpha, String text) {
        assertThat(PValue.of(p, alpha)).isEqualTo(text);
    }

    @Test
    void whatASumOfSharesMissesOfAlphaByRoundingIsAlpha() {
        double p = 0.1 + 0.2 - 0.25;
        assertThat(p).isGreaterThan(0.05);
        assertThat(PValue.of(p)).isEqualTo(".0500");
    }

    @Test
    void wordsSayWhetherItIsBelowOrEqual() {
        assertThat(PValue.words(0.0504)).isEqualTo("p = .0504");
        assertThat(PValue.words(1e-9)).isEqualTo("p < .001");
        assertThat(PValue.words(Double.NaN)).isEqualTo("p: not tested");
    }
}
