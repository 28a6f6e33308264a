package io.patchclamp.internal.decoder;

import java.util.ArrayList;
import java.util.List;

/**
 * Positions that follow each other, of which the logits are one product.
 *
 * @param index where they begin in the list of positions
 * @param position the first of them
 * @param count how many there are
 */
record Consecutive(int index, int position, int count) {
    /** All positions in their order, at most so many together; none from both sides of the border. */
    static List<Consecutive> of(int[] positions, int most, int border) {
        List<Consecutive> runs = new ArrayList<>();
        int first = 0;
        for (int i = 1; i <= positions.length; i++) {
            boolean ends = i == positions.length || positions[i] != positions[i - 1] + 1 || positions[i] == border;
            if (ends || i - first == most) {
                runs.add(new Consecutive(first, positions[first], i - first));
                first = i;
            }
        }
        return runs;
    }
}
