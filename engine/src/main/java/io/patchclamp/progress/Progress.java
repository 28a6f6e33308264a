package io.patchclamp.progress;

import io.patchclamp.fault.CancelledException;

/** Hears how far a long piece of work is; whoever shows it decides when it is worth showing. */
@FunctionalInterface
public interface Progress {
    /** Hears nothing. */
    Progress SILENT = (what, done, total, unit) -> {};

    /**
     * The work is this far.
     *
     * @param what what is being done, such as {@code recording}
     * @param done how much is done
     * @param total how much there is, or a negative number if unknown
     * @param unit what is counted, in the plural, such as {@code trials}
     */
    void at(String what, long done, long total, String unit);

    /**
     * Stops here if the thread was interrupted. The engine calls it at least once a layer, so that an interrupt ends any
     * run within a fraction of a second. The thread's interrupt flag is cleared.
     *
     * @param what what is being done, for the message
     * @throws CancelledException if the thread was interrupted
     */
    static void checkCancelled(String what) {
        if (Thread.interrupted()) {
            throw new CancelledException("Interrupted while " + what + ".", "run the cell again; nothing was changed");
        }
    }
}
