package io.patchclamp.stats;

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
}
