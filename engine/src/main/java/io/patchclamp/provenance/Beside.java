package io.patchclamp.provenance;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import io.patchclamp.stats.Preregistration;

/** Hypotheses that data were put beside in this process: by their words alone no question could be counted. */
final class Beside {
    private static final Map<String, Preregistration> ALL = new HashMap<>();

    private Beside() {}

    static void remember(String data, Preregistration expected) {
        synchronized (ALL) {
            ALL.put(data + "\n" + expected.stamp(), expected);
        }
    }

    /** None where they were kept and loaded again. */
    static Optional<Preregistration> of(String data, String stamp) {
        synchronized (ALL) {
            return Optional.ofNullable(ALL.get(data + "\n" + stamp));
        }
    }
}
