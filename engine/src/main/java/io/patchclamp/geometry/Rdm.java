package io.patchclamp.geometry;

import java.util.List;
import java.util.Objects;

import io.patchclamp.array.NamedArray;

/**
 * What lies between each two of some conditions.
 *
 * @param name the site, or the column a model's distances come from
 * @param conditions the rows and the columns
 * @param distances {@code [condition, condition]}, symmetric, 0 on the diagonal
 */
public record Rdm(String name, List<String> conditions, NamedArray distances) {
    public Rdm {
        Objects.requireNonNull(name, "name");
        conditions = List.copyOf(conditions);
        Objects.requireNonNull(distances, "distances");
    }

    static Rdm of(String name, List<String> conditions, double[][] distances) {
        return new Rdm(name, conditions, Tables.named("condition", "condition'", distances));
    }

    /**
     * One number a pair of conditions.
     *
     * @return the upper triangle row by row, as rsatoolbox and SciPy have it
     */
    public List<Double> pairs() {
        return Tables.list(Dissimilarity.pairs(square()));
    }

    double[][] square() {
        int n = conditions.size();
        double[][] square = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                square[i][j] = distances.get(i, j);
            }
        }
        return square;
    }
}
