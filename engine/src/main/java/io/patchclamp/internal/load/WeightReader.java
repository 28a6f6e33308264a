package io.patchclamp.internal.load;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

import io.patchclamp.fault.CancelledException;
import io.patchclamp.fault.PatchclampException;
import io.patchclamp.internal.djl.Scope;
import io.patchclamp.internal.djl.Weight;
import io.patchclamp.internal.load.ModelFiles.Planned;
import io.patchclamp.progress.Progress;

/** Reads weights straight into native memory, several pieces at once. */
final class WeightReader {
    /** A piece is expanded in a few milliseconds, so that threads end together and an interrupt is heard soon. */
    private static final long PIECE = 1 << 22;

    private WeightReader() {}

    static Map<String, Weight> read(ModelFiles files, Scope scope, Progress progress) {
        Map<String, Weight> weights = new LinkedHashMap<>();
        int threads = Runtime.getRuntime().availableProcessors();
        ExecutorService pool = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, "weights");
            thread.setDaemon(true);
            return thread;
        });
        List<Future<?>> pieces = new ArrayList<>();
        AtomicLong done = new AtomicLong();
        long total = files.weights().stream().mapToLong(w -> w.stored().count()).sum();
        try {
            WeightMemory memory = WeightMemory.of(scope, files.weights());
            for (Planned weight : files.weights()) {
                WeightMemory.Place place = memory.place(weight);
                weights.put(weight.name(), place.weight());
                long rows = weight.stored().rows();
                long step = Math.max(1, PIECE / weight.stored().rowLength());
                for (long first = 0; first < rows; first += step) {
                    long from = first;
                    long count = Math.min(step, rows - first);
                    Runnable reading = place.reading().of(files.tensors(), from, count);
                    pieces.add(pool.submit(() -> {
                        reading.run();
                        done.addAndGet(count * weight.stored().rowLength());
                    }));
                }
            }
            for (Future<?> piece : pieces) {
                piece.get();
                progress.at("loading", done.get(), total, "weights");
            }
            return weights;
        } catch (InterruptedException e) {
            throw new CancelledException("Interrupted while loading.", "run the cell again; nothing was loaded", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof PatchclampException known) {
                throw known;
            }
            throw new IllegalStateException("reading weights: " + e.getCause(), e);
        } finally {
            // Native memory must not be freed under a thread that still writes to it.
            pieces.forEach(p -> p.cancel(false));
            pool.shutdown();
            awaitQuietly(pool);
        }
    }

    private static void awaitQuietly(ExecutorService pool) {
        boolean interrupted = false;
        while (true) {
            try {
                if (pool.awaitTermination(1, java.util.concurrent.TimeUnit.SECONDS)) {
                    break;
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
