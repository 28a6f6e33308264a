package io.patchclamp.geometry;

import java.util.List;
import java.util.Objects;

import io.patchclamp.array.NamedArray;
import io.patchclamp.provenance.Provenance;
import io.patchclamp.record.Exportable;
import io.patchclamp.record.ResultArray;
import io.patchclamp.stats.Basis;

/**
 * What a read-out that was trained at one place reads at every other: whether the same code stays, or another takes over.
 *
 * @param provenance how it was made
 * @param course where it was read
 * @param column what was read
 * @param classes its values
 * @param places the rows, where it was trained, and the columns, where it was tried
 * @param accuracy {@code [train, test]}, balanced, mean over folds; trials are left out wherever they are tried
 * @param chance {@code [train, test]}, the mean of shuffled labels
 * @param threshold {@code [train, test]}, what 95 % of shuffles stay below in this cell alone
 * @param clusters what is above the threshold and hangs together, largest first
 * @param basis what the p values rest on
 * @param notes what should be known before it is believed
 */
public record Generalisation(
        Provenance provenance,
        Course course,
        String column,
        List<String> classes,
        List<String> places,
        NamedArray accuracy,
        NamedArray chance,
        NamedArray threshold,
        List<Patch> clusters,
        Basis basis,
        List<String> notes)
        implements Exportable {
    /** What must stand under every picture of a cluster. */
    public static final String CAVEAT =
            "A cluster says that the code is shared somewhere in the map; it does not say where it begins or ends.";

    public Generalisation {
        Objects.requireNonNull(provenance, "provenance");
        Objects.requireNonNull(course, "course");
        Objects.requireNonNull(column, "column");
        classes = List.copyOf(classes);
        places = List.copyOf(places);
        clusters = List.copyOf(clusters);
        Objects.requireNonNull(basis, "basis");
        notes = List.copyOf(notes);
    }

    /**
     * Cells above their threshold that touch.
     *
     * @param cells row times the number of places plus column, ascending
     * @param mass the sum of accuracy above chance
     * @param p how often the largest cluster of shuffled labels has as much
     */
    public record Patch(List<Integer> cells, double mass, double p) {
        public Patch {
            cells = List.copyOf(cells);
        }
    }

    /** {@code accuracy}, {@code chance}, {@code threshold} and {@code cluster_p [train, test]}, NaN outside of clusters. */
    @Override
    public List<ResultArray> exported() {
        int n = places.size();
        ResultArray p = ResultArray.floats("cluster_p", n, n);
        for (Patch cluster : clusters) {
            cluster.cells().forEach(cell -> p.put(cluster.p(), cell / n, cell % n));
        }
        return List.of(
                ResultArray.of("accuracy", accuracy),
                ResultArray.of("chance", chance),
                ResultArray.of("threshold", threshold),
                p);
    }
}
