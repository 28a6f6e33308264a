package io.patchclamp.progress;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;

/**
 * Does pieces of work on some threads, none of which is left when it is done, fails or is interrupted. A piece that takes
 * longer than a tenth of a second calls {@link Progress#checkCancelled} now and then: its thread is interrupted when nobody
 * waits for it any more.
 */
public final class Crew {
    private static final int POLL_MS = 50;

    private final int threads;

    /**
     * A crew.
     *
     * @param threads how many; at least one is taken
     */
    public Crew(int threads) {
        this.threads = Math.max(1, threads);
    }

    /**
     * As many threads as there are processors.
     *
     * @return a crew
     */
    public static Crew all() {
        return new Crew(Runtime.getRuntime().availableProcessors());
    }

    /**
     * Does all pieces and returns when none is under way.
     *
     * @param pieces how many there are
     * @param what what is being done, for progress and for the message where it is interrupted
     * @param progress told from the calling thread, which can be interrupted
     * @param work does the piece of a number, on any thread
     * @throws io.patchclamp.fault.CancelledException if the calling thread is interrupted
     */
    public void each(int pieces, String what, Progress progress, IntConsumer work) {
        AtomicBoolean stopped = new AtomicBoolean();
        ExecutorService threadPool = Executors.newFixedThreadPool(Math.min(threads, Math.max(1, pieces)), r -> {
            Thread thread = new Thread(r, "patchclamp-crew");
            thread.setDaemon(true);
            return thread;
        });
        try {
            ExecutorCompletionService<Boolean> done = new ExecutorCompletionService<>(threadPool);
            for (int i = 0; i < pieces; i++) {
                int piece = i;
                done.submit(() -> {
                    if (!stopped.get()) {
                        work.accept(piece);
                    }
                    return true;
                });
            }
            for (int i = 0; i < pieces; ) {
                Progress.checkCancelled(what);
                Future<Boolean> next = done.poll(POLL_MS, TimeUnit.MILLISECONDS);
                if (next != null) {
                    next.get();
                    progress.at(what, ++i, pieces, "parts");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            Progress.checkCancelled(what);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException) {
                throw (RuntimeException) e.getCause();
            }
            throw (Error) e.getCause();
        } finally {
            stopped.set(true);
            threadPool.shutdownNow();
        }
    }
}
