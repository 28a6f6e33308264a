package io.patchclamp.kernel.display;

import java.util.Collections;
import java.util.Map;
import java.util.TimerTask;
import java.util.WeakHashMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What woven user code wraps around a task before it hands it to a pool: what the task prints belongs to the cell that
 * handed it over, and not to the one that made the pool or to the one that happens to run by then. Not for users.
 */
public final class Carried {
    private static final Map<TimerTask, Outlet> TIMED = Collections.synchronizedMap(new WeakHashMap<>());

    private Carried() {}

    /** A pool may look at what it is given: ordered tasks and futures stay what they are. */
    private static Outlet outlet(Object task) {
        return task == null || task instanceof Comparable || task instanceof Future ? null : OutletOfThread.current();
    }

    /**
     * A task that keeps its cell.
     *
     * @param task the task
     * @return a task that does the same
     */
    public static Runnable runnable(Runnable task) {
        Outlet outlet = outlet(task);
        return outlet == null
                ? task
                : () -> outlet.around(() -> {
                    task.run();
                    return null;
                });
    }

    /**
     * A task that keeps its cell.
     *
     * @param <T> what it gives
     * @param task the task
     * @return a task that does the same
     */
    public static <T> Callable<T> callable(Callable<T> task) {
        Outlet outlet = outlet(task);
        return outlet == null ? task : () -> outlet.calling(task);
    }

    /**
     * A task that keeps its cell.
     *
     * @param <T> what it gives
     * @param task the task
     * @return a task that does the same
     */
    public static <T> Supplier<T> supplier(Supplier<T> task) {
        Outlet outlet = outlet(task);
        return outlet == null ? task : () -> outlet.around(task);
    }

    /**
     * A task that keeps its cell.
     *
     * @param <A> what it takes
     * @param <T> what it gives
     * @param task the task
     * @return a task that does the same
     */
    public static <A, T> Function<A, T> function(Function<A, T> task) {
        Outlet outlet = outlet(task);
        return outlet == null ? task : a -> outlet.around(() -> task.apply(a));
    }

    /**
     * A task that keeps its cell.
     *
     * @param <A> what it takes
     * @param task the task
     * @return a task that does the same
     */
    public static <A> Consumer<A> consumer(Consumer<A> task) {
        Outlet outlet = outlet(task);
        return outlet == null
                ? task
                : a -> outlet.around(() -> {
                    task.accept(a);
                    return null;
                });
    }

    /**
     * A task that keeps its cell.
     *
     * @param <A> what it takes
     * @param <B> what it takes too
     * @param <T> what it gives
     * @param task the task
     * @return a task that does the same
     */
    public static <A, B, T> BiFunction<A, B, T> biFunction(BiFunction<A, B, T> task) {
        Outlet outlet = outlet(task);
        return outlet == null ? task : (a, b) -> outlet.around(() -> task.apply(a, b));
    }

    /**
     * A task that keeps its cell.
     *
     * @param <A> what it takes
     * @param <B> what it takes too
     * @param task the task
     * @return a task that does the same
     */
    public static <A, B> BiConsumer<A, B> biConsumer(BiConsumer<A, B> task) {
        Outlet outlet = outlet(task);
        return outlet == null
                ? task
                : (a, b) -> outlet.around(() -> {
                    task.accept(a, b);
                    return null;
                });
    }

    /**
     * {@code pool.schedule} of a task that keeps its cell.
     *
     * @param pool the pool
     * @param task the task
     * @param delay how long until then
     * @param unit of the delay
     * @return what the pool gave
     */
    public static ScheduledFuture<?> schedule(ScheduledExecutorService pool, Runnable task, long delay, TimeUnit unit) {
        return pool.schedule(runnable(task), delay, unit);
    }

    /**
     * {@code pool.schedule} of a task that keeps its cell.
     *
     * @param <T> what it gives
     * @param pool the pool
     * @param task the task
     * @param delay how long until then
     * @param unit of the delay
     * @return what the pool gave
     */
    public static <T> ScheduledFuture<T> schedule(
            ScheduledExecutorService pool, Callable<T> task, long delay, TimeUnit unit) {
        return pool.schedule(callable(task), delay, unit);
    }

    /**
     * {@code pool.scheduleAtFixedRate} of a task that keeps its cell.
     *
     * @param pool the pool
     * @param task the task
     * @param delay how long until the first time
     * @param period from beginning to beginning
     * @param unit of both
     * @return what the pool gave
     */
    public static ScheduledFuture<?> scheduleAtFixedRate(
            ScheduledExecutorService pool, Runnable task, long delay, long period, TimeUnit unit) {
        return pool.scheduleAtFixedRate(runnable(task), delay, period, unit);
    }

    /**
     * {@code pool.scheduleWithFixedDelay} of a task that keeps its cell.
     *
     * @param pool the pool
     * @param task the task
     * @param delay how long until the first time
     * @param pause from end to beginning
     * @param unit of both
     * @return what the pool gave
     */
    public static ScheduledFuture<?> scheduleWithFixedDelay(
            ScheduledExecutorService pool, Runnable task, long delay, long pause, TimeUnit unit) {
        return pool.scheduleWithFixedDelay(runnable(task), delay, pause, unit);
    }

    /**
     * What a woven constructor of a timer's task tells: the task belongs to the cell that makes it.
     *
     * @param task the task
     */
    public static void made(TimerTask task) {
        Outlet outlet = OutletOfThread.current();
        if (outlet != null) {
            TIMED.put(task, outlet);
        }
    }

    /**
     * What a woven task of a timer tells when it begins. A timer's thread runs tasks and nothing else, so there is nothing to
     * go back to afterwards.
     *
     * @param task the task
     */
    public static void begins(TimerTask task) {
        Outlet outlet = TIMED.get(task);
        if (outlet != null && Thread.currentThread().getClass().getName().equals("java.util.TimerThread")) {
            OutletOfThread.carry(outlet);
        }
    }
}
