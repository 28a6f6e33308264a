package io.patchclamp.nulls;

import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Numbers of which it is known that nothing is in them: mean 0 whatever their shape. */
enum Samples {
    NORMAL,
    /** Student's t with 3 degrees of freedom. */
    HEAVY,
    /** Log-normal less its mean. */
    SKEWED,
    /** Normal, rounded to whole numbers: ties. */
    TIED;

    double one(SplittableRandom random) {
        double z = random.nextGaussian();
        return switch (this) {
            case NORMAL -> z;
            case HEAVY ->
                z
                        / Math.sqrt((square(random.nextGaussian())
                                        + square(random.nextGaussian())
                                        + square(random.nextGaussian()))
                                / 3);
            case SKEWED -> Math.exp(z) - Math.exp(0.5);
            case TIED -> Math.rint(z) + 0.0;
        };
    }

    double[] draw(int n, double size, SplittableRandom random) {
        return IntStream.range(0, n).mapToDouble(i -> size * one(random)).toArray();
    }

    /** Items with units that have something in common; {@code along} is how much of a unit its neighbour keeps. */
    static double[][] table(int items, int units, double along, Samples shape, SplittableRandom random) {
        double[][] rows = new double[items][units];
        for (double[] row : rows) {
            double before = shape.one(random);
            for (int u = 0; u < units; u++) {
                before = along * before + Math.sqrt(1 - along * along) * shape.one(random);
                row[u] = before;
            }
        }
        return rows;
    }

    static double[][] turned(double[][] rows) {
        double[][] out = new double[rows[0].length][rows.length];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < rows[0].length; j++) {
                out[j][i] = rows[i][j];
            }
        }
        return out;
    }

    String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    private static double square(double x) {
        return x * x;
    }
}
