package io.patchclamp.internal.load;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

import io.patchclamp.internal.djl.Scope;
import io.patchclamp.internal.djl.Tensor;
import io.patchclamp.internal.djl.Weight;
import io.patchclamp.internal.format.TensorFile;
import io.patchclamp.internal.load.ModelFiles.Planned;
import io.patchclamp.internal.vector.Matrix;
import io.patchclamp.internal.vector.Packing;

/**
 * Native memory for all weights of a model: one block for those in single precision, one for those that stay as the file stores
 * them. Each goes back to the system whole when the model is closed.
 */
final class WeightMemory {
    private static final long CACHE_LINE = 64;
    private static final long WINDOW_BYTES = 1 << 30;

    /** One weight's memory, and how it is filled. */
    record Place(Weight weight, Reading reading) {}

    /** What reads some stored rows to where they belong, on any thread. */
    interface Reading {
        Runnable of(TensorFile file, long first, long count);
    }

    private final Scope scope;
    private final Tensor numbers;
    private final Tensor stored;
    private long usedNumbers;
    private long usedStored;

    private WeightMemory(Scope scope, long numbers, long stored) {
        this.scope = scope;
        this.numbers = numbers == 0 ? null : scope.empty(numbers / Float.BYTES);
        this.stored = stored == 0 ? null : scope.empty(stored / Float.BYTES);
    }

    static WeightMemory of(Scope scope, List<Planned> weights) {
        long numbers = 0;
        long stored = 0;
        for (Planned weight : weights) {
            if (packing(weight).isPresent()) {
                stored += storedBytes(weight);
            } else {
                numbers += numberBytes(weight);
            }
        }
        return new WeightMemory(scope, numbers, stored);
    }

    /** How a weight stays packed; empty if it is expanded when it is read. */
    private static Optional<Packing> packing(Planned weight) {
        Placement placement = weight.placement();
        boolean matrix = weight.shape().size() == 2 && !placement.columns() && placement.shift() == 0;
        return matrix ? Packing.named(weight.stored().type().name()).filter(Scope::keeps) : Optional.empty();
    }

    private static long aligned(long bytes) {
        return (bytes + CACHE_LINE - 1) / CACHE_LINE * CACHE_LINE;
    }

    private static long numberBytes(Planned weight) {
        return aligned(weight.stored().count() * Float.BYTES);
    }

    private static long storedBytes(Planned weight) {
        return aligned(weight.stored().rows() * weight.stored().rowBytes());
    }

    /** The next weight's, in the order in which they were counted. */
    Place place(Planned weight) {
        Optional<Packing> packing = packing(weight);
        if (packing.isEmpty()) {
            long first = usedNumbers / Float.BYTES;
            usedNumbers += numberBytes(weight);
            return expanded(weight, first);
        }
        long first = usedStored / Float.BYTES;
        usedStored += storedBytes(weight);
        return packed(weight, packing.get(), first);
    }

    private Place expanded(Planned weight, long first) {
        Tensor tensor;
        try (Tensor stretch = numbers.narrow(0, first, first + weight.stored().count())) {
            tensor = stretch.reshape(weight.placed());
        }
        return new Place(Weight.of(tensor), (file, from, count) -> {
            boolean rows = weight.placement().inOrder() && weight.shape().size() > 1;
            ByteBuffer window = rows ? scope.window(tensor, from, count) : scope.window(tensor, 0, tensor.shape()[0]);
            return weight.placement().inOrder()
                    ? () -> file.readRows(weight.stored(), from, count, window)
                    : () -> PlacedRows.read(file, weight, from, count, window);
        });
    }

    private Place packed(Planned weight, Packing packing, long first) {
        long rowBytes = weight.stored().rowBytes();
        int rows = Math.toIntExact(weight.stored().rows());
        // Four rows begin at a whole number of the block's own numbers.
        int perWindow = (int) Math.min(rows, Math.max(4, WINDOW_BYTES / rowBytes / 4 * 4));
        ByteBuffer[] windows = new ByteBuffer[(rows + perWindow - 1) / perWindow];
        for (int i = 0; i < windows.length; i++) {
            long begin = (long) i * perWindow * rowBytes;
            long bytes = Math.min((long) perWindow, rows - (long) i * perWindow) * rowBytes;
            ByteBuffer window =
                    scope.window(stored, first + begin / Float.BYTES, (bytes + Float.BYTES - 1) / Float.BYTES);
            windows[i] = window.slice(0, (int) bytes).order(window.order());
        }
        int width = Math.toIntExact(weight.stored().rowLength());
        Weight ours = scope.packed(new Matrix(packing, rows, width, perWindow, windows));
        PackedRows target = new PackedRows(weight, windows, perWindow);
        return new Place(ours, (file, from, count) -> () -> target.read(file, from, count));
    }
}
