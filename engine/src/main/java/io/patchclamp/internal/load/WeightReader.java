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
                    tensor = stretch.reshape(weight.shape().stream()
                            .mapToLong(Integer::longValue)
                            .toArray());
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
                    ByteBuffer target = vector ? scope.window(tensor, 0, width) : scope.window(tensor, from, count);
                    if (weight.interleavedHead() > 0) {
                        // Rows of one head change places among themselves, so each is written on its own.
                        ByteBuffer whole =
                                scope.window(tensor, 0, weight.shape().get(0));
                        pieces.add(pool.submit(() -> apart(files, weight, from, count, whole, vector)));
                    } else {
                        pieces.add(pool.submit(() -> files.tensors().readRows(weight.stored(), from, count, target)));
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

    /**
     * Row {@code 2 i + c} of a head in the file is row {@code c · d/2 + i} of that head in {@code transformers}: the
     * converter puts the two dimensions that rotate together side by side.
     */
    private static void apart(
            ModelFiles files, Planned weight, long first, long count, ByteBuffer whole, boolean vector) {
        int head = weight.interleavedHead();
        if (vector) {
            ByteBuffer inOrder = ByteBuffer.allocateDirect(whole.capacity()).order(whole.order());
            files.tensors().readRows(weight.stored(), 0, 1, inOrder);
            for (int i = 0; i < whole.capacity() / Float.BYTES; i++) {
                whole.putFloat(Float.BYTES * (int) place(i, head), inOrder.getFloat(Float.BYTES * i));
            }
            return;
        }
        int rowBytes = Math.toIntExact(weight.stored().rowLength() * Float.BYTES);
        for (long row = first; row < first + count; row++) {
            ByteBuffer target = whole.slice(Math.toIntExact(place(row, head) * rowBytes), rowBytes);
            files.tensors().readRows(weight.stored(), row, 1, target);
        }
    }

    /** Up to a whole number of cache lines. */
    private static long aligned(long count) {
        return (count + 15) / 16 * 16;
    }

    static long place(long row, int head) {
        long within = row % head;
        return row - within + within % 2 * (head / 2) + within / 2;
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
