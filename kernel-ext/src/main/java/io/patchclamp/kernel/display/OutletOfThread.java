package io.patchclamp.kernel.display;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;

/** Which outlet a thread writes to: that of the cell it was started by, or of the cell whose task it runs now. */
public final class OutletOfThread {
    private static final InheritableThreadLocal<Outlet> OF_THREAD = new InheritableThreadLocal<>();
    private static final ThreadLocal<Outlet> CARRIED = new ThreadLocal<>();
    private static volatile Outlet running;

    private OutletOfThread() {}

    /**
     * The outlet of the calling thread.
     *
     * @return its cell's; the running or last cell's for a thread of no cell; null before the first cell
     */
    public static Outlet current() {
        Outlet carried = CARRIED.get();
        if (carried != null) {
            return carried;
        }
        Outlet own = OF_THREAD.get();
        boolean pooled = Thread.currentThread() instanceof ForkJoinWorkerThread worker
                && worker.getPool() == ForkJoinPool.commonPool();
        return own == null || pooled ? running : own;
    }

    /**
     * The outlet whose task the calling thread runs now, whatever cell the thread belongs to.
     *
     * @return null for a thread that runs none
     */
    public static Outlet carried() {
        return CARRIED.get();
    }

    /** From now on the calling thread works for another outlet, or for its own again; for whom it did. */
    static Outlet carry(Outlet outlet) {
        Outlet before = CARRIED.get();
        Thread worker = Thread.currentThread();
        if (before != null && before != outlet) {
            before.ends(worker);
        }
        CARRIED.set(outlet);
        if (outlet != null) {
            outlet.begins(worker);
        }
        return before;
    }

    /** Makes the calling thread, and those it will start, write there; threads of no cell too. */
    static void enter(Outlet outlet) {
        OF_THREAD.set(outlet);
        running = outlet;
    }
}
