package io.patchclamp.figure;

/**
 * Where the items of one axis lie, in whole CSS pixels from the plot's edge. Items are pooled into cells of equal size;
 * a gap may part the cells of the prompt from the generated ones, and no cell holds both.
 *
 * @param items how many there are
 * @param pooled how many share one cell at most
 * @param split how many items come before the gap; 0 or all of them: no gap
 * @param cell the size of a cell
 */
record Axis(int items, int pooled, int split, int cell) {
    static final int GAP = 3;

    /** How far an axis may grow beyond its room where that saves pooling. */
    private static final double STRETCH = 1.15;

    /** The axis with the fewest items a cell, then the largest cells, that fits. */
    static Axis fit(int items, int split, int room, int largestCell, int leastLength) {
        int pooled = Math.max(1, (int) Math.ceil(items / (room * STRETCH)));
        int cells = new Axis(items, pooled, split, 1).cells();
        int cell = Math.max(1, Math.min(largestCell, room / cells));
        if (cell * cells < leastLength) {
            cell = leastLength / cells;
        }
        return new Axis(items, pooled, split, cell);
    }

    int cells() {
        return ceil(split) + ceil(items - split);
    }

    /** Which cell an item falls into. */
    int cellOf(int item) {
        return item < split ? item / pooled : ceil(split) + (item - split) / pooled;
    }

    /** Where a cell begins. */
    int start(int index) {
        return index * cell + (parted() && index >= ceil(split) ? GAP : 0);
    }

    /** The middle of an item's cell. */
    double centre(int item) {
        return start(cellOf(item)) + cell / 2.0;
    }

    int length() {
        return start(cells() - 1) + cell;
    }

    boolean parted() {
        return split > 0 && split < items;
    }

    private int ceil(int count) {
        return (count + pooled - 1) / pooled;
    }
}
