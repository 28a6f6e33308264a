package io.patchclamp.record;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

import io.patchclamp.internal.format.StoredArray;
import io.patchclamp.internal.format.WeightType;

/**
 * The whole numbers of an exported recording.
 *
 * @param tokens {@code [trial, token]}: ids, -1 where a trial is shorter
 * @param counts {@code [trial]}: how many ids of each trial are real
 * @param steps {@code [trial, token]}: the forward pass that made each, -1 where a trial is shorter
 */
record TokenArrays(long[][] tokens, long[] counts, long[][] steps) {
    /**
     * If tokens were not pooled, one id for each recorded row. If they were, the rows stand for more than themselves, and
     * there is one id for each token the model read.
     */
    static TokenArrays of(Recording recording, Padding side) {
        int n = recording.trials().size();
        long[][] ids = new long[n][];
        long[][] passes = new long[n][];
        long[] counts = new long[n];
        int longest = 0;
        for (int t = 0; t < n; t++) {
            RecordedTrial trial = recording.trials().get(t);
            if (recording.pool().equals("none")) {
                ids[t] = trial.rows().stream().mapToLong(r -> id(trial, r)).toArray();
                passes[t] = trial.steps().stream().mapToLong(s -> s).toArray();
            } else {
                int prompt = trial.prompt().count();
                int read = prompt + recording.forwardPasses().get(t) - 1;
                ids[t] = new long[read];
                passes[t] = new long[read];
                for (int i = 0; i < read; i++) {
                    ids[t][i] = id(trial, i);
                    passes[t][i] = Math.max(0, i - prompt + 1);
                }
            }
            counts[t] = ids[t].length;
            longest = Math.max(longest, ids[t].length);
        }
        return new TokenArrays(padded(ids, longest, side), counts, padded(passes, longest, side));
    }

    /** The id of a token, counted over prompt then generated; -1 for the mean of many. */
    static int id(RecordedTrial trial, int index) {
        int prompt = trial.prompt().count();
        if (index < 0) {
            return -1;
        }
        return index < prompt
                ? trial.prompt().ids().get(index)
                : trial.generated().get(index - prompt);
    }

    private static long[][] padded(long[][] rows, int length, Padding side) {
        long[][] padded = new long[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            padded[i] = new long[length];
            Arrays.fill(padded[i], -1);
            System.arraycopy(rows[i], 0, padded[i], side.start(rows[i].length, length), rows[i].length);
        }
        return padded;
    }

    /** The three, ready to be written. */
    List<StoredArray> stored() {
        long[] square = {tokens.length, tokens.length == 0 ? 0 : tokens[0].length};
        return List.of(
                new StoredArray("tokens", WeightType.I64, square, out -> write(tokens, out)),
                new StoredArray(
                        "n_tokens",
                        WeightType.I64,
                        new long[] {counts.length},
                        out -> write(new long[][] {counts}, out)),
                new StoredArray("step", WeightType.I64, square, out -> write(steps, out)));
    }

    private static void write(long[][] rows, OutputStream out) throws IOException {
        for (long[] row : rows) {
            ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES * row.length).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asLongBuffer().put(row);
            out.write(bytes.array());
        }
    }
}
