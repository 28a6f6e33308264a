package io.patchclamp.edit;

import java.util.List;
import java.util.stream.Collectors;

import io.patchclamp.model.Write;
import io.patchclamp.provenance.Provenance;

/** An intervention, as data. It says what is forced, where, and at which tokens; it does nothing until a run takes it. */
public sealed interface Edit permits Clamp {
    /**
     * The electrodes that carry it out in one run, each of which notes what it replaced.
     *
     * @param receipt takes the notes
     * @return writes, to be given to every feed of the run
     */
    List<Write> writes(Receipt receipt);

    /**
     * The edit in one line, for provenance.
     *
     * @return such as {@code L5.mlp.neurons[3]=2.0 @ tokens 0..}
     */
    String describe();

    /**
     * Notes edits in a provenance.
     *
     * @param made how a result was made so far
     * @param edits what was forced, in the order it was applied
     * @return the provenance with all edits under one key; unchanged if there are none
     */
    static Provenance noted(Provenance made, List<Edit> edits) {
        return edits.isEmpty()
                ? made
                : made.with("edits", edits.stream().map(Edit::describe).collect(Collectors.joining("; ")));
    }
}
