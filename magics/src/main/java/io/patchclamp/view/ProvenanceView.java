package io.patchclamp.view;

import java.util.LinkedHashMap;
import java.util.Map;

import io.patchclamp.provenance.Provenance;

/** How a result was made. */
final class ProvenanceView {
    private ProvenanceView() {}

    static Part of(Provenance provenance) {
        Map<String, String> facts = new LinkedHashMap<>();
        put(facts, "model", provenance.model());
        put(facts, "source", provenance.source());
        put(facts, "sha256", provenance.sha256());
        put(facts, "weights", provenance.weights());
        put(facts, "tokenizer", provenance.tokenizer());
        put(facts, "dtype", provenance.dtype());
        provenance.details().forEach((key, value) -> {
            // the hypothesis above them says the direction, and the result what is asked
            if (!key.equals(Provenance.SIDE) && !key.equals(Provenance.ASKED)) {
                put(facts, key, value);
            }
        });
        return new Part.Facts(facts);
    }

    static Part folded(Provenance provenance) {
        return Part.folded("provenance", of(provenance));
    }

    private static void put(Map<String, String> facts, String name, String value) {
        if (value != null && !value.isEmpty()) {
            facts.put(name, value);
        }
    }
}
