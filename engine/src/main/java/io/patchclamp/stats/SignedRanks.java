package io.patchclamp.stats;

import io.patchclamp.progress.Progress;

/** How the sum of positive ranks is distributed when each sign is a toss: counted, ties and all. */
final class SignedRanks {
    private SignedRanks() {}

    static double p(double[] ranks, double plus, Tail tail) {
        int[] doubled = new int[ranks.length];
        int total = 0;
        for (int i = 0; i < ranks.length; i++) {
            doubled[i] = (int) Math.round(2 * ranks[i]);
            total += doubled[i];
        }
        double[] chance = new double[total + 1];
        chance[0] = 1;
        int reached = 0;
        for (int rank : doubled) {
            Progress.checkCancelled("counting signs");
            reached += rank;
            for (int s = reached; s >= 0; s--) {
                chance[s] = (chance[s] + (s >= rank ? chance[s - rank] : 0)) / 2;
            }
        }
        int observed = (int) Math.round(2 * plus);
        double greater = 0;
        double less = 0;
        for (int s = 0; s <= total; s++) {
            greater += s >= observed ? chance[s] : 0;
            less += s <= observed ? chance[s] : 0;
        }
        return switch (tail) {
            case TWO_SIDED -> Math.min(1, 2 * Math.min(greater, less));
            case GREATER -> greater;
            case LESS -> less;
        };
    }
}
