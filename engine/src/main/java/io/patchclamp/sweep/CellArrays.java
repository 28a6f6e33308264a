package io.patchclamp.sweep;

import java.util.List;

import io.patchclamp.record.ResultArray;

/** Which cells a sweep had, in numbers. */
final class CellArrays {
    private CellArrays() {}

    static ResultArray of(List<Cell> cells) {
        ResultArray out = ResultArray.ids("cells", cells.size(), 3);
        for (int c = 0; c < cells.size(); c++) {
            out.put(cells.get(c).layer(), c, 0);
            out.put(cells.get(c).unit(), c, 1);
            out.put(cells.get(c).token(), c, 2);
        }
        return out;
    }
}
