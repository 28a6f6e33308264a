package io.patchclamp.phantom;

import io.patchclamp.trial.Trials;

/** One kind of phantom. */
interface Plan {
    /** What it is built from. */
    Blueprint blueprint();

    /** What was planted. */
    Truth truth();

    /** Stimuli for it. */
    Trials trials(int count, long seed);

    /** How many different stimuli there are, at least, whatever the seed. */
    int most();
}
