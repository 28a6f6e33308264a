package io.patchclamp.geometry;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/**
 * Clusters of a square map whose null is a map for each shuffle: a cell counts where it is above what 95 % of the shuffles
 * have there, cells that share an edge are one, and the largest of each shuffle is what an observed one is held against.
 * Maris and Oostenveld 2007, with maps in place of trials, as a map is what one shuffle of one model gives.
 */
final class Patches {
    private Patches() {}

    /** {@code maps} is {@code [shuffle][row][column]}, the observed one first, which is in its own null. */
    static List<Generalisation.Patch> of(double[][][] maps, double[][] chance, double[][] threshold) {
        double[] largest = new double[maps.length];
        for (int b = 0; b < maps.length; b++) {
            for (Generalisation.Patch patch : found(maps[b], chance, threshold)) {
                largest[b] = Math.max(largest[b], patch.mass());
            }
        }
        return found(maps[0], chance, threshold).stream()
                .map(patch -> {
                    long asLarge = java.util.Arrays.stream(largest)
                            .filter(m -> m >= patch.mass() - 1e-9)
                            .count();
                    return new Generalisation.Patch(patch.cells(), patch.mass(), (double) asLarge / maps.length);
                })
                .sorted(Comparator.comparingDouble(p -> -p.mass()))
                .toList();
    }

    private static List<Generalisation.Patch> found(double[][] map, double[][] chance, double[][] threshold) {
        int n = map.length;
        boolean[] seen = new boolean[n * n];
        List<Generalisation.Patch> patches = new ArrayList<>();
        for (int start = 0; start < n * n; start++) {
            if (seen[start] || !above(map, threshold, start)) {
                continue;
            }
            List<Integer> cells = new ArrayList<>();
            double mass = 0;
            Deque<Integer> open = new ArrayDeque<>(List.of(start));
            seen[start] = true;
            while (!open.isEmpty()) {
                int cell = open.pop();
                int i = cell / n;
                int j = cell % n;
                cells.add(cell);
                mass += map[i][j] - chance[i][j];
                for (int next : new int[] {
                    i > 0 ? cell - n : -1, i + 1 < n ? cell + n : -1, j > 0 ? cell - 1 : -1, j + 1 < n ? cell + 1 : -1
                }) {
                    if (next >= 0 && !seen[next] && above(map, threshold, next)) {
                        seen[next] = true;
                        open.push(next);
                    }
                }
            }
            cells.sort(null);
            patches.add(new Generalisation.Patch(cells, mass, Double.NaN));
        }
        return patches;
    }

    private static boolean above(double[][] map, double[][] threshold, int cell) {
        int n = map.length;
        return map[cell / n][cell % n] > threshold[cell / n][cell % n] + 1e-12;
    }
}
