package io.patchclamp.generate;

import java.util.List;
import java.util.Objects;

import io.patchclamp.provenance.Provenance;

/**
 * What a model said to some prompts.
 *
 * @param provenance how it was made
 * @param trials one a prompt, in order
 */
public record Generation(Provenance provenance, List<GeneratedTrial> trials) {
    public Generation {
        Objects.requireNonNull(provenance, "provenance");
        trials = List.copyOf(trials);
    }
}
