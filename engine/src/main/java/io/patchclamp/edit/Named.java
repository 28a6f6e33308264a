package io.patchclamp.edit;

import java.util.Optional;
import java.util.OptionalInt;

import io.patchclamp.model.Point;

/** Activations under the name they were asked for. */
record Named(String title, Activations of) implements Activations {
    @Override
    public int trials() {
        return of.trials();
    }

    @Override
    public int tokens(int trial) {
        return of.tokens(trial);
    }

    @Override
    public OptionalInt event(int trial) {
        return of.event(trial);
    }

    @Override
    public Optional<Place> at(Point point, int layer) {
        return of.at(point, layer);
    }
}
