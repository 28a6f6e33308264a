package io.patchclamp.internal.load;

import java.nio.ByteBuffer;
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
import io.patchclamp.internal.djl.Tensor;
import io.patchclamp.internal.load.ModelFiles.Planned;
import io.patchclamp.progress.Progress;

/** Reads weights straight into native memory, several pieces at once. */
final class WeightReader {
    /** A piece is expanded in a few milliseconds, so that threads end together and an interrupt is heard soon. */
    private static final long PIECE = 1 << 22;

    private WeightReader() {}

    static Map<String, Tensor> read(ModelFiles files, Scope scope, Progress progress) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
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
            // One block for all: it goes back to the system whole when the model is closed.
            Tensor block = scope.empty(files.weights().stream()
                    .mapToLong(w -> aligned(w.stored().count()))
                    .sum());
            long offset = 0;
            for (Planned weight : files.weights()) {
                long size = weight.stored().count();
                Tensor tensor;
                try (Tensor stretch = block.narrow(0, offset, offset + size)) {
                    tensor = stretch.reshape(weight.placed());
                }
                offset += aligned(size);
                tensors.put(weight.name(), tensor);
                boolean vector = weight.shape().size() == 1;
                long width = weight.stored().rowLength();
                long rows = weight.stored().rows();
                long step = Math.max(1, PIECE / width);
                for (long first = 0; first < rows; first += step) {
                    long from = first;
                    long count = Math.min(step, rows - first);
                    if (weight.placement().inOrder()) {
                        ByteBuffer target = vector ? scope.window(tensor, 0, width) : scope.window(tensor, from, count);
                        pieces.add(pool.submit(() -> files.tensors().readRows(weight.stored(), from, count, target)));
                    } else {
                        ByteBuffer whole = scope.window(tensor, 0, tensor.shape()[0]);
                        pieces.add(pool.submit(() -> PlacedRows.read(files.tensors(), weight, from, count, whole)));
                    }
                    pieces.add(pool.submit(() -> done.addAndGet(count * width)));
                }
            }
            for (Future<?> piece : pieces) {
                piece.get();
                progress.at("loading", done.get(), total, "weights");
            }
            return tensors;
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

    /** Up to a whole number of cache lines. */
    private static long aligned(long count) {
        return (count + 15) / 16 * 16;
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
