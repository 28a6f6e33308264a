package io.patchclamp.internal.family;

/**
 * Where in the decoder a weight goes.
 *
 * @param part which weight
 * @param layer which block, or -1 where the model has it once
 */
public record Slot(Part part, int layer) {}
