package io.patchclamp.internal.vector;

/** Whether this Java has vectors. No class that names them may be touched where it has not. */
final class Vectors {
    /** Started with the module that they need, and wide enough to be worth the name. */
    static final boolean HERE =
            ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent() && Loads.SPECIES.length() >= 4;

    private Vectors() {}
}
