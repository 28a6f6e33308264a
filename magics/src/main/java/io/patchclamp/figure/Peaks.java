package io.patchclamp.figure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** The units that reach furthest from 0, each at the token where it does. */
final class Peaks {
    /** One unit at its extreme. Token and unit are positions in the matrix. */
    record Peak(int token, int unit, float value) {}

    private final List<Peak> top;
    private final List<Peak> massive;

    private Peaks(List<Peak> top, List<Peak> massive) {
        this.top = top;
        this.massive = massive;
    }

    /** The peaks of a [token, unit] matrix: ten at most, largest first, one a unit. */
    static Peaks of(float[] data, int tokens, int units, double limit) {
        float[] extreme = new float[units];
        int[] where = new int[units];
        for (int t = 0; t < tokens; t++) {
            for (int u = 0; u < units; u++) {
                float x = data[t * units + u];
                if (Math.abs(x) > Math.abs(extreme[u])) { // false for NaN
                    extreme[u] = x;
                    where[u] = t;
                }
            }
        }
        List<Peak> all = new ArrayList<>();
        for (int u = 0; u < units; u++) {
            if (extreme[u] != 0) {
                all.add(new Peak(where[u], u, extreme[u]));
            }
        }
        all.sort(Comparator.comparingDouble(p -> -Math.abs(p.value())));
        float[] sizes = new float[units];
        for (int u = 0; u < units; u++) {
            sizes[u] = Math.abs(extreme[u]);
        }
        Arrays.sort(sizes);
        double usual = sizes[(units - 1) / 2];
        List<Peak> massive = all.stream()
                .filter(p -> Math.abs(p.value()) >= 10 * limit || (usual > 0 && Math.abs(p.value()) >= 50 * usual))
                .toList();
        boolean rare = massive.size() <= Math.max(1, units / 20);
        return new Peaks(List.copyOf(all.subList(0, Math.min(10, all.size()))), rare ? massive : List.of());
    }

    List<Peak> top() {
        return top;
    }

    /**
     * Units that stand so far out that their colour says nothing: 10 limits, or 50 times what the median unit reaches.
     * None where more than one in twenty does: then the scale is narrow, and no unit is out of line.
     */
    List<Peak> massive() {
        return massive;
    }
}
