package io.patchclamp.internal.load;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.patchclamp.array.NamedArray;
import io.patchclamp.internal.format.TensorFile;
import io.patchclamp.internal.format.TensorInfo;
import io.patchclamp.internal.format.WeightType;

/** Tensors that are in no file. */
final class MemoryTensors implements TensorFile {
    private final Path path;
    private final Map<String, NamedArray> arrays;
    private final List<TensorInfo> tensors = new ArrayList<>();

    /**
     * Tensors.
     *
     * @param path stands for a file's name
     * @param arrays by name
     */
    MemoryTensors(Path path, Map<String, NamedArray> arrays) {
        this.path = path;
        this.arrays = arrays;
        arrays.forEach((name, array) -> {
            long[] shape = Arrays.stream(array.shape()).asLongStream().toArray();
            tensors.add(new TensorInfo(name, WeightType.F32, shape, 0, 4L * array.size()));
        });
    }

    @Override
    public Path path() {
        return path;
    }

    @Override
    public List<TensorInfo> tensors() {
        return tensors;
    }

    @Override
    public Optional<TensorInfo> find(String name) {
        return tensors.stream().filter(t -> t.name().equals(name)).findFirst();
    }

    @Override
    public void requireReadable(TensorInfo tensor) {}

    @Override
    public void readRows(TensorInfo tensor, long firstRow, long rowCount, ByteBuffer target) {
        int from = (int) (firstRow * tensor.rowLength());
        float[] numbers = new float[(int) (rowCount * tensor.rowLength())];
        arrays.get(tensor.name()).copyTo(from, numbers, 0, numbers.length);
        target.slice().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(numbers);
        target.position(target.position() + 4 * numbers.length);
    }

    /** In memory as in a file: single precision. */
    @Override
    public void readStored(TensorInfo tensor, long firstRow, long rowCount, ByteBuffer target) {
        readRows(tensor, firstRow, rowCount, target);
    }

    @Override
    public void close() {}
}
