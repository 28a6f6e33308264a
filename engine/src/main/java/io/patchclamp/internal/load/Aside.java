package io.patchclamp.internal.load;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

import io.patchclamp.fault.CancelledException;

/** What is done on a thread of its own while a model is loaded. */
final class Aside {
    private Aside() {}

    static <T> Future<T> run(String name, Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
        return task;
    }

    /** Its result; what it threw is thrown here. */
    static <T> T join(Future<T> work) {
        try {
            return work.get();
        } catch (InterruptedException e) {
            throw new CancelledException("Interrupted while loading.", "run the cell again; nothing was loaded", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException known) {
                throw known;
            }
            throw new IllegalStateException("loading: " + e.getCause(), e);
        }
    }
}
