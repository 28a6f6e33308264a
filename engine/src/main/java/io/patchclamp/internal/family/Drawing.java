package io.patchclamp.internal.family;

import java.util.Map;
import java.util.stream.Collectors;

import io.patchclamp.model.ModuleTree;

/**
 * A model of one family as it is drawn before any weight is there.
 *
 * @param modules as {@code transformers} names and nests them
 * @param sources the module whose weight, and bias if it has one, goes into each slot
 * @param fusion how a fused query-key-value projection lays its rows out
 */
public record Drawing(ModuleTree modules, Map<Slot, Source> sources, Fusion fusion) {
    public Drawing {
        sources = Map.copyOf(sources);
    }

    /** Where each module's weight goes, by the module's full name. */
    public Map<String, Slot> slots() {
        return sources.entrySet().stream()
                .collect(Collectors.toMap(e -> e.getValue().module(), Map.Entry::getKey));
    }

    /**
     * Where a weight comes from.
     *
     * @param module the module's full name
     * @param columns whether it is stored {@code [in, out]}, as GPT-2's {@code Conv1D} has it, and not {@code [out, in]}
     */
    public record Source(String module, boolean columns) {}

    /** How the rows of a fused query-key-value projection follow each other. */
    public enum Fusion {
        /** All queries, all keys, all values. */
        BLOCKS,
        /** Query, key and value of the first head, then of the second. */
        INTERLEAVED
    }
}
