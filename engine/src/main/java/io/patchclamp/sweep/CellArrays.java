package io.patchclamp.sweep;

import java.util.List;

import io.patchclamp.array.NamedArray;
import io.patchclamp.record.ResultArray;

/** A sweep in numbers. */
final class CellArrays {
    private CellArrays() {}

    /** Layer, unit and token of each cell. */
    static ResultArray of(List<Cell> cells) {
        ResultArray out = ResultArray.ids("cells", cells.size(), 3);
        for (int c = 0; c < cells.size(); c++) {
            out.put(cells.get(c).layer(), c, 0);
            out.put(cells.get(c).unit(), c, 1);
            out.put(cells.get(c).token(), c, 2);
        }
        return out;
    }

    /** One number a trial. */
    static NamedArray trialAxis(double[] numbers) {
        float[] out = new float[numbers.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) numbers[i];
        }
        return NamedArray.of(List.of("trial"), new int[] {out.length}, out);
    }
}
