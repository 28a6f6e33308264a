package io.patchclamp.internal.jinja;

/** A value with named parts of its own. */
interface Members {
    /** A part, or {@link Arguments#ABSENT}. */
    Object member(String name);
}
