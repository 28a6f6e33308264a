package io.patchclamp.phantom;

import java.util.Objects;

/**
 * One planted unit.
 *
 * @param unit as selectors write it, such as {@code L0.mlp.neurons[17]} or {@code L1.attn.z[2]}
 * @param selective whether its activity differs between the conditions of the phantom's stimuli
 * @param causal whether the phantom's metric changes when it is set to zero
 * @param d the difference of its means between the first and the second condition, in standard deviations within a
 *     condition, over all stimuli there can be; NaN where that is not planted
 * @param role what it does, in words
 */
public record Planted(String unit, boolean selective, boolean causal, double d, String role) {
    public Planted {
        Objects.requireNonNull(unit, "unit");
        Objects.requireNonNull(role, "role");
    }
}
