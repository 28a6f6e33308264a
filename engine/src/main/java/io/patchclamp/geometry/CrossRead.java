package io.patchclamp.geometry;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A read-out trained at one value of another variable and tested at each other value.
 *
 * @param y what is read, 0 or 1, one a trial
 * @param z the other variable
 * @param values how many values that has
 * @param folds what is tested is not in training, one a trial; none where nothing is left out
 */
record CrossRead(int[] y, int[] z, int values, int... folds) {
    /** A fixed penalty: with few cells there is nothing left to choose one by. */
    private static final double PENALTY = 1;

    /** Balanced, mean over all pairs of a value to train at and another to test at. */
    double accuracy(float[][] rows) {
        double sum = 0;
        for (int from = 0; from < values; from++) {
            int at = from;
            int[] rest = IntStream.range(0, y.length).filter(t -> z[t] != at).toArray();
            double[][] d = new double[y.length][];
            for (int fold : Arrays.stream(folds).distinct().toArray()) {
                read(rows, at, fold, d);
            }
            if (folds.length == 0) {
                read(rows, at, -1, d);
            }
            double[][] asked = Arrays.stream(rest).mapToObj(t -> d[t]).toArray(double[][]::new);
            for (int to = 0; to < values; to++) {
                if (to != from) {
                    sum += Scores.balanced(asked, rest, y, 2, z, to);
                }
            }
        }
        return sum / (values * (values - 1));
    }

    /** Discriminants of one fold's trials, or of all of them if it is -1, by training without that fold. */
    private void read(float[][] rows, int at, int fold, double[][] into) {
        int[] train = IntStream.range(0, y.length)
                .filter(t -> z[t] == at && (fold < 0 || folds[t] != fold))
                .toArray();
        int[] test = IntStream.range(0, y.length)
                .filter(t -> z[t] != at && (fold < 0 || folds[t] == fold))
                .toArray();
        if (test.length == 0) {
            return;
        }
        float[][] centred = Gram.standardised(rows, train, false);
        float[][] known = Arrays.stream(train).mapToObj(t -> centred[t]).toArray(float[][]::new);
        float[][] asked = Arrays.stream(test).mapToObj(t -> centred[t]).toArray(float[][]::new);
        double[][] d = new Readout(Gram.products(known), Gram.products(asked, known), train, test)
                .at(PENALTY)
                .discriminants(new int[][] {y}, 2)[0];
        for (int i = 0; i < test.length; i++) {
            into[test[i]] = d[i];
        }
    }
}
