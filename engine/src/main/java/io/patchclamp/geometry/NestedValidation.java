package io.patchclamp.geometry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import io.patchclamp.progress.Crew;
import io.patchclamp.progress.Progress;

/**
 * One place's read-out under many labellings: every fold is left out once, and the penalty it is read with is chosen by
 * leaving out each other fold in turn. A labelling is treated as the observed one is, choice of the penalty included.
 */
final class NestedValidation {
    private static final String WHAT = "decoding";

    private final Folds folds;
    private final int[][] labellings;
    private final int classes;
    private final double[] penalties;

    /** What came of it: {@code [labelling][fold]}, and of the first labelling what each trial was taken for. */
    record Outcome(double[][] accuracy, double[][] area, double[] penalty, int[] predicted) {}

    /** Products of all trials after standardising on some, and after choosing units by these where units are chosen. */
    interface Products {
        double[][] trainedOn(int[] train, int[] labels);

        /** Whether labels have a say: then labellings share nothing. */
        default boolean byLabels() {
            return false;
        }
    }

    NestedValidation(Folds folds, int[][] labellings, int classes, double[] penalties) {
        this.folds = folds;
        this.labellings = labellings;
        this.classes = classes;
        this.penalties = penalties;
    }

    Outcome run(Products products) {
        return run(products, Progress.SILENT);
    }

    /** Told of every two folds left out, and then of every fold. */
    Outcome run(Products products, Progress progress) {
        int k = folds.count();
        int pairs = penalties.length == 1 ? 0 : k * (k - 1) / 2;
        int[][] chosen = choose(products, (what, done, total, unit) -> progress.at(what, done, pairs + k, unit));
        double[][] accuracy = new double[labellings.length][k];
        double[][] area = new double[labellings.length][k];
        double[] penalty = new double[k];
        int[] predicted = new int[folds.of().length];
        Progress after = (what, done, total, unit) -> progress.at(what, pairs + done, pairs + k, unit);
        Crew.all().each(k, WHAT, after, f -> {
            int[] train = folds.outside(f, f);
            int[] test = folds.in(f);
            for (int[] alike : sharing(products)) {
                Readout readout = Readout.of(products.trainedOn(train, labellings[alike[0]]), train, test);
                for (int p = 0; p < penalties.length; p++) {
                    int at = p;
                    int[] these =
                            Arrays.stream(alike).filter(b -> chosen[f][b] == at).toArray();
                    if (these.length == 0) {
                        continue;
                    }
                    double[][][] d = readout.at(penalties[p]).discriminants(some(these), classes);
                    for (int i = 0; i < these.length; i++) {
                        Progress.checkCancelled(WHAT);
                        int b = these[i];
                        accuracy[b][f] = Scores.balanced(d[i], test, labellings[b], classes, folds.of(), f);
                        area[b][f] = Scores.area(d[i], test, labellings[b], classes);
                        if (b == 0) {
                            penalty[f] = penalties[p];
                            for (int t = 0; t < test.length; t++) {
                                predicted[test[t]] = Scores.predicted(d[i][t]);
                            }
                        }
                    }
                }
            }
        });
        return new Outcome(accuracy, area, penalty, predicted);
    }

    /** Labellings that are read with the same products: all of them, or each by itself. */
    private int[][] sharing(Products products) {
        int[] all = IntStream.range(0, labellings.length).toArray();
        return products.byLabels()
                ? Arrays.stream(all).mapToObj(b -> new int[] {b}).toArray(int[][]::new)
                : new int[][] {all};
    }

    private int[][] some(int[] these) {
        return Arrays.stream(these).mapToObj(b -> labellings[b]).toArray(int[][]::new);
    }

    /** {@code [fold][labelling]}: which penalty does best where neither this fold nor the one it is tried on is known. */
    int[][] choose(Products products) {
        return choose(products, Progress.SILENT);
    }

    private int[][] choose(Products products, Progress progress) {
        int k = folds.count();
        int[][] chosen = new int[k][labellings.length];
        if (penalties.length == 1) {
            return chosen;
        }
        double[][][] sum = new double[k][penalties.length][labellings.length];
        List<int[]> pairs = new ArrayList<>();
        for (int f = 0; f < k; f++) {
            for (int g = f + 1; g < k; g++) {
                pairs.add(new int[] {f, g});
            }
        }
        Crew.all().each(pairs.size(), WHAT, progress, i -> tryOut(products, pairs.get(i)[0], pairs.get(i)[1], sum));
        for (int f = 0; f < k; f++) {
            for (int b = 0; b < labellings.length; b++) {
                int best = 0;
                for (int p = 1; p < penalties.length; p++) {
                    best = sum[f][p][b] > sum[f][best][b] - 1e-9 ? p : best; // the larger penalty of equals
                }
                chosen[f][b] = best;
            }
        }
        return chosen;
    }

    /** Trained without two folds, tried on both: each is the inner test of the other. */
    private void tryOut(Products products, int f, int g, double[][][] sum) {
        int[] train = folds.outside(f, g);
        int[] test = IntStream.concat(Arrays.stream(folds.in(f)), Arrays.stream(folds.in(g)))
                .toArray();
        double[][] onF = new double[penalties.length][labellings.length];
        double[][] onG = new double[penalties.length][labellings.length];
        for (int[] alike : sharing(products)) {
            Readout readout = Readout.of(products.trainedOn(train, labellings[alike[0]]), train, test);
            for (int p = 0; p < penalties.length; p++) {
                double[][][] d = readout.at(penalties[p]).discriminants(some(alike), classes);
                for (int i = 0; i < alike.length; i++) {
                    Progress.checkCancelled(WHAT);
                    int b = alike[i];
                    onF[p][b] = Scores.balanced(d[i], test, labellings[b], classes, folds.of(), f);
                    onG[p][b] = Scores.balanced(d[i], test, labellings[b], classes, folds.of(), g);
                }
            }
        }
        for (int p = 0; p < penalties.length; p++) {
            for (int b = 0; b < labellings.length; b++) {
                synchronized (sum[f][p]) {
                    sum[f][p][b] += onG[p][b];
                }
                synchronized (sum[g][p]) {
                    sum[g][p][b] += onF[p][b];
                }
            }
        }
    }
}
