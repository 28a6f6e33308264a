package io.patchclamp.internal.hub;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.patchclamp.fault.CancelledException;
import io.patchclamp.fault.PatchclampException;
import io.patchclamp.progress.Progress;

/**
 * Threads that talk to the hub while the caller's own watches: for an interrupt, for a stream that brings nothing any
 * more, and to say how far it is. A blocked read of Java's client hears no interrupt; a closed stream ends it.
 */
final class Crew implements AutoCloseable {
    private static final long LOOK_MILLIS = 50;

    private final ExecutorService threads;
    private final Progress progress;
    private final Meter meter;
    private final String name;
    private final long stallNanos;
    private final Set<Stream> streams = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    Crew(String name, int size, Duration stall, Progress progress, Meter meter) {
        this.name = name;
        this.progress = progress;
        this.meter = meter;
        this.stallNanos = stall.toNanos();
        this.threads = Executors.newFixedThreadPool(size, task -> {
            Thread thread = new Thread(task, "hub");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** A body that is being read, under watch until it is closed. */
    final class Stream implements AutoCloseable {
        private final InputStream in;
        private volatile long last = System.nanoTime();
        private volatile boolean stalled;

        private Stream(InputStream in) {
            this.in = in;
            streams.add(this);
        }

        int read(byte[] buffer) throws IOException {
            try {
                int n = in.read(buffer);
                if (stalled) {
                    throw new IOException("nothing came for " + seconds());
                }
                last = System.nanoTime();
                return n;
            } catch (IOException e) {
                throw stalled ? new IOException("nothing came for " + seconds(), e) : e;
            }
        }

        private String seconds() {
            long millis = TimeUnit.NANOSECONDS.toMillis(stallNanos);
            return millis >= 1000 ? millis / 1000 + " s" : millis + " ms";
        }

        @Override
        public void close() {
            streams.remove(this);
            shut();
        }

        private void shut() {
            try {
                in.close();
            } catch (IOException e) {
                // It is not read any more.
            }
        }
    }

    Stream watch(InputStream in) {
        return new Stream(in);
    }

    /** Stops a thread that lost its interrupt in Java's client. */
    void requireOpen() throws InterruptedException {
        if (closed) {
            throw new InterruptedException();
        }
    }

    <T> T one(Callable<T> work) throws UnreachableException {
        return await(threads.submit(work));
    }

    void all(List<? extends Callable<Void>> works) throws UnreachableException {
        List<Future<Void>> futures = new ArrayList<>();
        works.forEach(work -> futures.add(threads.submit(work)));
        // A failure behind one that takes long is heard at once.
        List<Future<Void>> open = new ArrayList<>(futures);
        while (!open.isEmpty()) {
            Future<Void> next = open.stream().filter(Future::isDone).findFirst().orElse(open.get(0));
            if (next.isDone()) {
                await(next);
                open.remove(next);
            } else {
                look(next);
            }
        }
    }

    private <T> T await(Future<T> future) throws UnreachableException {
        while (!future.isDone()) {
            look(future);
        }
        try {
            return future.get();
        } catch (InterruptedException e) {
            throw cancelled(e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof UnreachableException unreachable) {
                throw unreachable;
            }
            if (cause instanceof PatchclampException known) {
                throw known;
            }
            if (cause instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException("fetching " + name + ": " + cause, cause);
        }
    }

    private void look(Future<?> future) {
        try {
            future.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw cancelled(e);
        } catch (TimeoutException | ExecutionException e) {
            // Not yet, or what it is will be said by whoever awaits it.
        }
        meter.report(progress);
        long now = System.nanoTime();
        for (Stream stream : streams) {
            if (now - stream.last > stallNanos) {
                stream.stalled = true;
                stream.shut();
            }
        }
    }

    private CancelledException cancelled(InterruptedException e) {
        return new CancelledException(
                "Interrupted while fetching '" + name + "': " + meter + " are here.",
                "run the cell again; it goes on where it stopped",
                e);
    }

    /** Ends what still runs, and waits until nobody writes any more. */
    @Override
    public void close() {
        closed = true;
        threads.shutdownNow();
        streams.forEach(Stream::shut);
        boolean interrupted = false;
        for (int i = 0; i < 50; i++) {
            try {
                if (threads.awaitTermination(100, TimeUnit.MILLISECONDS)) {
                    break;
                }
                streams.forEach(Stream::shut);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
