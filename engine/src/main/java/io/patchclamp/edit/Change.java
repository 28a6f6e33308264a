package io.patchclamp.edit;

import io.patchclamp.fault.PatchclampException;
import io.patchclamp.model.Selection;

/** What an edit does to the numbers it is given. */
public sealed interface Change permits Ablate, Clamp, Scale, Inject, Patch {
    /**
     * Whether what was there no longer matters: the new value does not depend on it.
     *
     * @return false for what scales or adds
     */
    boolean forces();

    /**
     * What is typed behind the selector.
     *
     * @return such as {@code =2.0} or {@code *=0.5}
     */
    String describe();

    /**
     * Refuses places where it makes no sense.
     *
     * @param where sites and units
     * @throws PatchclampException if one of them is such a place
     */
    default void check(Selection where) {}
}
