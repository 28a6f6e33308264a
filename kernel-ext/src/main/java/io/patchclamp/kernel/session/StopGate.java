package io.patchclamp.kernel.session;

import io.patchclamp.fault.PatchclampException;

/**
 * What woven user code calls: {@link #check()} at the beginning of each method and before each backward jump, so that a
 * loop that never sleeps can be stopped on every JDK; {@link #exit(int)} in place of {@code System.exit}. Not for users.
 */
public final class StopGate {
    private static volatile boolean closed;

    private StopGate() {}

    /** Ends the calling thread's work if its cell was stopped. */
    public static void check() {
        if (closed) {
            CellRun run = CellRun.ofThread();
            if (run != null && run.mustStop()) {
                throw new Stop();
            }
        }
    }

    static void close() {
        closed = true;
    }

    static void open() {
        closed = false;
    }

    /**
     * Stands for {@code System.exit}.
     *
     * @param status the exit status that was asked for
     */
    public static void exit(int status) {
        throw new PatchclampException(
                "System.exit(" + status + ") does not end the notebook's kernel; variables and models are still here.",
                "Kernel > Shut Down Kernel in the notebook's menu to end it, or return from the method instead");
    }

    /**
     * Stands for {@code Runtime.exit} and {@code Runtime.halt}.
     *
     * @param runtime not used
     * @param status the exit status that was asked for
     */
    public static void exit(Runtime runtime, int status) {
        exit(status);
    }

    /** Unwinds a stopped thread. An error, so that {@code catch (Exception e)} does not hold it. */
    static final class Stop extends Error {
        private static final long serialVersionUID = 1L;

        Stop() {
            super("stopped", null, false, false);
        }
    }
}
