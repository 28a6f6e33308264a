package io.patchclamp.phantom;

/** Random features of words: over the words they have mean 0, variance 1 and no correlation, exactly and not on average. */
final class Whitened {
    private Whitened() {}

    /**
     * Draws features.
     *
     * @param words how many words, more than features
     * @param features how many numbers a word
     * @return {@code [word][feature]}
     */
    static double[][] draw(int words, int features, Dice dice) {
        double[][] x = new double[words][];
        double[] mean = new double[features];
        for (int w = 0; w < words; w++) {
            x[w] = dice.normals(features);
            for (int f = 0; f < features; f++) {
                mean[f] += x[w][f] / words;
            }
        }
        for (double[] row : x) {
            for (int f = 0; f < features; f++) {
                row[f] -= mean[f];
            }
        }
        double[][] root = cholesky(x, words, features);
        for (double[] row : x) {
            for (int f = 0; f < features; f++) {
                double rest = row[f];
                for (int g = 0; g < f; g++) {
                    rest -= root[f][g] * row[g];
                }
                row[f] = rest / root[f][f];
            }
        }
        return x;
    }

    /** The lower triangular root of the covariance, which divides by the number of words. */
    private static double[][] cholesky(double[][] x, int words, int features) {
        double[][] root = new double[features][features];
        for (int i = 0; i < features; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = 0;
                for (double[] row : x) {
                    sum += row[i] * row[j];
                }
                sum /= words;
                for (int k = 0; k < j; k++) {
                    sum -= root[i][k] * root[j][k];
                }
                root[i][j] = i == j ? StrictMath.sqrt(sum) : sum / root[j][j];
            }
        }
        return root;
    }
}
