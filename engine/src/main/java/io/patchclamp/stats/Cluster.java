package io.patchclamp.stats;

import java.util.List;

/**
 * Neighbouring cells on the same side of zero, beyond the threshold.
 *
 * @param cells row and column of each, from 0, row by row
 * @param mass the sum of their statistics
 * @param p the probability of so large a mass anywhere, where the conditions do not differ
 */
public record Cluster(List<Place> cells, double mass, double p) {
    public Cluster {
        cells = List.copyOf(cells);
    }

    /**
     * Where a cell is.
     *
     * @param row such as a layer's; 0 where there is one dimension
     * @param column such as an offset's
     */
    public record Place(int row, int column) {}

    /**
     * The columns it touches.
     *
     * @return in ascending order
     */
    public List<Integer> columns() {
        return cells.stream().map(Place::column).distinct().sorted().toList();
    }
}
