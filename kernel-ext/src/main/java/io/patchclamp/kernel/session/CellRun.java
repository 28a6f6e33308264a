package io.patchclamp.kernel.session;

import java.lang.ref.WeakReference;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.patchclamp.kernel.display.Outlet;
import io.patchclamp.kernel.display.OutletOfThread;

/**
 * One cell while it runs: a thread of its own for all of its user code, in a group of its own, so that it and the threads
 * it starts can be stopped without touching those of other cells. Javac never runs on it: an interrupt would close the
 * files under javac's feet.
 */
public final class CellRun implements AutoCloseable {
    private static final int LOST_STEP_MILLIS = 100;
    private static final int STACK_BYTES = 8 << 20;
    private static final InheritableThreadLocal<CellRun> OF_THREAD = new InheritableThreadLocal<>();
    private static final Set<CellRun> STOPPED = ConcurrentHashMap.newKeySet();
    private static final Map<Outlet, CellRun> OF_OUTLET = Collections.synchronizedMap(new WeakHashMap<>());
    private static volatile CellRun running;

    private final LinkedBlockingQueue<Task<?>> tasks = new LinkedBlockingQueue<>();
    private final ThreadGroup group = new ThreadGroup("cell");
    private final Thread thread;
    private final Stopper stopper = new Stopper(this);
    private final Object guard = new Object();
    private volatile WeakReference<Outlet> outlet = new WeakReference<>(null);
    private boolean inside;
    private volatile boolean closed;
    private volatile boolean mustStop;
    private volatile boolean busy;
    private volatile boolean abandoned;
    private long nanos;

    /**
     * A thread for a cell.
     *
     * @param loader the context class loader of its code
     * @param first what the thread does before all else, such as finding its way out
     */
    public CellRun(ClassLoader loader, Runnable first) {
        STOPPED.removeIf(run -> run.group.activeCount() == 0 && run.helpers().isEmpty());
        if (STOPPED.isEmpty()) {
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
        Outlet carried = OutletOfThread.carried();
        CellRun giver = carried == null ? null : OF_OUTLET.get(carried);
        if (giver != null) { // a task of a later cell on an earlier one's pool
            return giver;
        }
        boolean pooled = Thread.currentThread() instanceof ForkJoinWorkerThread worker
                && worker.getPool() == ForkJoinPool.commonPool();
        return pooled ? running : OF_THREAD.get();
    }

    private void serve(Runnable first) {
        OF_THREAD.set(this);
        first.run();
        Outlet mine = OutletOfThread.current();
        if (mine != null) {
            outlet = new WeakReference<>(mine);
            OF_OUTLET.put(mine, this);
        }
        while (!closed) {
            try {
                Task<?> task = tasks.take();
                busy = true;
                task.run();
            } catch (InterruptedException | StopGate.Stop betweenTasks) {
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
        Task<T> task = new Task<>(code);
        long began = System.nanoTime();
        tasks.add(task);
        try {
            return await(task);
        } finally {
            nanos += System.nanoTime() - began;
        }
    }

    private <T> T await(Task<T> task) throws Throwable {
        boolean idle = false;
        while (true) {
            try {
                if (task.done.await(LOST_STEP_MILLIS, TimeUnit.MILLISECONDS)) {
                    if (task.thrown != null) {
                        throw task.thrown;
                    }
                    return task.value;
                }
                boolean lost = isStopping() && isIdle() && task.done.getCount() > 0;
                if (abandoned || lost && idle) { // lost: the thread was stopped between its work and saying so
                    throw new StopGate.Stop();
                }
                idle = lost;
            } catch (InterruptedException notOurs) {
                if (task.thrown == notOurs) {
                    throw notOurs;
                }
                // The thread that waits belongs to the kernel; only the cell's thread is interrupted.
            }
        }
    }

    private boolean isIdle() {
        return !thread.isAlive()
                || tasks.isEmpty()
                        && Stream.of(thread.getStackTrace())
                                .anyMatch(f -> f.getMethodName().equals("take"));
    }

    /** Throws in the thread of this cell, unless it has left user code: what it does then must be done whole. */
    void throwInside(Throwable reason) {
        synchronized (guard) {
            if (inside) {
                ThreadEnd.in(thread, reason);
            }
        }
    }

    private void enterUserCode() {
        synchronized (guard) {
            inside = true;
        }
    }

    /** After this nothing is thrown in from outside any more, and what was on its way has arrived. */
    private void leaveUserCode() {
        for (boolean left = false; !left; ) {
            try {
                synchronized (guard) {
                    inside = false;
                }
                Thread.yield(); // into the JVM and back: here it throws what was still on its way
                left = true;
            } catch (StopGate.Stop arrived) {
                left = false;
            }
        }
    }

    /** Not a FutureTask: that calls {@code toString()} of what was thrown, user code, on the thread that waits. */
    private final class Task<T> {
        private final Callable<T> code;
        private final CountDownLatch done = new CountDownLatch(1);
        private T value;
        private Throwable thrown;

        Task(Callable<T> code) {
            this.code = code;
        }

        void run() {
            try {
                enterUserCode();
                value = code.call();
            } catch (Throwable e) { // handed to whoever waits
                thrown = e;
            } finally {
                leaveUserCode();
                done.countDown();
            }
        }
    }

    /**
     * How long user code has run, without compiling.
     *
     * @return nanoseconds so far; for the thread that calls
     */
    public long nanos() {
        return nanos;
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

    /** Whether no cell was begun after this one: the common pool works for it, if for any. */
    boolean isNewest() {
        return running == this;
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
        STOPPED.add(this);
        StopGate.close();
    }

    /** Nobody waits for this cell's thread any more. It ends at its next check, whenever that is. */
    void abandon() {
        abandoned = true;
        thread.setPriority(Thread.MIN_PRIORITY);
    }

    /** Interrupts all threads of the cell, and those of others that work for it. */
    void interrupt() {
        group.interrupt();
        helpers().forEach(Thread::interrupt);
    }

    ThreadGroup group() {
        return group;
    }

    /** Threads of earlier cells that run a task which this one handed over. */
    List<Thread> helpers() {
        Outlet mine = outlet.get();
        return mine == null
                ? List.of()
                : mine.workers().stream()
                        .filter(t -> t != thread && !within(t.getThreadGroup()))
                        .toList();
    }

    /** Whether a group of threads is this cell's, or was made by it. */
    boolean within(ThreadGroup some) {
        ThreadGroup at = some;
        while (at != null && at != group) {
            at = at.getParent();
        }
        return at != null;
    }

    Thread thread() {
        return thread;
    }

    /** Ends the thread once it is idle. Threads that the cell started live on. */
    @Override
    public void close() {
        closed = true;
        stopper.end();
        if (stopper.hasBegun() && (group.activeCount() > 1 || !helpers().isEmpty())) {
            shutGate(); // a stopped cell's pool threads may be in loops of their own
            interrupt();
        }
        tasks.add(new Task<>(() -> null));
    }
}
