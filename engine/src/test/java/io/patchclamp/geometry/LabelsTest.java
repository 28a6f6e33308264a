package io.patchclamp.geometry;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LabelsTest {
    @Test
    void conditionsThatAreNumbersStandBySizeAndTrialsKeepTheirs() {
        Labels labels = Labels.of(
                Populations.of(Map.of("size", List.of("10", "9", "-1", "", "9")), Populations.noise(5, 2, 1))
                        .trials(),
                "size");

        assertThat(labels.classes()).containsExactly("-1", "9", "10");
        assertThat(labels.of()).containsExactly(2, 1, 0, 1);
        assertThat(labels.trials()).containsExactly(0, 1, 2, 4);
    }
}
