package io.patchclamp.stats;

import java.time.Instant;
import java.util.OptionalInt;

/** Hypotheses that were registered before any test began: tests share models, and what others measured is known. */
public final class Early {
    private Early() {}

    public static Hypothesis hypothesis(String name, String statement, Tail direction, String metric) {
        Instant before = Instant.parse("2001-01-01T00:00:00Z");
        return new Hypothesis(name, statement, direction, metric, 0.05, 1, OptionalInt.empty(), before);
    }
}
