package io.patchclamp.stats;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What a cluster test says. Immutable. */
public final class ClusterResult {
    private final String symbol;
    private final double[] statistic;
    private final int rows;
    private final int columns;
    private final double threshold;
    private final List<Cluster> clusters;
    private final Basis basis;
    private final List<String> notes;

    ClusterResult(
            String symbol,
            double[] statistic,
            int rows,
            int columns,
            double threshold,
            List<Cluster> clusters,
            Basis basis,
            List<String> notes) {
        this.symbol = symbol;
        this.statistic = statistic;
        this.rows = rows;
        this.columns = columns;
        this.threshold = threshold;
        this.clusters = List.copyOf(clusters);
        this.basis = basis;
        this.notes = List.copyOf(notes);
    }

    /**
     * The clusters.
     *
     * @return the largest mass first
     */
    public List<Cluster> clusters() {
        return clusters;
    }

    /**
     * The clusters whose p is at most alpha.
     *
     * @param alpha such as 0.05
     * @return the largest mass first
     */
    public List<Cluster> significant(double alpha) {
        Checked.share("alpha", alpha);
        return clusters.stream().filter(c -> c.p() <= alpha * (1 + 1e-12)).toList();
    }

    /**
     * One cell's statistic.
     *
     * @param row its row, from 0
     * @param column its column, from 0
     * @return t or F; NaN where the cell could not be tested
     */
    public double statistic(int row, int column) {
        return statistic[Objects.checkIndex(row, rows) * columns + Objects.checkIndex(column, columns)];
    }

    /**
     * How many rows of cells there are.
     *
     * @return 1 where there is one dimension
     */
    public int rows() {
        return rows;
    }

    /**
     * How many columns of cells there are.
     *
     * @return such as offsets
     */
    public int columns() {
        return columns;
    }

    /**
     * What cells of a cluster are beyond.
     *
     * @return a |t| or F
     */
    public double threshold() {
        return threshold;
    }

    /**
     * The same with another basis, such as one that names the conditions.
     *
     * @param changed what it rests on
     * @return a changed copy
     */
    public ClusterResult on(Basis changed) {
        return new ClusterResult(symbol, statistic, rows, columns, threshold, clusters, changed, notes);
    }

    /**
     * What it rests on.
     *
     * @return the basis
     */
    public Basis basis() {
        return basis;
    }

    /**
     * What should be known before it is believed: first of all, that a cluster dates nothing.
     *
     * @return sentences
     */
    public List<String> notes() {
        return notes;
    }

    /**
     * Whether the conditions differ anywhere: the largest cluster's p.
     *
     * @return a test of one question; p is 1 where there is no cluster
     */
    public TestResult test() {
        Optional<Cluster> largest = clusters.stream().findFirst();
        return new TestResult(
                "cluster permutation test",
                "largest mass of " + symbol,
                largest.map(Cluster::mass).orElse(0.0),
                List.of(),
                largest.map(Cluster::p).orElse(1.0),
                List.of(),
                basis,
                notes);
    }
}
