package io.patchclamp.model;

/**
 * What is at a place in one forward pass, and how much the objective changes when it changes.
 *
 * @param value the activations; a write's result where something was forced
 * @param gradient of the objective by each of them, same shape; by what was forced, too, though nothing before it that was
 *     replaced has a share in it
 */
public record Gradient(Slab value, Slab gradient) {}
