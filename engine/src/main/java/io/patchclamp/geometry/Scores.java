package io.patchclamp.geometry;

import java.util.Arrays;

/** How well discriminants say what trials are. */
final class Scores {
    private Scores() {}

    /** The class with the largest discriminant; the first of equals. */
    static int predicted(double[] discriminants) {
        int best = 0;
        for (int c = 1; c < discriminants.length; c++) {
            best = discriminants[c] > discriminants[best] ? c : best;
        }
        return best;
    }

    /** The mean over classes of the share of a class's trials that are named right; among some of the tested trials. */
    static double balanced(double[][] discriminants, int[] test, int[] labels, int classes, int[] folds, int fold) {
        int[] right = new int[classes];
        int[] all = new int[classes];
        for (int i = 0; i < test.length; i++) {
            if (folds[test[i]] == fold) {
                int label = labels[test[i]];
                all[label]++;
                right[label] += predicted(discriminants[i]) == label ? 1 : 0;
            }
        }
        double sum = 0;
        int met = 0;
        for (int c = 0; c < classes; c++) {
            if (all[c] > 0) {
                sum += (double) right[c] / all[c];
                met++;
            }
        }
        return sum / met;
    }

    /**
     * The area under the ROC curve; of more classes the mean over pairs, each by the difference of its discriminants
     * (Hand and Till 2001).
     */
    static double area(double[][] discriminants, int[] test, int[] labels, int classes) {
        double sum = 0;
        int pairs = 0;
        for (int a = 0; a < classes; a++) {
            for (int b = a + 1; b < classes; b++) {
                double[] less = differences(discriminants, test, labels, a, b, a);
                double[] more = differences(discriminants, test, labels, a, b, b);
                if (less.length > 0 && more.length > 0) {
                    sum += area(less, more);
                    pairs++;
                }
            }
        }
        return pairs == 0 ? Double.NaN : sum / pairs;
    }

    private static double[] differences(double[][] d, int[] test, int[] labels, int a, int b, int of) {
        double[] out = new double[test.length];
        int n = 0;
        for (int i = 0; i < test.length; i++) {
            if (labels[test[i]] == of) {
                out[n++] = d[i][b] - d[i][a];
            }
        }
        return Arrays.copyOf(out, n);
    }

    /** How often one of the second is above one of the first; ties count half. */
    private static double area(double[] less, double[] more) {
        Arrays.sort(less);
        double wins = 0;
        for (double x : more) {
            int below = Arrays.binarySearch(less, x);
            if (below < 0) {
                wins += -below - 1;
            } else {
                int from = below;
                int to = below;
                while (from > 0 && less[from - 1] == x) {
                    from--;
                }
                while (to < less.length && less[to] == x) {
                    to++;
                }
                wins += (from + to) / 2.0;
            }
        }
        return wins / ((double) less.length * more.length);
    }
}
