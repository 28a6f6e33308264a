package io.patchclamp.model;

/**
 * What is at a place in one forward pass, and how much the objective changes when it changes.
 *
 * @param value the activations; a write's result where something was forced
 * @param gradient of the objective by each of them, same shape; 0 by what was forced
 */
public record Gradient(Slab value, Slab gradient) {}
