package io.patchclamp.edit;

import java.util.List;

import io.patchclamp.model.Write;

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
}
