package io.patchclamp.internal.load;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import io.patchclamp.internal.format.TensorFile;
import io.patchclamp.internal.format.TensorInfo;

/**
 * Whether a checkpoint has an unembedding that is not its embedding, though its config says that they are one. Then
 * {@code transformers} (5.x) takes what is there, and does not tie them.
 */
final class OwnHead {
    private static final List<String> HEADS = List.of("lm_head.weight", "embed_out.weight");
    private static final List<String> EMBEDDINGS = List.of("embed_tokens.weight", "wte.weight", "embed_in.weight");
    private static final int WEIGHTS_AT_ONCE = 1 << 18;

    private OwnHead() {}

    static boolean in(TensorFile file) {
        Optional<TensorInfo> head = named(file, HEADS);
        Optional<TensorInfo> embedding = named(file, EMBEDDINGS);
        return head.isPresent() && embedding.isPresent() && !same(file, head.get(), embedding.get());
    }

    private static Optional<TensorInfo> named(TensorFile file, List<String> ends) {
        return file.tensors().stream()
                .filter(t -> ends.stream().anyMatch(t.name()::endsWith))
                .findFirst();
    }

    private static boolean same(TensorFile file, TensorInfo a, TensorInfo b) {
        if (!Arrays.equals(a.shape(), b.shape())) {
            // Which of the two is wrong is for the check of shapes to say.
            return true;
        }
        long together = Math.max(1, WEIGHTS_AT_ONCE / Math.max(1, a.rowLength()));
        for (long first = 0; first < a.rows(); first += together) {
            long count = Math.min(together, a.rows() - first);
            if (!numbers(file, a, first, count).equals(numbers(file, b, first, count))) {
                return false;
            }
        }
        return true;
    }

    private static ByteBuffer numbers(TensorFile file, TensorInfo tensor, long first, long count) {
        ByteBuffer rows = ByteBuffer.allocateDirect(Math.toIntExact(count * tensor.rowLength() * Float.BYTES));
        file.readRows(tensor, first, count, rows);
        return rows.flip();
    }
}
