package io.patchclamp.model;

/** What gradients are taken of: any function of the logits, given by its own gradient. */
@FunctionalInterface
public interface Objective {
    /**
     * How much the objective changes with each logit.
     *
     * @param logits those after each row's read position, {@code [row][vocab]}
     * @return the same shape
     */
    float[][] slope(float[][] logits);
}
