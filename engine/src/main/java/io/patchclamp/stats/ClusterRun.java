package io.patchclamp.stats;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;

import io.patchclamp.progress.Crew;
import io.patchclamp.progress.Progress;
import org.apache.commons.math3.distribution.TDistribution;

/** One cluster test while it runs. */
final class ClusterRun {
    private static final int PIECE = 100;

    private final ClusterTest test;
    private final Plane plane;
    private final CellStatistic statistic;
    private final Arrangements ways;

    ClusterRun(ClusterTest test, Plane plane, CellStatistic statistic, Arrangements ways) {
        this.test = test;
        this.plane = plane;
        this.statistic = statistic;
        this.ways = ways;
    }

    ClusterResult result(String symbol, Map<String, Integer> n, double least) {
        double[] observed = new double[plane.cells()];
        statistic.of(statistic.observed(), observed);
        boolean[] tested = new boolean[observed.length];
        List<String> notes = new ArrayList<>(ClusterTest.caution());
        classify(observed, tested, notes);
        double threshold = test.threshold().orElseGet(() -> standard(symbol));
        double[] largest = new double[ways.count()];
        int pieces = (largest.length + PIECE - 1) / PIECE;
        Crew.all().each(pieces, "permuting", test.progress(), piece -> {
            double[] cells = new double[observed.length];
            for (int w = piece * PIECE; w < Math.min(largest.length, (piece + 1) * PIECE); w++) {
                Progress.checkCancelled("permuting");
                statistic.of(ways.get(w), cells);
                for (Cluster cluster : clusters(cells, tested, threshold)) {
                    largest[w] = Math.max(largest[w], Math.abs(cluster.mass()));
                }
            }
        });
        Arrays.sort(largest);
        List<Cluster> found = clusters(observed, tested, threshold).stream()
                .map(c -> new Cluster(c.cells(), c.mass(), ways.p(reached(largest, Math.abs(c.mass())))))
                .sorted(Comparator.comparingDouble(c -> -Math.abs(c.mass())))
                .toList();
        ways.error(found.isEmpty() ? Moments.ALPHA : found.get(0).p()).ifPresent(notes::add);
        Notes.smallest(notes, least, plane.items());
        String method = "clusters of " + symbol + " beyond " + Notes.number(threshold);
        Basis basis = ways.on(Basis.of(n, method, symbol.equals("F") ? Tail.TWO_SIDED : test.tail()), test.resampling())
                .corrected(Correction.CLUSTER, Math.max(1, count(tested)));
        return new ClusterResult(symbol, observed, plane.rows(), plane.columns(), threshold, found, basis, notes);
    }

    private void classify(double[] observed, boolean[] tested, List<String> notes) {
        int constant = 0;
        int few = 0;
        int missing = 0;
        for (int c = 0; c < observed.length; c++) {
            int cell = c;
            boolean empty = Arrays.stream(plane.values()).allMatch(v -> Double.isNaN(v[cell]));
            boolean flat = !empty && statistic.constant(c);
            tested[c] = !empty && !flat && !Double.isNaN(observed[c]);
            observed[c] = tested[c] ? observed[c] : Double.NaN;
            constant += flat ? 1 : 0;
            few += !flat && !tested[c] ? 1 : 0;
            missing += tested[c] && Arrays.stream(plane.values()).anyMatch(v -> Double.isNaN(v[cell])) ? 1 : 0;
        }
        note(notes, constant, observed.length, "do not vary, and are in no cluster");
        note(notes, few, observed.length, "have too few items, and are in no cluster");
        note(notes, missing, observed.length, "have fewer items than others");
    }

    private static void note(List<String> notes, int count, int of, String what) {
        if (count > 0) {
            notes.add(count + " of " + of + " cells " + what);
        }
    }

    private static int count(boolean[] tested) {
        int count = 0;
        for (boolean t : tested) {
            count += t ? 1 : 0;
        }
        return count;
    }

    private double standard(String symbol) {
        double outside = test.tail() == Tail.TWO_SIDED || symbol.equals("F") ? Moments.ALPHA / 2 : Moments.ALPHA;
        double t = new TDistribution(null, statistic.df()).inverseCumulativeProbability(1 - outside);
        return symbol.equals("F") ? t * t : t;
    }

    private static long reached(double[] sorted, double observed) {
        double least = Moments.reach(observed);
        return Arrays.stream(sorted).filter(m -> m >= least).count();
    }

    private List<Cluster> clusters(double[] cells, boolean[] tested, double threshold) {
        int[] side = new int[cells.length];
        for (int c = 0; c < cells.length; c++) {
            boolean above = cells[c] > threshold && test.tail() != Tail.LESS;
            boolean below = cells[c] < -threshold && test.tail() != Tail.GREATER;
            side[c] = !tested[c] ? 0 : above ? 1 : below ? -1 : 0;
        }
        List<Cluster> found = new ArrayList<>();
        for (int c = 0; c < cells.length; c++) {
            if (side[c] != 0) {
                found.add(grown(c, cells, side));
            }
        }
        return found;
    }

    /** The cluster from one cell on; what is in it has no side any more. */
    private Cluster grown(int from, double[] cells, int[] side) {
        int sign = side[from];
        int columns = plane.columns();
        List<Integer> members = new ArrayList<>();
        Deque<Integer> open = new ArrayDeque<>();
        open.add(from);
        side[from] = 0;
        double mass = 0;
        while (!open.isEmpty()) {
            int c = open.remove();
            members.add(c);
            mass += cells[c];
            int[] around = {
                c % columns > 0 ? c - 1 : -1, c % columns < columns - 1 ? c + 1 : -1, c - columns, c + columns
            };
            for (int next : around) {
                if (next >= 0 && next < side.length && side[next] == sign) {
                    side[next] = 0;
                    open.add(next);
                }
            }
        }
        return new Cluster(
                members.stream()
                        .sorted()
                        .map(c -> new Cluster.Place(c / columns, c % columns))
                        .toList(),
                mass,
                Double.NaN);
    }
}
