package io.patchclamp.kernel.wire;

import java.util.Optional;

/** Ends the kernel when the server that started it dies: an orphaned JVM holds memory for nobody. */
public final class ParentWatch {
    private ParentWatch() {}

    /**
     * Watches the process named by {@code JPY_PARENT_PID}, if any.
     *
     * @param parent the process id as text, or null
     * @param death what to do when it ends
     * @return whether there is something to watch
     */
    public static boolean begin(String parent, Runnable death) {
        if (parent == null || !parent.matches("[1-9][0-9]{0,17}")) {
            return false;
        }
        Optional<ProcessHandle> handle = ProcessHandle.of(Long.parseLong(parent));
        handle.ifPresent(process -> process.onExit().thenRun(death));
        return handle.isPresent();
    }
}
