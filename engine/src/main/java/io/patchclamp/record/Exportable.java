package io.patchclamp.record;

import java.util.List;

import io.patchclamp.provenance.Provenance;

/** A result that can be handed to Python: it says itself what arrays it is made of. */
public interface Exportable {
    /**
     * How it was made.
     *
     * @return its provenance
     */
    Provenance provenance();

    /**
     * What it is made of.
     *
     * @return arrays under the names that are documented for it
     */
    List<ResultArray> exported();
}
