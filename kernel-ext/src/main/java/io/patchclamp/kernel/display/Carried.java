package io.patchclamp.kernel.display;

import java.util.concurrent.Callable;
import java.util.concurrent.Future;
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
    private Carried() {}

    /** A pool may look at what it is given: ordered tasks and futures stay what they are. */
    private static Outlet outlet(Object task) {
        return task == null || task instanceof Comparable || task instanceof Future ? null : Outlet.current();
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
}
