package io.patchclamp.geometry;

import java.util.Map;

import io.patchclamp.Hearing;
import io.patchclamp.epoch.Responses;
import org.junit.jupiter.api.Test;

/** Long pieces of work say how far they are, and stop where they are interrupted. */
class HeardTest {
    private final Responses responses = Populations.of(
            Map.of(
                    "cell", Populations.cycle(40, "00", "10", "01", "11"),
                    "a", Populations.cycle(40, "0", "1"),
                    "b", Populations.cycle(40, "0", "0", "1", "1")),
            Populations.noise(40, 6, 1),
            Populations.noise(40, 6, 2));

    @Test
    void comparingSitesIsHeard() {
        Hearing.of(
                "comparing sites",
                heard -> Alike.of(responses, Shuffling.of(20, 0).progress(heard)));
    }

    @Test
    void readingDichotomiesIsHeard() {
        Hearing.of(
                "reading dichotomies",
                heard -> Shattering.of(responses, "cell", Shuffling.of(3, 0).progress(heard)));
    }

    @Test
    void correlatingUnitsIsHeard() {
        Hearing.of(
                "correlating units",
                heard -> UnitCorrelations.of(
                        responses, "cell", Shuffling.of(20, 0).progress(heard)));
    }

    @Test
    void generalisingIsHeard() {
        Hearing.of(
                "generalising across conditions",
                heard -> Abstraction.of(responses, "a", "b", Shuffling.of(20, 0).progress(heard)));
    }

    @Test
    void turningActivationsIsHeard() {
        Hearing.of(
                "turning activations",
                heard -> ReceptiveField.of(
                        ReceptiveFieldTest.recording(),
                        "L0.mlp.neurons",
                        0,
                        5,
                        Shuffling.of(20, 0).progress(heard)));
    }
}
