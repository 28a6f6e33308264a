package io.patchclamp.stats;

/**
 * The area under the curve and DeLong's standard error, from mid-ranks (Sun and Xu 2014): n log n, not n².
 */
record Auc(double value, double error) {
    static Auc of(double[] a, double[] b) {
        double[] all = Ranks.sorted(Moments.concatenated(a, b));
        double[] aboveA = placements(a, all, b.length);
        double[] aboveB = placements(b, all, a.length);
        double error = Moments.variance(aboveA) / a.length + Moments.variance(aboveB) / b.length;
        return new Auc(Moments.mean(aboveA), Math.sqrt(error));
    }

    /** For each number, the share of the other sample below it. */
    private static double[] placements(double[] x, double[] all, int others) {
        double[] among = Ranks.mid(x, all);
        double[] within = Ranks.mid(x);
        for (int i = 0; i < among.length; i++) {
            among[i] = (among[i] - within[i]) / others;
        }
        return among;
    }
}
