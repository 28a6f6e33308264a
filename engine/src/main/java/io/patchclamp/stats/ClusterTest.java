package io.patchclamp.stats;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;

import io.patchclamp.fault.PatchclampException;
import io.patchclamp.progress.Progress;

/**
 * Whether conditions differ anywhere over offsets, or over layers and offsets (Maris and Oostenveld 2007). Neighbouring
 * cells whose t is beyond a threshold, on the same side, form a cluster; its mass is the sum of their t; each mass is held
 * to the largest one that chance gives. Neighbours are above, below, left and right.
 *
 * <p>A cell counts the items that have a number there: NaN is an item that has none, so that windows may be ragged. Cells
 * with fewer than two items in a condition, or without variance, are in no cluster, and are counted.
 *
 * <p>Where all arrangements are counted, each is counted once. MNE 1.13, one-sided and exact, counts the observed one twice and
 * leaves out another, so that its p may be larger by one in all arrangements; two-sided both agree.
 *
 * @param threshold the |t| (or F) that a cell must be beyond; empty for that of p = .05 by itself
 * @param tail which differences count
 * @param resampling how arrangements are drawn where they are many
 * @param progress hears how far it is
 */
public record ClusterTest(OptionalDouble threshold, Tail tail, Resampling resampling, Progress progress) {
    public ClusterTest {
        Objects.requireNonNull(threshold, "threshold");
        Objects.requireNonNull(tail, "tail");
        Objects.requireNonNull(resampling, "resampling");
        Objects.requireNonNull(progress, "progress");
        if (threshold.isPresent() && !(threshold.getAsDouble() > 0)) {
            throw new PatchclampException(
                    "A threshold is above 0, and " + threshold.getAsDouble() + " is not.",
                    "2, or none for that of p = .05");
        }
    }

    /**
     * Two-sided, at the threshold of p = .05.
     *
     * @param resampling how arrangements are drawn where they are many
     * @return a test that can be asked
     */
    public static ClusterTest of(Resampling resampling) {
        return new ClusterTest(OptionalDouble.empty(), Tail.TWO_SIDED, resampling, Progress.SILENT);
    }

    /**
     * The same at another threshold.
     *
     * @param changed the |t| (or F) that a cell must be beyond
     * @return a changed copy
     */
    public ClusterTest threshold(double changed) {
        return new ClusterTest(OptionalDouble.of(changed), tail, resampling, progress);
    }

    /**
     * The same with another tail.
     *
     * @param changed which differences count
     * @return a changed copy
     */
    public ClusterTest tail(Tail changed) {
        return new ClusterTest(threshold, changed, resampling, progress);
    }

    /**
     * The same with someone who hears how far it is.
     *
     * @param heard told from the calling thread
     * @return a changed copy
     */
    public ClusterTest progress(Progress heard) {
        return new ClusterTest(threshold, tail, resampling, heard);
    }

    /**
     * Whether differences are on one side of zero, by turning signs.
     *
     * @param differences {@code [item][offset]}
     * @return the clusters
     */
    public ClusterResult oneSample(double[][] differences) {
        return oneSample(Plane.of(differences));
    }

    /**
     * Whether differences are on one side of zero, by turning signs.
     *
     * @param differences {@code [item][row][column]}, such as layer and offset
     * @return the clusters
     */
    public ClusterResult oneSample(double[][][] differences) {
        return oneSample(Plane.of(differences));
    }

    /**
     * Whether two conditions differ, by exchanging labels; Welch's t.
     *
     * @param a the first condition, {@code [item][offset]}
     * @param b the second
     * @return the clusters, positive where the first is larger
     */
    public ClusterResult twoSample(double[][] a, double[][] b) {
        return twoSample(Plane.of(a), Plane.of(b));
    }

    /**
     * Whether two conditions differ, by exchanging labels; Welch's t.
     *
     * @param a the first condition, {@code [item][row][column]}
     * @param b the second
     * @return the clusters, positive where the first is larger
     */
    public ClusterResult twoSample(double[][][] a, double[][][] b) {
        return twoSample(Plane.of(a), Plane.of(b));
    }

    /**
     * Whether two conditions differ in either direction, by the F of both, as MNE does where nothing else is asked for.
     * Cells of opposite differences join one cluster.
     *
     * @param a the first condition, {@code [item][offset]}
     * @param b the second
     * @return the clusters
     */
    public ClusterResult twoSampleF(double[][] a, double[][] b) {
        return two(Plane.of(a), Plane.of(b), true);
    }

    private ClusterResult oneSample(Plane plane) {
        if (plane.items() < 2) {
            throw few(plane.items(), "item");
        }
        CellStatistic statistic = new CellStatistic.OneSample(plane);
        Arrangements ways = Arrangements.flips(plane.items(), resampling);
        return new ClusterRun(this, plane, statistic, ways)
                .result("t", Map.of("pairs", plane.items()), Notes.flipsLeast(plane.items(), tail));
    }

    private ClusterResult twoSample(Plane a, Plane b) {
        return two(a, b, false);
    }

    private ClusterResult two(Plane a, Plane b, boolean squared) {
        if (a.items() < 2 || b.items() < 2) {
            throw few(Math.min(a.items(), b.items()), "item in a condition");
        }
        Plane all = a.with(b);
        CellStatistic statistic = new CellStatistic.TwoSample(all, a.items(), squared);
        Arrangements ways = Arrangements.labels(a.items(), all.items(), resampling);
        Map<String, Integer> n = new LinkedHashMap<>();
        n.put("first", a.items());
        n.put("second", b.items());
        boolean mirrored = a.items() == b.items() && (squared || tail == Tail.TWO_SIDED);
        double least = (mirrored ? 2 : 1) / Arrangements.labelCount(a.items(), all.items());
        return new ClusterRun(squared ? tail(Tail.GREATER) : this, all, statistic, ways)
                .result(squared ? "F" : "t", n, least);
    }

    private static PatchclampException few(int n, String what) {
        return new PatchclampException(
                "A cluster test needs at least 2 items in each condition, and has " + n + " " + what + ".",
                "more items");
    }

    /** What no cluster says, printed with every one that is shown. */
    static List<String> caution() {
        return List.of("a cluster says that the conditions differ somewhere; it does not say from where to where");
    }
}
