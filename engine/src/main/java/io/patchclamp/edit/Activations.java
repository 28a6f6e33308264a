package io.patchclamp.edit;

import java.util.Optional;
import java.util.OptionalInt;

import io.patchclamp.model.Point;

/** Activations of some trials at some places: what a patch is taken from, what a mean is taken over. */
public interface Activations {
    /**
     * What it is called, for provenance.
     *
     * @return such as {@code clean}
     */
    String title();

    /**
     * How many trials there are.
     *
     * @return at least 1
     */
    int trials();

    /**
     * How many tokens a trial's prompt has.
     *
     * @param trial which
     * @return at least 1
     */
    int tokens(int trial);

    /**
     * Where a trial's event begins.
     *
     * @param trial which
     * @return the position of its first token; empty if the prompt marks none
     */
    OptionalInt event(int trial);

    /**
     * What is known of one place.
     *
     * @param point which place in a block
     * @param layer which block, or -1
     * @return its numbers; empty if the place was not recorded
     */
    Optional<Place> at(Point point, int layer);

    /**
     * Whether these are the very trials of the run that takes from them: then no trial is drawn for itself.
     *
     * @return false unless said otherwise
     */
    default boolean areTheRunsOwn() {
        return false;
    }

    /** One place. */
    interface Place {
        /**
         * Which of a token's numbers there are: heads times what a head holds count through; for attention, heads.
         *
         * @return ascending indices into the place's own axis
         */
        int[] numbers();

        /**
         * Which tokens of a trial there are.
         *
         * @param trial which
         * @return ascending positions; -1 for a mean over tokens
         */
        int[] positions(int trial);

        /**
         * One token's numbers.
         *
         * @param trial which
         * @param row which of {@link #positions}
         * @return one for each of {@link #numbers}; for attention heads times keys
         */
        float[] row(int trial, int row);
    }
}
