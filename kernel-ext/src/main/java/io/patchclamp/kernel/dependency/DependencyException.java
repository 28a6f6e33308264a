package io.patchclamp.kernel.dependency;

import io.patchclamp.fault.PatchclampException;

/** A library cannot be had. */
public final class DependencyException extends PatchclampException {
    private static final long serialVersionUID = 1L;

    /**
     * An error with advice.
     *
     * @param what what is wrong and where
     * @param advice what to do next
     */
    public DependencyException(String what, String advice) {
        super(what, advice);
    }
}
