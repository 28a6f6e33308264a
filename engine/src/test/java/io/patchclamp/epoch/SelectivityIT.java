package io.patchclamp.epoch;

import java.time.Duration;

import io.patchclamp.stats.Resampling;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** All neurons of a model of 30 layers, 200 trials, 9,999 permutations: within a minute on two cores. */
class SelectivityIT {
    private static final Duration MINUTE = Duration.ofSeconds(60);

    @Test
    void aWholeModelTakesLessThanAMinute() {
        Responses responses = SelectivityTest.responses(200, 46_080, "sg", "pl");
        long start = System.nanoTime();
        Selectivity found =
                Selectivity.of(responses).resampling(Resampling.of(1)).by("number");
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        assertThat(found.family().significant(.05)).containsExactlyInAnyOrder(7, 99);
        assertThat(found.family().basis().family()).isEqualTo(46_080);
        assertThat(took).isLessThan(MINUTE);
    }
}
