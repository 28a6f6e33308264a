package io.patchclamp.kernel.session;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.patchclamp.kernel.thread.Threads;

/**
 * Stops a cell, gently first: an interrupt, which sleeping code and the engine obey; a quarter of a second later the gate in
 * woven code shuts, for loops that do not listen; then the JVM ends what is in library code, threads that the cell started
 * included. Native code cannot be stopped, nor can waiting for a socket or a lock. The kernel waits no longer than a second
 * for what only waits itself, and five for what computes; then it says so and goes on without.
 */
final class Stopper {
    private static final int GENTLE_MILLIS = 250;
    private static final int AGAIN_MILLIS = 100;
    private static final int FORCE_MILLIS = 600;
    private static final int WAITS_MILLIS = 500;
    private static final int GIVE_UP_MILLIS = 5000;
    private static final int FORCE_AGAIN_MILLIS = 40; // a pool goes on with the next part of what was cut in parts
    private static final int AFTERMATH_MILLIS = 10_000;

    private static final String NUMBERS = "org.apache.commons.math3.";

    private final CellRun run;
    private Thread thread;
    private Set<Thread> before = Set.of();
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
        notifyAll();
    }

    private void work() {
        try {
            long began = System.nanoTime();
            Stillness stillness = new Stillness(run.thread());
            interrupt();
            pause(GENTLE_MILLIS);
            run.shutGate();
            while (!ended) {
                interrupt();
                long millis = since(began);
                boolean waits = stillness.holds() && millis > WAITS_MILLIS;
                if (millis > FORCE_MILLIS && !waits) {
                    force();
                }
                if (!ended && (waits || millis > GIVE_UP_MILLIS)) {
                    System.err.println(waits ? waiting() : inside());
                    run.abandon();
                    if (waits && mayBreak(run.thread().getStackTrace())) {
                        run.throwInside(new StopGate.Stop()); // for when it comes back
                    }
                    break;
                }
                pause(millis > FORCE_MILLIS ? FORCE_AGAIN_MILLIS : AGAIN_MILLIS);
            }
            aftermath(began);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The cell is over; threads it started may not be. */
    private void aftermath(long began) throws InterruptedException {
        while (since(began) < FORCE_MILLIS) {
            TimeUnit.MILLISECONDS.sleep(AGAIN_MILLIS);
        }
        for (int calm = 0; since(began) < AFTERMATH_MILLIS && calm < 5; calm++) {
            if (force() > 0) {
                calm = 0;
            }
            TimeUnit.MILLISECONDS.sleep(FORCE_AGAIN_MILLIS);
        }
    }

    private static long since(long began) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
    }

    private synchronized void pause(int millis) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        for (long left = millis; !ended && left > 0; left = (end - System.nanoTime()) / 1_000_000) {
            wait(left);
        }
    }

    private void interrupt() {
        if (!ended) {
            run.interrupt();
        }
    }

    /** Ends what does not end by itself; how many threads that were. */
    private int force() {
        int forced = 0;
        for (Thread busy : candidates()) {
            if (mayBreak(busy.getStackTrace())) {
                forced++;
                if (busy == run.thread()) {
                    run.throwInside(new StopGate.Stop());
                } else {
                    ThreadEnd.in(busy, new StopGate.Stop());
                }
            }
        }
        return forced;
    }

    /** The cell's thread, those it started, and the workers of the common pool that work for it. */
    private List<Thread> candidates() {
        List<Thread> found = new ArrayList<>();
        if (run.isBusy() && !ended) {
            found.add(run.thread());
        }
        List<Thread> helpers = run.helpers();
        for (Thread t : alive()) {
            boolean pooled = t instanceof ForkJoinWorkerThread worker && worker.getPool() == ForkJoinPool.commonPool();
            boolean started = t != run.thread() && (run.within(t.getThreadGroup()) || helpers.contains(t));
            if ((pooled && isWorking(t) || started) && t.getState() == Thread.State.RUNNABLE) {
                found.add(t);
            }
        }
        if (!run.isNewest()) { // the common pool may work for the next cell: only those that never paused are ours
            found.removeIf(t -> t instanceof ForkJoinWorkerThread && !before.contains(t));
        }
        before = Set.copyOf(found);
        return found;
    }

    private List<Thread> alive() {
        ThreadGroup all = Threads.outermost();
        Thread[] threads = new Thread[2 * all.activeCount() + 16];
        return Arrays.asList(threads).subList(0, all.enumerate(threads));
    }

    /**
     * Not while a class is initialised, which would be broken for ever; not the engine, which ends by itself and cleans up;
     * not the kernel's own code, which is never long at it.
     */
    private static boolean mayBreak(StackTraceElement[] stack) {
        if (stack.length > 0 && stack[0].getClassName().startsWith(NUMBERS)) {
            return true; // the engine's own call of it as well: it holds nothing but its own numbers
        }
        for (StackTraceElement frame : stack) {
            String type = frame.getClassName();
            boolean kernel = type.startsWith("io.patchclamp.kernel.");
            boolean engine = type.startsWith("ai.djl.") || type.startsWith("io.patchclamp.") && !kernel;
            boolean writing = kernel && type.contains(".display.Outlet");
            boolean loading = type.equals("java.lang.ClassLoader")
                    || frame.getMethodName().equals("<clinit>");
            if (engine || writing || loading) {
                return false;
            }
        }
        return stack.length > 0;
    }

    private static boolean isWorking(Thread pooled) {
        StackTraceElement[] stack = pooled.getStackTrace();
        return Stream.of(stack).anyMatch(f -> f.getMethodName().equals("doExec"))
                && !stack[0].getClassName().startsWith("java.util.concurrent.");
    }

    private String inside() {
        return "The cell is inside native or library code that does not listen" + where()
                + "; it is left to itself and ends when that code returns. Restart the kernel if it never does.";
    }

    private String waiting() {
        ThreadInfo info =
                ManagementFactory.getThreadMXBean().getThreadInfo(run.thread().getId());
        if (info != null && info.getThreadState() == Thread.State.BLOCKED && info.getLockOwnerName() != null) {
            return "The cell waits for a lock (" + info.getLockName() + ") that the thread \"" + info.getLockOwnerName()
                    + "\" holds; it is left to itself and ends when that thread lets go. Restart the kernel if it never"
                    + " does, as in a deadlock.";
        }
        return "The cell waits for something outside Java that does not listen" + where()
                + "; it is left to itself and ends when that comes. Restart the kernel if it never does.";
    }

    /** What the cell's thread is in, for whoever has to decide whether to wait. */
    private String where() {
        StackTraceElement[] stack = run.thread().getStackTrace();
        return stack.length == 0 ? "" : " (" + stack[0].getClassName() + "." + stack[0].getMethodName() + ")";
    }
}
