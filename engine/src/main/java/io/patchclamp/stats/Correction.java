package io.patchclamp.stats;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

import io.patchclamp.fault.PatchclampException;

/** What was done about asking many questions at once. */
public enum Correction {
    /** Nothing: the family has one member, or the p is said to be uncorrected. */
    NONE("uncorrected"),
    /** Family-wise, p times the family's size. */
    BONFERRONI("Bonferroni"),
    /** Family-wise, step-down (Holm 1979). */
    HOLM("Holm"),
    /** False discovery rate (Benjamini and Hochberg 1995). */
    BENJAMINI_HOCHBERG("Benjamini-Hochberg"),
    /** False discovery rate under any dependence (Benjamini and Yekutieli 2001). */
    BENJAMINI_YEKUTIELI("Benjamini-Yekutieli"),
    /** Family-wise, against the distribution of the largest |t| over the family (Westfall and Young 1993). */
    MAX_T("max-T"),
    /** Family-wise, against the distribution of the largest cluster (Maris and Oostenveld 2007). */
    CLUSTER("cluster permutation");

    private final String word;

    Correction(String word) {
        this.word = word;
    }

    /**
     * As reports print it.
     *
     * @return such as {@code max-T}
     */
    public String word() {
        return word;
    }

    /**
     * Corrects the p of a family. A question is answered with yes where its corrected p is at most alpha.
     *
     * @param p one for each question, in any order, each from 0 to 1
     * @return the corrected ones, in the same order, at most 1
     * @throws PatchclampException if a p is not one, or the correction is not made from p alone
     */
    public double[] adjust(double... p) {
        for (int i = 0; i < p.length; i++) {
            if (!(p[i] >= 0 && p[i] <= 1)) {
                throw new PatchclampException(
                        "Number " + i + " of the family is " + p[i] + ", and no p.",
                        "leave out what was not tested, and count it; numbers are counted from 0");
            }
        }
        return switch (this) {
            case NONE -> p.clone();
            case BONFERRONI ->
                Arrays.stream(p).map(v -> Math.min(1, v * p.length)).toArray();
            case HOLM -> holm(p);
            case BENJAMINI_HOCHBERG -> stepUp(p, 1);
            case BENJAMINI_YEKUTIELI ->
                stepUp(
                        p,
                        IntStream.rangeClosed(1, p.length)
                                .mapToDouble(i -> 1.0 / i)
                                .sum());
            case MAX_T, CLUSTER ->
                throw new PatchclampException(
                        "The " + word + " correction is made from permuted data, not from p.",
                        this == MAX_T ? "MaxT.twoSample or MaxT.oneSample" : "ClusterTest");
        };
    }

    /**
     * Which questions are answered with yes.
     *
     * @param alpha such as 0.05
     * @param p one for each question
     * @return whether each corrected p is at most alpha
     */
    public boolean[] rejects(double alpha, double... p) {
        Checked.share("alpha", alpha);
        double[] adjusted = adjust(p);
        boolean[] rejected = new boolean[p.length];
        for (int i = 0; i < p.length; i++) {
            rejected[i] = adjusted[i] <= alpha * (1 + 1e-12); // .03 * 5 / 3 is not quite .05
        }
        return rejected;
    }

    private static double[] holm(double[] p) {
        int[] order = order(p);
        double[] adjusted = new double[p.length];
        double most = 0;
        for (int i = 0; i < order.length; i++) {
            most = Math.max(most, Math.min(1, (p.length - i) * p[order[i]]));
            adjusted[order[i]] = most;
        }
        return adjusted;
    }

    private static double[] stepUp(double[] p, double factor) {
        int[] order = order(p);
        double[] adjusted = new double[p.length];
        double least = 1;
        for (int i = order.length - 1; i >= 0; i--) {
            least = Math.min(least, p[order[i]] * p.length / (i + 1) * factor);
            adjusted[order[i]] = least;
        }
        return adjusted;
    }

    private static int[] order(double[] p) {
        return IntStream.range(0, p.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> p[i]))
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
