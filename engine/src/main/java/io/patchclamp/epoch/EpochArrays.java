package io.patchclamp.epoch;

import java.util.Arrays;
import java.util.List;

import io.patchclamp.array.NamedArray;
import io.patchclamp.record.ResultArray;

/** Epochs as arrays, missing offsets as NaN. */
final class EpochArrays {
    private EpochArrays() {}

    static NamedArray all(Epochs epochs) {
        int length = epochs.alignment().length();
        int width = epochs.units().size();
        float[] all = new float[Math.multiplyExact(Math.multiplyExact(epochs.count(), length), width)];
        Arrays.fill(all, Float.NaN);
        for (int t = 0; t < epochs.count(); t++) {
            for (int o = 0; o < length; o++) {
                float[] row = epochs.cuts().get(t).rows()[o];
                if (row != null) {
                    System.arraycopy(row, 0, all, (t * length + o) * width, width);
                }
            }
        }
        return NamedArray.of(List.of("trial", "offset", "unit"), new int[] {epochs.count(), length, width}, all);
    }

    static List<ResultArray> exported(Epochs epochs) {
        ResultArray offsets = ResultArray.ids("offsets", epochs.alignment().length());
        ResultArray n = ResultArray.ids("n", epochs.alignment().length());
        List<Integer> counts = epochs.counts();
        for (int i = 0; i < epochs.alignment().length(); i++) {
            offsets.put(epochs.alignment().from() + i, i);
            n.put(counts.get(i), i);
        }
        return List.of(ResultArray.of("epochs", all(epochs)), offsets, n);
    }
}
