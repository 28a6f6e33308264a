package io.patchclamp.phantom;

import java.util.HashSet;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The analyses find what is planted and nothing else, over 200 phantoms with d = 2 and 200 null ones, 60 trials each, 128
 * neurons. A count is held to what a rate of .05 exceeds with a probability below .001 (21 of 200), a mean to .05 and three
 * of its standard errors.
 */
class CalibrationTest {
    private static final int PHANTOMS = 200;
    private static final ErrorRates RATES = ErrorRates.of(PHANTOMS, 10);

    @Test
    void nineOfTenSelectiveUnitsAreFound() {
        assertThat(RATES.recallOfMaxT()).as(RATES.toString()).isGreaterThanOrEqualTo(0.9);
        assertThat(RATES.recallOfBh()).as(RATES.toString()).isGreaterThanOrEqualTo(0.9);
    }

    @Test
    void oneInTwentyOfWhatBenjaminiAndHochbergFindIsWrongAtMost() {
        assertThat(RATES.falseDiscoveryRate())
                .as(RATES.toString())
                .isLessThanOrEqualTo(0.05 + 3 * RATES.errorOfRate())
                .isGreaterThan(0);
    }

    @Test
    void maxTFindsSomethingInOneNullPhantomOfTwentyAtMost() {
        long most = ErrorRates.atMost(PHANTOMS, 0.05);
        assertThat(most).isEqualTo(21);
        // and not in none at all: a test that never errs has no power either
        assertThat(RATES.nullsWithHits()).as(RATES.toString()).isBetween(2L, most);
        assertThat(RATES.plantedWithWrongHits()).as(RATES.toString()).isLessThanOrEqualTo(most);
    }

    @Test
    void withoutCorrectionOneUnitInTwentyIsFoundInANullPhantom() {
        assertThat(RATES.uncorrectedHitsInNulls()).as("6.4 of 128").isBetween(5.5, 7.3);
    }

    @Test
    void lesionsFindWhatIsCausalAndThatIsNotWhatIsSelective() {
        for (Calibration one : RATES.planted()) {
            if (!one.hurt().isEmpty()) {
                assertThat(one.hurt()).isEqualTo(new HashSet<>(one.truth().causal()));
                Set<String> both = new HashSet<>(one.hurt());
                both.retainAll(one.maxT());
                assertThat(both).isEqualTo(new HashSet<>(one.truth().both())).hasSize(3);
            }
        }
        assertThat(RATES.planted().stream().filter(c -> !c.hurt().isEmpty())).hasSize(20);
    }
}
