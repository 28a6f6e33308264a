package io.patchclamp.kernel.session;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * One cell while it runs: a thread of its own for all of its user code, in a group of its own, so that it and the threads
 * it starts can be stopped without touching those of other cells. Javac never runs on it: an interrupt would close the
 * files under javac's feet.
 */
public final class CellRun implements AutoCloseable {
    private static final int STACK_BYTES = 8 << 20;
    private static final InheritableThreadLocal<CellRun> OF_THREAD = new InheritableThreadLocal<>();
    private static volatile CellRun running;

    private final LinkedBlockingQueue<FutureTask<?>> tasks = new LinkedBlockingQueue<>();
    private final ThreadGroup group = new ThreadGroup("cell");
    private final Thread thread;
    private final Stopper stopper = new Stopper(this);
    private volatile boolean closed;
    private volatile boolean mustStop;
    private volatile boolean busy;

    /**
     * A thread for a cell.
     *
     * @param loader the context class loader of its code
     * @param first what the thread does before all else, such as finding its way out
     */
    public CellRun(ClassLoader loader, Runnable first) {
        CellRun before = running;
        if (before == null || !before.mustStop || before.group.activeCount() == 0) {
            StopGate.open();
        }
        running = this;
        thread = new Thread(group, () -> serve(first), "cell", STACK_BYTES, false);
        thread.setContextClassLoader(loader);
        thread.setDaemon(true);
        thread.start();
    }

    /** The cell that the calling thread belongs to; the running one for threads of the common pool. */
    static CellRun ofThread() {
        boolean pooled = Thread.currentThread() instanceof ForkJoinWorkerThread worker
                && worker.getPool() == ForkJoinPool.commonPool();
        return pooled ? running : OF_THREAD.get();
    }

    private void serve(Runnable first) {
        OF_THREAD.set(this);
        first.run();
        while (!closed) {
            try {
                FutureTask<?> task = tasks.take();
                busy = true;
                task.run();
            } catch (InterruptedException | ThreadDeath betweenTasks) {
                // The cell decides what that means; the thread goes on until it is closed.
            } finally {
                busy = false;
            }
        }
    }

    /**
     * Runs user code on the cell's thread and waits for it.
     *
     * @param <T> what it gives
     * @param code the code
     * @return what it gave
     * @throws Throwable what it threw, as it is
     */
    public <T> T call(Callable<T> code) throws Throwable {
        if (Thread.currentThread() == thread) {
            return code.call();
        }
        FutureTask<T> task = new FutureTask<>(code);
        tasks.add(task);
        while (true) {
            try {
                return task.get();
            } catch (ExecutionException e) {
                throw e.getCause();
            } catch (InterruptedException notOurs) {
                // The thread that waits belongs to the kernel; only the cell's thread is interrupted.
            }
        }
    }

    /** Stops the cell, step by step; returns at once. */
    public void stop() {
        stopper.begin();
    }

    /**
     * Whether somebody asked to stop.
     *
     * @return true from the first {@link #stop()} on
     */
    public boolean isStopping() {
        return stopper.hasBegun();
    }

    boolean isBusy() {
        return busy;
    }

    boolean mustStop() {
        return mustStop;
    }

    /** From now on, woven code of this cell ends at its next check. */
    void shutGate() {
        mustStop = true;
        StopGate.close();
    }

    ThreadGroup group() {
        return group;
    }

    Thread thread() {
        return thread;
    }

    /** Ends the thread once it is idle. Threads that the cell started live on. */
    @Override
    public void close() {
        closed = true;
        stopper.end();
        tasks.add(new FutureTask<>(() -> null));
    }
}
