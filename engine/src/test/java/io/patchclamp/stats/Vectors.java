package io.patchclamp.stats;

import org.assertj.core.data.Offset;

import static org.assertj.core.api.Assertions.assertThat;

/** Numbers whose statistics are known from other programs. */
final class Vectors {
    static final double[] A = {5.1, 4.9, 6.2, 5.8, 6.0, 5.5, 5.3, 6.1};
    static final double[] B = {4.2, 4.8, 5.0, 4.6, 5.2, 4.4, 4.9, 4.1};
    static final double[] C = {0, 0, 0, 0, 1, 2, 3, 0};
    static final double[] D = {0, 0, 0, 1, 1, 2, 2, 2};
    static final double[] E = {6.9, 7.1, 6.5, 7.0, 6.6};
    static final double[] A_LESS_B = Moments.differences(A, B);
    static final double[] BH_1995 = {
        .0001, .0004, .0019, .0095, .0201, .0278, .0298, .0344, .0459, .324, .4262, .5719, .6528, .759, 1
    };
    static final double[][] X = {
        {.1, .9, 1.2, 1.1, -.2, .3},
        {-.3, 1.1, .8, 1.4, .2, -.1},
        {.4, .7, 1.5, .9, .1, .2},
        {-.1, 1.3, 1.0, 1.2, -.3, -.4},
        {.2, .6, .9, 1.3, .4, .1}
    };
    static final double[][] FIRST = {
        {0, 1, 2, 2, 0}, {.2, 1.2, 1.8, 2.2, .1}, {-.1, .8, 2.1, 1.9, -.2}, {.1, 1.1, 1.9, 2.1, .3}
    };
    static final double[][] SECOND = {
        {.1, 0, .1, 0, .2}, {0, .3, -.1, .1, 0}, {.2, -.2, 0, .2, .1}, {-.2, .1, .2, -.1, -.1}
    };
    static final Resampling DRAWS = Resampling.of(1);

    private Vectors() {}

    static void close(double actual, double expected) {
        close(actual, expected, 1e-9);
    }

    static void close(double actual, double expected, double within) {
        assertThat(actual).isCloseTo(expected, Offset.offset(within * Math.max(1, Math.abs(expected))));
    }

    static Effect effect(TestResult result, String name) {
        return result.effects().stream()
                .filter(e -> e.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
