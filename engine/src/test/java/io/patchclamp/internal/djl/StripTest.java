package io.patchclamp.internal.djl;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StripTest {
    private static Tensor numbers(Scope scope, int from, boolean near, long... shape) {
        float[] data = new float[(int) (shape[0] * shape[1] * shape[2] * shape[3])];
        for (int i = 0; i < data.length; i++) {
            data[i] = from + i;
        }
        return near ? scope.few(data, shape) : scope.floats(data, shape);
    }

    @Test
    void whatWasAddedLiesBehindWhatWasThereHoweverOftenItGrew() {
        Torch.ready();
        try (Scope scope = Scope.open()) {
            Tensor expected = numbers(scope, 0, false, 2, 3, 4, 5);
            Strip strip = Strip.of(scope, expected);
            for (int i = 0; i < 100; i++) {
                Tensor more = numbers(scope, 1000 * i, i % 2 == 0, 2, 3, 1 + i % 3, 5);
                expected = expected.append(numbers(scope, 1000 * i, false, 2, 3, 1 + i % 3, 5), 2);
                strip.add(more);
            }
            try (Scope here = scope.inner()) {
                Tensor all = strip.all(here);
                assertThat(all.shape()).containsExactly(expected.shape());
                assertThat(all.toArray()).containsExactly(expected.toArray());
            }
            strip.keep(1);
            assertThat(strip.all(scope).toArray())
                    .containsExactly(expected.narrow(0, 1, 2).toArray());
            strip.add(numbers(scope, 7, true, 1, 3, 1, 5));
            assertThat(strip.all(scope).shape()).containsExactly(1, 3, expected.shape()[2] + 1, 5);
        }
    }
}
