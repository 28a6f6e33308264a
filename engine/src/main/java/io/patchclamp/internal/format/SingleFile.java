package io.patchclamp.internal.format;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Tensors that lie in one open file, whatever its format says about them. */
abstract class SingleFile implements TensorFile {
    final FileBytes file;
    private final List<TensorInfo> tensors;
    private final Map<String, TensorInfo> byName;

    SingleFile(FileBytes file, List<TensorInfo> tensors) {
        this.file = file;
        this.tensors = tensors;
        this.byName = tensors.stream().collect(Collectors.toMap(TensorInfo::name, Function.identity()));
    }

    @Override
    public final Path path() {
        return file.path();
    }

    @Override
    public final List<TensorInfo> tensors() {
        return tensors;
    }

    @Override
    public final Optional<TensorInfo> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    @Override
    public final void requireReadable(TensorInfo tensor) {
        file.requireReadable(tensor);
    }

    @Override
    public final void readRows(TensorInfo tensor, long firstRow, long rowCount, ByteBuffer target) {
        file.readRows(tensor, firstRow, rowCount, target);
    }

    @Override
    public final void readStored(TensorInfo tensor, long firstRow, long rowCount, ByteBuffer target) {
        file.readStored(tensor, firstRow, rowCount, target);
    }

    @Override
    public final void close() {
        file.close();
    }
}
