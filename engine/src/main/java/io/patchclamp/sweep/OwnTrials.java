package io.patchclamp.sweep;

import java.util.Optional;
import java.util.OptionalInt;

import io.patchclamp.edit.Activations;
import io.patchclamp.model.Point;

/**
 * The run's own trials, recorded once for all cells.
 *
 * @param recorded what was recorded
 */
record OwnTrials(Activations recorded) implements Activations {
    @Override
    public String title() {
        return recorded.title();
    }

    @Override
    public int trials() {
        return recorded.trials();
    }

    @Override
    public int tokens(int trial) {
        return recorded.tokens(trial);
    }

    @Override
    public OptionalInt event(int trial) {
        return recorded.event(trial);
    }

    @Override
    public Optional<Place> at(Point point, int layer) {
        return recorded.at(point, layer);
    }

    @Override
    public boolean areTheRunsOwn() {
        return true;
    }
}
