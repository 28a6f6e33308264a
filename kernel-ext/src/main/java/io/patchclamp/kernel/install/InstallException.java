package io.patchclamp.kernel.install;

import io.patchclamp.fault.PatchclampException;

/** The kernel cannot be installed as asked. */
public final class InstallException extends PatchclampException {
    private static final long serialVersionUID = 1L;

    /**
     * An error with advice.
     *
     * @param what what is wrong and where
     * @param advice what to do next
     */
    public InstallException(String what, String advice) {
        super(what, advice);
    }
}
