package io.patchclamp.generate;

import java.util.List;
import java.util.Objects;

import io.patchclamp.edit.Receipt;
import io.patchclamp.provenance.Provenance;

/**
 * What a model said to some prompts.
 *
 * @param provenance how it was made
 * @param trials one a prompt, in order
 * @param receipts what each edit did, in the order they applied; none without edits
 */
public record Generation(Provenance provenance, List<GeneratedTrial> trials, List<Receipt> receipts) {
    public Generation {
        Objects.requireNonNull(provenance, "provenance");
        trials = List.copyOf(trials);
        receipts = List.copyOf(receipts);
    }

    /**
     * What a model said without edits.
     *
     * @param provenance how it was made
     * @param trials one a prompt, in order
     */
    public Generation(Provenance provenance, List<GeneratedTrial> trials) {
        this(provenance, trials, List.of());
    }
}
