package io.patchclamp.kernel.session;

import java.lang.reflect.Method;
import java.util.concurrent.TimeUnit;

/**
 * Stops a cell, gently first: an interrupt, which sleeping code and the engine obey; a quarter of a second later the gate in
 * woven code shuts, for loops that do not listen; on JDKs that still can, the thread is stopped in library code as well.
 * Native code cannot be stopped: after five seconds that is said, and the kernel waits for it no longer.
 */
final class Stopper {
    private static final int GENTLE_MILLIS = 250;
    private static final int AGAIN_MILLIS = 100;
    private static final int FORCE_MILLIS = 700;
    private static final int GIVE_UP_MILLIS = 5000;

    private final CellRun run;
    private Thread thread;
    private volatile boolean begun;
    private volatile boolean ended;

    Stopper(CellRun run) {
        this.run = run;
    }

    synchronized void begin() {
        if (thread == null && !ended) {
            begun = true;
            thread = new Thread(null, this::work, "patchclamp-stop", 0, false);
            thread.setDaemon(true);
            thread.start();
        }
    }

    boolean hasBegun() {
        return begun;
    }

    synchronized void end() {
        ended = true;
        if (thread != null) {
            thread.interrupt();
        }
    }

    private void work() {
        try {
            long began = System.nanoTime();
            interrupt();
            TimeUnit.MILLISECONDS.sleep(GENTLE_MILLIS);
            run.shutGate();
            while (!ended) {
                interrupt();
                long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
                if (millis > FORCE_MILLIS) {
                    force();
                }
                if (millis > GIVE_UP_MILLIS) {
                    System.err.println("The cell is inside native or library code that does not listen; it is left to"
                            + " itself and ends when that code returns. Restart the kernel if it never does.");
                    run.abandon();
                    return;
                }
                TimeUnit.MILLISECONDS.sleep(AGAIN_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void interrupt() {
        if (!ended) {
            run.group().interrupt();
        }
    }

    /** A class that is being initialised would be broken for ever, and the engine ends by itself and cleans up. */
    private static boolean mayBreak(StackTraceElement[] stack) {
        for (StackTraceElement frame : stack) {
            String type = frame.getClassName();
            boolean engine = type.startsWith("ai.djl.")
                    || type.startsWith("io.patchclamp.") && !type.startsWith("io.patchclamp.kernel.");
            if (engine || frame.getMethodName().equals("<clinit>")) {
                return false;
            }
        }
        return true;
    }

    /** Only JDKs before 20 can; from then on loops in library code have to end by themselves. */
    private void force() {
        if (Runtime.version().feature() < 20
                && !ended
                && run.isBusy()
                && mayBreak(run.thread().getStackTrace())) {
            try {
                Method stop = Thread.class.getMethod("stop");
                stop.invoke(run.thread());
            } catch (ReflectiveOperationException | RuntimeException e) {
                System.err.println("The cell's thread cannot be stopped: " + e);
            }
        }
    }
}
