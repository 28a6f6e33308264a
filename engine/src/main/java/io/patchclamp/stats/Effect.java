package io.patchclamp.stats;

import java.util.Objects;
import java.util.Optional;

/**
 * How large a difference is, whatever its p.
 *
 * @param name such as {@code Hedges g}, {@code AUC}, {@code mean difference}
 * @param value how large
 * @param interval how well that is known, where there is a method for it
 */
public record Effect(String name, double value, Optional<Interval> interval) {
    public Effect {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(interval, "interval");
    }
}
