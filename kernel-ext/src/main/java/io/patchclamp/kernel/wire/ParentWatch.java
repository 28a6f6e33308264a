package io.patchclamp.kernel.wire;

import java.util.Locale;
import java.util.Optional;

/** Ends the kernel when the server that started it dies: an orphaned JVM holds memory for nobody. */
public final class ParentWatch {
    private ParentWatch() {}

    /**
     * Watches the process that {@code JPY_PARENT_PID} names, if any. On Windows the variable holds a handle, whose number may
     * be any other process's id; there it only says that the process that started this one is to be watched.
     *
     * @param parent the variable's text, or null
     * @param os the name of the operating system
     * @param death what to do when it ends
     * @return whether there is something to watch
     */
    public static boolean begin(String parent, String os, Runnable death) {
        if (parent == null || !parent.matches("[1-9][0-9]{0,17}")) {
            return false;
        }
        Optional<ProcessHandle> handle = os.toLowerCase(Locale.ROOT).startsWith("windows")
                ? ProcessHandle.current().parent()
                : ProcessHandle.of(Long.parseLong(parent));
        handle.ifPresent(process -> process.onExit().thenRun(death));
        return handle.isPresent();
    }
}
